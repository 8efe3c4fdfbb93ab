using System.Text.Json.Nodes;

namespace SimulatedTenant.Directory;

/// <summary>A service principal: what the portal calls an enterprise application.</summary>
public sealed class ServicePrincipal : IEntity<Guid>, IOwned, ICredentialed
{
    internal ServicePrincipal(Guid id, Guid appId, Application? application, JsonObject graph)
    {
        Id = id;
        AppId = appId;
        Application = application;
        Graph = graph;
    }

    /// <summary>Object id.</summary>
    public Guid Id { get; }

    /// <summary>Application (client) id.</summary>
    public Guid AppId { get; }

    /// <summary>The registration, where the application is the tenant's own; null for Microsoft's.</summary>
    public Application? Application { get; }

    /// <summary>Display name; follows the application's.</summary>
    public string DisplayName => Application?.DisplayName ?? (string?)Graph["displayName"] ?? "";

    /// <summary>Whether it may sign in.</summary>
    public bool AccountEnabled => (bool?)Graph["accountEnabled"] ?? true;

    /// <summary>Whether users and applications get a token for it only where they are assigned to it.</summary>
    public bool AssignmentRequired => (bool?)Graph["appRoleAssignmentRequired"] ?? false;

    /// <summary>Object ids of the owners.</summary>
    public IReadOnlyList<Guid> Owners { get; internal set; } = [];

    /// <summary>Certificates of its own, besides those of its application.</summary>
    public IReadOnlyList<KeyCredential> KeyCredentials { get; internal set; } = [];

    /// <summary>Client secrets of its own, besides those of its application.</summary>
    public IReadOnlyList<PasswordCredential> PasswordCredentials { get; internal set; } = [];

    /// <summary>Properties of its own in Graph's shape. Changed only under the directory's lock.</summary>
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

    internal IEnumerable<JsonObject> AppRoles =>
        Application?.AppRoles ?? (Graph["appRoles"] as JsonArray ?? []).OfType<JsonObject>();

    internal IEnumerable<JsonObject> Scopes =>
        Application?.Scopes ?? (Graph["oauth2PermissionScopes"] as JsonArray ?? []).OfType<JsonObject>();

    internal IReadOnlyList<string> Names => Application is { } own
        ? [own.AppId.ToString(), .. (own.Graph["identifierUris"] as JsonArray ?? []).Select(u => (string)u!)]
        : [.. (Graph["servicePrincipalNames"] as JsonArray ?? []).Select(u => (string)u!)];
}
