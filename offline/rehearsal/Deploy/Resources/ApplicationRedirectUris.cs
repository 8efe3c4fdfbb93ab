using System.Collections.Frozen;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_application_redirect_uris</c>: the redirect URIs of one platform of an application.</summary>
internal sealed class ApplicationRedirectUris(GraphClient graph) : TenantResource(graph)
{
    private static readonly FrozenDictionary<string, string> Members = new Dictionary<string, string>
    {
        ["Web"] = "web",
        ["SPA"] = "spa",
        ["PublicClient"] = "publicClient",
    }.ToFrozenDictionary();

    public override string Type => "azuread:index/applicationRedirectUris:ApplicationRedirectUris";

    public override IReadOnlySet<string> Sets { get; } = FrozenSet.Create("redirectUris");

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(inputs.Required("applicationId"));
        string platform = inputs.Required("type");
        string member = Member(platform);
        string id = $"/applications/{objectId}/redirectUris/{platform}";
        JsonObject application = await Graph.GetAsync($"/v1.0/applications/{objectId}", cancellationToken);
        if ((application[member] as JsonObject).Texts("redirectUris").Count > 0)
        {
            throw new InvalidOperationException(
                $"a resource with the ID \"{id}\" already exists - to be managed via Terraform this resource needs to be imported into "
                    + "the State");
        }

        await PatchAsync(objectId, member, inputs.Texts("redirectUris"), cancellationToken);
        return await ReadBackAsync(id, PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(id);
        string platform = Segment(id, "/redirectUris/");
        JsonObject? application = await Graph.FindAsync($"/v1.0/applications/{objectId}", cancellationToken);
        List<string> uris = (application?[Member(platform)] as JsonObject).Texts("redirectUris");
        return uris.Count == 0 ? null : new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["applicationId"] = $"/applications/{objectId}",
            ["redirectUris"] = uris,
            ["type"] = platform,
        }));
    }

    public override async Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken)
    {
        await PatchAsync(ApplicationOf(prior.Id), Member(Segment(prior.Id, "/redirectUris/")), inputs.Texts("redirectUris"),
            cancellationToken);
        return await ReadBackAsync(prior.Id, prior.Outputs, cancellationToken);
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) =>
        PatchAsync(ApplicationOf(prior.Id), Member(Segment(prior.Id, "/redirectUris/")), [], cancellationToken);

    private Task PatchAsync(string objectId, string member, IReadOnlyList<string> uris, CancellationToken cancellationToken) =>
        Graph.PatchAsync($"/v1.0/applications/{objectId}",
            Entity("application", new JsonObject { [member] = new JsonObject { ["redirectUris"] = PlainJson.List(uris) } }),
            ProviderTiming.LongOperation, cancellationToken);

    private static string Member(string platform) => Members.TryGetValue(platform, out string? member)
        ? member
        : throw new InvalidOperationException($"expected type to be one of [\"PublicClient\" \"SPA\" \"Web\"], got {platform}");
}
