using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Components.Adoption;

/// <summary>
/// What adoption makes of an integration's resources while they are declared: each part that exists is imported, and until it shall be
/// aligned declared as it is. The components know nothing of it: Pulumi hands every resource of the integration to <see
/// cref="Transform"/>.  </summary>
internal sealed class AdoptedResources
{
    /// <summary>The version of access tokens that the provider gives an application for which none is declared.</summary>
    private const int DefaultTokenVersion = 2;

    private readonly IntegrationConfiguration _integration;
    private readonly ExistingApplication _existing;
    private readonly TenantInventory _tenant;
    private readonly Dictionary<string, Action<ResourceArgs, CustomResourceOptions>> _changes = [];

    /// <param name="integration">What is declared.</param>
    /// <param name="existing">The application that is taken over.</param>
    /// <param name="tenant">The APIs as the tenant holds them.</param>
    public AdoptedResources(IntegrationConfiguration integration, ExistingApplication existing, TenantInventory tenant)
    {
        _integration = integration;
        _existing = existing;
        _tenant = tenant;
        AdoptRegistration();
        AdoptRedirectUris();
        AdoptPermissions();
        AdoptRole();
    }

    /// <summary>The resource with its import id, and as it is; others unchanged.</summary>
    public ResourceTransformationResult? Transform(ResourceTransformationArgs declared)
    {
        if (declared.Options is not CustomResourceOptions options
            || !_changes.TryGetValue(declared.Resource.GetResourceName(), out Action<ResourceArgs, CustomResourceOptions>? change))
            return null;
        change(declared.Args, options);
        return new ResourceTransformationResult(declared.Args, options);
    }

    private void AdoptRegistration()
    {
        Adopt<ApplicationRegistrationArgs>("registration/application", ImportIds.Application(_existing.ApplicationObjectId),
            (args, options) =>
        {
            // Null is imported as 0, which the provider refuses where it is ignored: so it is declared as what it means, and left
            // alone from then on.
            if (_existing.TokenVersion != DefaultTokenVersion)
            {
                args.RequestedAccessTokenVersion = _existing.TokenVersion;
                options.IgnoreChanges.Remove(Registration.TokenVersion);
            }
            if (_existing.Aligns)
                return;
            args.DisplayName = _existing.DisplayName;
            args.SignInAudience = _existing.SignInAudience;
            args.ImplicitIdTokenIssuanceEnabled = _existing.IssuesIdTokens;
            args.ImplicitAccessTokenIssuanceEnabled = _existing.IssuesAccessTokens;
            if (_existing.LogoutUrl is not null)
                args.LogoutUrl = _existing.LogoutUrl;
        });

        foreach (string owner in _integration.Owners.Where(_existing.Owners.Contains))
            Adopt<ApplicationOwnerArgs>($"registration/owners/{owner}", ImportIds.Owner(_existing.ApplicationObjectId, owner));

        if (_existing.ServicePrincipalObjectId is not { } principal)
            return;
        Adopt<ServicePrincipalArgs>("registration/service-principal", ImportIds.ServicePrincipal(principal), (args, _) =>
        {
            if (!_existing.Aligns)
                args.Tags = _existing.ServicePrincipalTags.ToList();
        });
    }

    private void AdoptRedirectUris()
    {
        if (_existing.WebRedirectUris.IsEmpty)
            return;
        Adopt<ApplicationRedirectUrisArgs>("sign-in/redirect-uris", ImportIds.WebRedirectUris(_existing.ApplicationObjectId), (args, _) =>
        {
            if (!_existing.Aligns)
                args.RedirectUris = _existing.WebRedirectUris.ToList();
        });
    }

    private void AdoptPermissions()
    {
        foreach (Permission permission in _integration.Permissions)
        {
            ResourceApi api = _tenant[permission.Api];
            string name = $"permissions/{permission.Api.Key}";
            if (_existing.RequestedAccess.GetValueOrDefault(permission.Api.ClientId) is { } requested)
                AdoptRequest(name, permission.Api, requested);
            if (_existing.AppRoleAssignments.GetValueOrDefault((api.ObjectId, api.IdOf(permission))) is { } assignment)
                Adopt<AppRoleAssignmentArgs>($"{name}/{permission.Value}", ImportIds.AppRoleAssignment(api.ObjectId, assignment));
            if (_existing.DelegatedGrants.GetValueOrDefault(api.ObjectId) is { } grant)
                AdoptGrant($"{name}/delegated", grant);
        }
    }

    private void AdoptRequest(string name, Api api, RequestedAccess requested) =>
        Adopt<ApplicationApiAccessArgs>(name, ImportIds.ApiAccess(_existing.ApplicationObjectId, api.ClientId), (args, _) =>
        {
            if (_existing.Aligns)
                return;
            args.RoleIds = requested.RoleIds.IsEmpty ? null! : requested.RoleIds;
            args.ScopeIds = requested.ScopeIds.IsEmpty ? null! : requested.ScopeIds;
        });

    private void AdoptGrant(string name, DelegatedGrant grant) =>
        Adopt<ServicePrincipalDelegatedPermissionGrantArgs>(name, ImportIds.DelegatedGrant(grant.Id), (args, _) =>
        {
            if (!_existing.Aligns)
                args.ClaimValues = grant.Scopes;
        });

    private void AdoptRole()
    {
        if (_integration.ExchangeRole is { } role
            && _existing.DirectoryRoleAssignments.GetValueOrDefault(_tenant.RoleTemplateId(role)) is { } assignment)
            Adopt<DirectoryRoleAssignmentArgs>("exchange-role/assignment", ImportIds.DirectoryRoleAssignment(assignment));
    }

    private void Adopt<TArgs>(string name, string importId, Action<TArgs, CustomResourceOptions>? asItIs = null)
        where TArgs : ResourceArgs => _changes[$"{_integration.Name}/{name}"] = (args, options) =>
    {
        options.ImportId = importId;
        asItIs?.Invoke((TArgs)args, options);
    };
}
