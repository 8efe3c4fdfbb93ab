using System.Collections.Immutable;
using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Adoption;
using TenantOnboarding.Configuration;
using TenantOnboarding.Permissions;

namespace TenantOnboarding.Components;

/// <summary>
/// The permissions that the application requests, and the administrator's consent to them: one app role assignment per application permission, one
/// tenant-wide grant per API for the delegated ones.
/// </summary>
public sealed class ApplicationPermissions : ComponentResource
{
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
        TenantDirectory tenant,
        ExistingApplication? existing,
        ComponentResourceOptions options)
        : base("tenant-onboarding:index:ApplicationPermissions", name, options)
    {
        ApplicationApiAccess? previous = null;
        foreach (Api api in Api.All)
        {
            ImmutableArray<Permission> permissions = [.. integration.Permissions.Where(permission => permission.Api == api)];
            if (permissions.IsEmpty)
                continue;

            ResourceApi resource = tenant[api];
            // Each API's entry is a write of the application's whole list of requested permissions, so they go one after the other.
            previous = new ApplicationApiAccess(
                $"{name}/{api.Key}",
                new ApplicationApiAccessArgs
                {
                    ApplicationId = registration.Application.Id,
                    ApiClientId = api.ClientId,
                    RoleIds = Ids(PermissionKind.Application),
                    ScopeIds = Ids(PermissionKind.Delegated),
                },
                new CustomResourceOptions { Parent = this, DependsOn = previous is null ? [] : [previous] }.Import(
                    existing?.RequestedApis.Contains(api.ClientId) == true ? $"/applications/{existing.ApplicationObjectId}/apiAccess/{api.ClientId}" : null,
                    "roleIds", "scopeIds"));

            foreach (Permission permission in permissions.Where(permission => permission.Kind == PermissionKind.Application))
                Consent(permission, resource, previous);
            if (permissions.Any(permission => permission.Kind == PermissionKind.Delegated))
                GrantDelegated(api, resource, previous);

            List<string> Ids(PermissionKind kind) => [.. permissions.Where(permission => permission.Kind == kind).Select(resource.IdOf)];

            void GrantDelegated(Api api, ResourceApi resource, Resource request) => _ = new ServicePrincipalDelegatedPermissionGrant(
                $"{name}/{api.Key}/delegated",
                new ServicePrincipalDelegatedPermissionGrantArgs
                {
                    ServicePrincipalObjectId = registration.ServicePrincipal.ObjectId,
                    ResourceServicePrincipalObjectId = resource.ObjectId,
                    ClaimValues = permissions.Where(permission => permission.Kind == PermissionKind.Delegated).Select(permission => permission.Value).ToList(),
                },
                new CustomResourceOptions { Parent = this, DependsOn = { request } }.Import(
                    existing?.DelegatedGrants.GetValueOrDefault(resource.ObjectId) is { } id ? $"/oauth2PermissionGrants/{id}" : null,
                    "claimValues"));
        }
        RegisterOutputs();

        void Consent(Permission permission, ResourceApi resource, Resource request) => _ = new AppRoleAssignment(
            $"{name}/{permission.Api.Key}/{permission.Value}",
            new AppRoleAssignmentArgs
            {
                PrincipalObjectId = registration.ServicePrincipal.ObjectId,
                ResourceObjectId = resource.ObjectId,
                AppRoleId = resource.IdOf(permission),
            },
            new CustomResourceOptions { Parent = this, DependsOn = { request } }.Import(
                existing?.AppRoleAssignments.GetValueOrDefault((resource.ObjectId, resource.IdOf(permission))) is { } id
                    ? $"/servicePrincipals/{resource.ObjectId}/appRoleAssignedTo/{id}"
                    : null));
    }
}
