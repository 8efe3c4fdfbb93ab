using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>An API in a tenant, and to whom it is open.</summary>
/// <param name="Api">The API.</param>
/// <param name="Roles">Its app roles: values by id.</param>
/// <param name="Principals">The permissions that were consented to, by the object id of the service principal that holds them.</param>
internal sealed record ApiGrants(
    Api Api, IReadOnlyDictionary<Guid, string> Roles, ILookup<string, ScannedPermission> Principals)
{
    /// <summary>A permission of this API by its id.</summary>
    public ScannedPermission PermissionOf(Guid roleId) => new(Api, Roles.GetValueOrDefault(roleId, roleId.ToString()));
}
