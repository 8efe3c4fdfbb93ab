using System.Collections.Immutable;
using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Adoption;
using TenantOnboarding.Configuration;
using TenantOnboarding.Permissions;
using TenantOnboarding.Tenant;

namespace TenantOnboarding.Components;

/// <summary>
/// The permissions that the application requests, and the administrator's consent to them: one app role assignment per application permission, one
/// tenant-wide grant per API for the delegated ones.
/// </summary>
public sealed class ApplicationPermissions : ComponentResource
{
    private readonly string _name;
    private readonly Registration _registration;
    private readonly ExistingApplication? _existing;

    /// <param name="name">The component's name.</param>
    /// <param name="integration">The permissions.</param>
    /// <param name="registration">The application and its service principal.</param>
    /// <param name="tenant">The APIs as the tenant holds them.</param>
    /// <param name="existing">The application that is taken over, or null.</param>
    /// <param name="options">The component's options.</param>
    internal ApplicationPermissions(
        string name,
        IntegrationConfiguration integration,
        Registration registration,
        TenantInventory tenant,
        ExistingApplication? existing,
        ComponentResourceOptions options)
        : base("tenant-onboarding:index:ApplicationPermissions", name, options)
    {
        _name = name;
        _registration = registration;
        _existing = existing;

        ApplicationApiAccess? previous = null;
        foreach (IGrouping<Api, Permission> ofApi in integration.Permissions.GroupBy(permission => permission.Api))
        {
            ResourceApi api = tenant[ofApi.Key];
            ImmutableArray<Permission> roles = [.. ofApi.Where(permission => permission.Kind == PermissionKind.Application)];
            ImmutableArray<Permission> scopes = [.. ofApi.Where(permission => permission.Kind == PermissionKind.Delegated)];

            previous = Request(api, roles, scopes, previous);
            foreach (Permission role in roles)
                Consent(api, role, previous);
            if (scopes.Length > 0)
                Grant(api, scopes, previous);
        }
        RegisterOutputs();
    }

    /// <summary>An application that is taken over is declared as it is, until the configuration says that it shall be aligned.</summary>
    private bool AsItIs => _existing is { Aligns: false };

    /// <summary>What the portal lists as configured permissions. Each API's entry is a write of the application's whole list, so they go one after the other.</summary>
    private ApplicationApiAccess Request(ResourceApi api, ImmutableArray<Permission> roles, ImmutableArray<Permission> scopes, ApplicationApiAccess? previous)
    {
        RequestedAccess? requested = _existing?.RequestedAccess.GetValueOrDefault(api.Api.ClientId);
        RequestedAccess declared = AsItIs && requested is not null
            ? requested
            : new RequestedAccess([.. roles.Select(api.IdOf)], [.. scopes.Select(api.IdOf)]);
        return new ApplicationApiAccess(
            $"{_name}/{api.Api.Key}",
            new ApplicationApiAccessArgs
            {
                ApplicationId = _registration.Application.Id,
                ApiClientId = api.Api.ClientId,
                RoleIds = declared.RoleIds.IsEmpty ? null! : declared.RoleIds,
                ScopeIds = declared.ScopeIds.IsEmpty ? null! : declared.ScopeIds,
            },
            new CustomResourceOptions { Parent = this, DependsOn = previous is null ? [] : [previous] }.Import(
                requested is null ? null : ImportIds.ApiAccess(_existing!.ApplicationObjectId, api.Api.ClientId)));
    }

    /// <summary>The administrator's consent to one application permission.</summary>
    private void Consent(ResourceApi api, Permission role, ApplicationApiAccess request)
    {
        string? assignment = _existing?.AppRoleAssignments.GetValueOrDefault((api.ObjectId, api.IdOf(role)));
        _ = new AppRoleAssignment(
            $"{_name}/{api.Api.Key}/{role.Value}",
            new AppRoleAssignmentArgs
            {
                PrincipalObjectId = _registration.ServicePrincipal.ObjectId,
                ResourceObjectId = api.ObjectId,
                AppRoleId = api.IdOf(role),
            },
            new CustomResourceOptions { Parent = this, DependsOn = { request } }.Import(
                assignment is null ? null : ImportIds.AppRoleAssignment(api.ObjectId, assignment)));
    }

    /// <summary>The administrator's consent to the delegated permissions of one API, for every user.</summary>
    private void Grant(ResourceApi api, ImmutableArray<Permission> scopes, ApplicationApiAccess request)
    {
        DelegatedGrant? granted = _existing?.DelegatedGrants.GetValueOrDefault(api.ObjectId);
        _ = new ServicePrincipalDelegatedPermissionGrant(
            $"{_name}/{api.Api.Key}/delegated",
            new ServicePrincipalDelegatedPermissionGrantArgs
            {
                ServicePrincipalObjectId = _registration.ServicePrincipal.ObjectId,
                ResourceServicePrincipalObjectId = api.ObjectId,
                ClaimValues = AsItIs && granted is not null ? granted.Scopes : scopes.Select(scope => scope.Value).ToList(),
            },
            new CustomResourceOptions { Parent = this, DependsOn = { request } }.Import(
                granted is null ? null : ImportIds.DelegatedGrant(granted.Id)));
    }
}
