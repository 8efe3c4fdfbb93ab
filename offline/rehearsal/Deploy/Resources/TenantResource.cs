using System.Collections.Frozen;
using System.Net;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary>What the resource types of the azuread provider have in common.</summary>
internal abstract class TenantResource(GraphClient graph) : IResourceHandler
{
    public abstract string Type { get; }

    public bool Simulated => false;

    public virtual IReadOnlySet<string> Sets => FrozenSet<string>.Empty;

    public IReadOnlySet<string> ReplaceOnChanges => FrozenSet<string>.Empty;

    public virtual bool CanImport => true;

    /// <summary>What the provider fills in, refuses and leaves alone; nothing by default.</summary>
    public virtual ProviderRules Rules => ProviderRules.None;

    /// <summary>The way to the tenant.</summary>
    protected GraphClient Graph => graph;

    public abstract Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken);

    public abstract Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken);

    public virtual Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"every property of {Type} replaces it, so it is never updated");

    public abstract Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken);

    /// <summary>Reads what was just written; it must be there, at the latest when the tenant has replicated it.</summary>
    protected async Task<ResourceState> ReadBackAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        ResourceState? shown = null;
        await Graph.Endurance.HoldsAsync(async () => (shown = await LookAsync()) is not null, TimeSpan.FromSeconds(1), 1, TimeSpan.Zero,
            cancellationToken);
        return shown ?? throw new InvalidOperationException($"{id} was written, but the tenant does not show it");

        async Task<ResourceState?> LookAsync()
        {
            try
            {
                return await ReadAsync(id, known, cancellationToken);
            }
            catch (GraphRequestException exception) when (Graph.Timing.Replication > TimeSpan.Zero && IsUnseen(exception))
            {
                return null;
            }
        }
    }

    /// <summary>Whether an error may mean that what was written is not replicated yet.</summary>
    protected static bool IsUnseen(GraphRequestException exception) => exception.Status == HttpStatusCode.NotFound;

    /// <summary>A request body of an entity type, which names that type as the provider does.</summary>
    protected static JsonObject Entity(string type, JsonObject? members = null)
    {
        JsonObject body = new() { ["@odata.type"] = $"#microsoft.graph.{type}" };
        foreach ((string name, JsonNode? value) in members ?? [])
            body[name] = value?.DeepClone();
        return body;
    }

    /// <summary>Waits until an object is gone: 404 five times, five seconds apart.</summary>
    protected Task WaitForDeletionAsync(string path, CancellationToken cancellationToken) =>
        Graph.PollAsync($"the deletion of {path}", async () => await Graph.FindAsync(path, cancellationToken) is null,
            TimeSpan.FromSeconds(5), 5, ProviderTiming.ShortOperation, cancellationToken);

    /// <summary>The part of a provider id behind a fixed prefix, up to the next slash.</summary>
    /// <exception cref="InvalidOperationException">The id has another form.</exception>
    protected static string Segment(string id, string prefix)
    {
        int start = id.IndexOf(prefix, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            throw new InvalidOperationException($"parsing \"{id}\": expected an id with \"{prefix}\"");
        string rest = id[(start + prefix.Length)..];
        int end = rest.IndexOf('/', StringComparison.Ordinal);
        string segment = end < 0 ? rest : rest[..end];
        return segment.Length > 0 ? segment : throw new InvalidOperationException($"parsing \"{id}\": nothing follows \"{prefix}\"");
    }

    /// <summary>The object id in a resource id of the form <c>/applications/{objectId}</c>.</summary>
    protected static string ApplicationOf(string applicationId) => Segment(applicationId, "/applications/");
}
