using System.Collections.Immutable;

namespace TenantOnboarding.Adoption;

/// <summary>
/// An application that somebody made before this stack, with the ids by which Pulumi imports each part of it. A part that is not there has no
/// id and is created.
/// </summary>
internal sealed record ExistingApplication
{
    /// <summary>Object id of the registration.</summary>
    public required string ApplicationObjectId { get; init; }

    /// <summary>Object id of the service principal, or null where the tenant has none.</summary>
    public string? ServicePrincipalObjectId { get; init; }

    /// <summary>SHA-1 thumbprints (upper-case hexadecimal) of the certificates that it holds.</summary>
    public ImmutableHashSet<string> Thumbprints { get; init; } = [];

    /// <summary>Its redirect URIs of the platform Web.</summary>
    public ImmutableArray<string> WebRedirectUris { get; init; } = [];

    /// <summary>Client ids of the APIs that it requests permissions of.</summary>
    public ImmutableHashSet<string> RequestedApis { get; init; } = [];

    /// <summary>Object ids of its owners.</summary>
    public ImmutableHashSet<string> Owners { get; init; } = [];

    /// <summary>Ids of its app role assignments, by resource object id and app role id.</summary>
    public ImmutableDictionary<(string ResourceObjectId, string AppRoleId), string> AppRoleAssignments { get; init; } =
        ImmutableDictionary<(string, string), string>.Empty;

    /// <summary>Ids of its tenant-wide delegated grants, by resource object id.</summary>
    public ImmutableDictionary<string, string> DelegatedGrants { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Ids of its directory role assignments, by role definition id.</summary>
    public ImmutableDictionary<string, string> DirectoryRoleAssignments { get; init; } = ImmutableDictionary<string, string>.Empty;
}
