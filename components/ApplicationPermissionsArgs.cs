using Pulumi;

namespace TenantOnboarding.Components;

/// <summary>What <see cref="ApplicationPermissions"/> requests and consents to.</summary>
public sealed class ApplicationPermissionsArgs : ResourceArgs
{
    /// <summary>The registration's resource id, <c>/applications/{objectId}</c>.</summary>
    public required Input<string> ApplicationId { get; init; }

    /// <summary>The object id of the application's own service principal.</summary>
    public required Input<string> ServicePrincipalObjectId { get; init; }

    /// <summary>The permissions, by API; each API once.</summary>
    public required IReadOnlyList<ApiPermissionsArgs> Apis { get; init; }
}
