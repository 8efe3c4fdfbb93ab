using System.Collections.Immutable;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Tenant;

/// <summary>An API's service principal as this tenant holds it.</summary>
/// <param name="Api">Which API.</param>
/// <param name="ObjectId">The object id of its service principal, different in every tenant.</param>
/// <param name="AppRoleIds">Ids of its app roles by value.</param>
/// <param name="ScopeIds">Ids of its delegated scopes by value.</param>
internal sealed record ResourceApi(
    Api Api,
    string ObjectId,
    ImmutableDictionary<string, string> AppRoleIds,
    ImmutableDictionary<string, string> ScopeIds)
{
    /// <summary>The id of a permission in this tenant.</summary>
    public string IdOf(Permission permission) => Ids(permission.Kind)[permission.Value];

    /// <summary>A permission of this API in words, or its id where the tenant does not know it.</summary>
    public string NameOf(string id) =>
        AppRoleIds.Concat(ScopeIds)
            .FirstOrDefault(permission => string.Equals(permission.Value, id, StringComparison.OrdinalIgnoreCase)).Key ?? id;

    /// <summary>Notes an error where the tenant does not know the permission, or knows it by another id than the catalogue.</summary>
    public void Check(Permission permission, string integration, ICollection<ConfigurationError> errors)
    {
        string path = $"{StackConfiguration.Namespace}:integrations.{integration}";
        if (Ids(permission.Kind).TryGetValue(permission.Value, out string? id))
        {
            if (permission.Id is not null && !string.Equals(id, permission.Id, StringComparison.OrdinalIgnoreCase))
            {
                errors.Add(new ConfigurationError(
                    path, $"{permission.Value} of {Api.DisplayName} has id {id} in this tenant",
                    $"id {permission.Id}, as in the catalogue of permissions",
                    "do not deploy: find out whether Microsoft changed the id, and correct components/Permissions/PermissionCatalogue.cs"));
            }
            return;
        }

        bool onlyDelegated = permission.Kind == PermissionKind.Application && ScopeIds.ContainsKey(permission.Value);
        errors.Add(new ConfigurationError(
            $"{path}.permissions.{Api.Key}",
            onlyDelegated ? $"{permission.Value}, which exists only as a delegated permission" : permission.Value,
            (permission.Kind == PermissionKind.Application ? "an application" : "a delegated")
                + $" permission that {Api.DisplayName} of this tenant offers",
            Setting.Nearest(permission.Value, Ids(permission.Kind).Keys) is { } near
            ? $"write {near}" : "look the value up in Microsoft's permissions reference"));
    }

    private ImmutableDictionary<string, string> Ids(PermissionKind kind) => kind == PermissionKind.Application ? AppRoleIds : ScopeIds;
}
