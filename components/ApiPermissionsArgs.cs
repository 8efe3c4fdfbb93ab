using Pulumi;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components;

/// <summary>Permissions of one API.</summary>
public sealed class ApiPermissionsArgs : ResourceArgs
{
    /// <summary>The API.</summary>
    public required Api Api { get; init; }

    /// <summary>The object id of the API's service principal in the tenant.</summary>
    public required Input<string> ServicePrincipalObjectId { get; init; }

    /// <summary>The permissions, each with its id. At least one, and every one of them of this API.</summary>
    public required IReadOnlyList<Permission> Permissions { get; init; }
}
