using System.Collections.Immutable;

namespace TenantOnboarding.Components.Adoption;

/// <summary>What an application requests of one API.</summary>
/// <param name="RoleIds">Ids of application permissions.</param>
/// <param name="ScopeIds">Ids of delegated permissions.</param>
internal sealed record RequestedAccess(ImmutableArray<string> RoleIds, ImmutableArray<string> ScopeIds);

/// <summary>A tenant-wide grant of delegated permissions.</summary>
/// <param name="Id">The grant's id.</param>
/// <param name="Scopes">Values of the delegated permissions.</param>
internal sealed record DelegatedGrant(string Id, ImmutableArray<string> Scopes);

/// <summary>
/// An application that somebody made before this stack: what it holds, and the ids by which Pulumi imports each part of it. A part that
/// is not there has no id and is created.  </summary>
internal sealed record ExistingApplication
{
    /// <summary>Object id of the registration.</summary>
    public required string ApplicationObjectId { get; init; }

    /// <summary>True where the deployment makes the application what the configuration says; false where it is imported as it is.</summary>
    public required bool Aligns { get; init; }

    /// <summary>Its display name.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Who may sign in, in Graph's words.</summary>
    public required string SignInAudience { get; init; }

    /// <summary>
    /// The version of the access tokens that it asks for as an API: 1 or 2. Graph's null means 1, and the provider takes no other
    /// value.
    /// </summary>
    public required int TokenVersion { get; init; }

    /// <summary>Whether ID tokens are issued at the authorization endpoint.</summary>
    public required bool IssuesIdTokens { get; init; }

    /// <summary>Whether access tokens are issued at the authorization endpoint.</summary>
    public required bool IssuesAccessTokens { get; init; }

    /// <summary>Its front-channel logout URL, or null.</summary>
    public required string? LogoutUrl { get; init; }

    /// <summary>How many client secrets it has.</summary>
    public required int ClientSecrets { get; init; }

    /// <summary>SHA-1 thumbprints (upper-case hexadecimal) of the certificates that it holds.</summary>
    public ImmutableHashSet<string> Thumbprints { get; init; } = [];

    /// <summary>Its redirect URIs of the platform Web.</summary>
    public ImmutableArray<string> WebRedirectUris { get; init; } = [];

    /// <summary>The permissions that it requests, by client id of their API.</summary>
    public ImmutableDictionary<string, RequestedAccess> RequestedAccess { get; init; } = ImmutableDictionary<string, RequestedAccess>.Empty;

    /// <summary>Object ids of its owners.</summary>
    public ImmutableHashSet<string> Owners { get; init; } = [];

    /// <summary>Object id of the service principal, or null where the tenant has none.</summary>
    public string? ServicePrincipalObjectId { get; init; }

    /// <summary>The service principal's tags.</summary>
    public ImmutableArray<string> ServicePrincipalTags { get; init; } = [];

    /// <summary>Ids of its app role assignments, by resource object id and app role id.</summary>
    public ImmutableDictionary<(string ResourceObjectId, string AppRoleId), string> AppRoleAssignments { get; init; } =
        ImmutableDictionary<(string, string), string>.Empty;

    /// <summary>Its tenant-wide delegated grants, by resource object id.</summary>
    public ImmutableDictionary<string, DelegatedGrant> DelegatedGrants { get; init; } = ImmutableDictionary<string, DelegatedGrant>.Empty;

    /// <summary>Ids of its directory role assignments in the whole tenant, by role definition id.</summary>
    public ImmutableDictionary<string, string> DirectoryRoleAssignments { get; init; } = ImmutableDictionary<string, string>.Empty;
}
