using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>An application registration.</summary>
public sealed class Application : IEntity<Guid>, IOwned, ICredentialed
{
    internal Application(Guid id, Guid appId, JsonObject graph)
    {
        Id = id;
        AppId = appId;
        Graph = graph;
    }

    /// <summary>Object id.</summary>
    public Guid Id { get; }

    /// <summary>Application (client) id.</summary>
    public Guid AppId { get; }

    /// <summary>Display name.</summary>
    public string DisplayName => (string?)Graph["displayName"] ?? "";

    /// <summary>Certificates, in the order of the last write.</summary>
    public IReadOnlyList<KeyCredential> KeyCredentials { get; internal set; } = [];

    /// <summary>Client secrets.</summary>
    public IReadOnlyList<PasswordCredential> PasswordCredentials { get; internal set; } = [];

    /// <summary>Object ids of the owners.</summary>
    public IReadOnlyList<Guid> Owners { get; internal set; } = [];

    /// <summary>All other properties in Graph's shape. Changed only under the directory's lock.</summary>
    internal JsonObject Graph { get; }

    IReadOnlyList<Guid> IOwned.Owners
    {
        get => Owners;
        set => Owners = value;
    }

    IReadOnlyList<PasswordCredential> ICredentialed.PasswordCredentials
    {
        get => PasswordCredentials;
        set => PasswordCredentials = value;
    }

    internal IEnumerable<JsonObject> AppRoles => (Graph["appRoles"] as JsonArray ?? []).OfType<JsonObject>();

    internal IEnumerable<JsonObject> Scopes => (Graph["api"]?["oauth2PermissionScopes"] as JsonArray ?? []).OfType<JsonObject>();
}
