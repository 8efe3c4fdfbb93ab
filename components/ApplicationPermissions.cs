using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components;

/// <summary>
/// The permissions that the application requests, and the administrator's consent to them: one app role assignment per application
/// permission, one tenant-wide grant per API for the delegated ones.  </summary>
public sealed class ApplicationPermissions : ComponentResource
{
    private readonly string _name;
    private readonly ApplicationPermissionsArgs _args;

    /// <summary>Declares the component.</summary>
    /// <param name="name">Its name; its children's names begin with it.</param>
    /// <param name="args">The permissions.</param>
    /// <param name="options">Its options; its children take the azuread provider from there.</param>
    /// <exception cref="ArgumentException">A permission has no id.</exception>
    public ApplicationPermissions(string name, ApplicationPermissionsArgs args, ComponentResourceOptions? options = null)
        : base("tenant-onboarding:index:ApplicationPermissions", name, options)
    {
        _name = name;
        _args = args;

        ApplicationApiAccess? previous = null;
        foreach (ApiPermissionsArgs api in args.Apis)
        {
            Permission[] roles = [.. api.Permissions.Where(permission => permission.Kind == PermissionKind.Application)];
            Permission[] scopes = [.. api.Permissions.Where(permission => permission.Kind == PermissionKind.Delegated)];

            previous = Request(api, roles, scopes, previous);
            foreach (Permission role in roles)
                Consent(api, role, previous);
            if (scopes.Length > 0)
                Grant(api, scopes, previous);
        }
        RegisterOutputs();
    }

    /// <summary>
    /// What the portal lists as configured permissions. Each API's entry is a write of the application's whole list, so they go one
    /// after the other.
    /// </summary>
    private ApplicationApiAccess Request(ApiPermissionsArgs api, Permission[] roles, Permission[] scopes, ApplicationApiAccess? previous) =>
        new(
        $"{_name}/{api.Api.Key}",
        new ApplicationApiAccessArgs
        {
            ApplicationId = _args.ApplicationId,
            ApiClientId = api.Api.ClientId,
            RoleIds = Ids(roles),
            ScopeIds = Ids(scopes),
        },
        new CustomResourceOptions { Parent = this, DependsOn = previous is null ? [] : [previous] });

    /// <summary>The administrator's consent to one application permission.</summary>
    private void Consent(ApiPermissionsArgs api, Permission role, ApplicationApiAccess request) => _ = new AppRoleAssignment(
        $"{_name}/{api.Api.Key}/{role.Value}",
        new AppRoleAssignmentArgs
        {
            PrincipalObjectId = _args.ServicePrincipalObjectId,
            ResourceObjectId = api.ServicePrincipalObjectId,
            AppRoleId = Id(role),
        },
        new CustomResourceOptions { Parent = this, DependsOn = { request } });

    /// <summary>The administrator's consent to the delegated permissions of one API, for every user.</summary>
    private void Grant(ApiPermissionsArgs api, Permission[] scopes, ApplicationApiAccess request) =>
        _ = new ServicePrincipalDelegatedPermissionGrant(
        $"{_name}/{api.Api.Key}/delegated",
        new ServicePrincipalDelegatedPermissionGrantArgs
        {
            ServicePrincipalObjectId = _args.ServicePrincipalObjectId,
            ResourceServicePrincipalObjectId = api.ServicePrincipalObjectId,
            ClaimValues = scopes.Select(scope => scope.Value).ToList(),
        },
        new CustomResourceOptions { Parent = this, DependsOn = { request } });

    /// <summary>The ids, or nothing at all where there are none: the provider knows no empty list.</summary>
    private static InputList<string> Ids(Permission[] permissions)
    {
        if (permissions.Length == 0)
            return null!;
        return permissions.Select(Id).ToList();
    }

    private static string Id(Permission permission) =>
        permission.Id ?? throw new ArgumentException(
            $"{permission.Value} has no id; look it up in the tenant: permission with {{ Id = … }}.");
}
