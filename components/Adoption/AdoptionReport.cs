using System.Collections.Immutable;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Components.Adoption;

/// <summary>How an application that is taken over differs from its declaration: one line each, before anything is touched.</summary>
internal sealed class AdoptionReport
{
    /// <summary>What the provider calls the features that it knows by a tag.</summary>
    private static readonly ImmutableDictionary<string, string> Features = new Dictionary<string, string>
    {
        ["HideApp"] = "hide",
        [Registration.EnterpriseApplicationTag] = "enterprise",
        ["WindowsAzureActiveDirectoryCustomSingleSignOnApplication"] = "custom single sign-on",
        ["WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1"] = "gallery",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly IntegrationConfiguration _integration;
    private readonly ExistingApplication _existing;
    private readonly TenantInventory _tenant;
    private readonly List<string> _lines = [];

    private AdoptionReport(IntegrationConfiguration integration, ExistingApplication existing, TenantInventory tenant)
    {
        _integration = integration;
        _existing = existing;
        _tenant = tenant;
    }

    /// <summary>The lines: consents that are imported, what nobody declared, what aligning changes.</summary>
    public static IReadOnlyList<string> Of(IntegrationConfiguration integration, ExistingApplication existing, TenantInventory tenant)
    {
        AdoptionReport report = new(integration, existing, tenant);
        report.Imports();
        report.Beyond();
        report.DifferentRegistration();
        report.DifferentPermissions();
        report.DifferentRedirectUris();
        return report._lines;
    }

    private void Say(string line) => _lines.Add($"{_integration.Name}: {line}");

    /// <summary>Says how something is, and what aligning makes of it.</summary>
    private void Differs(string how, string change) => Say(_existing.Aligns
        ? $"{how}. This deployment {change}."
        : $"{how}. Nothing changes now; with adopt: {{ align: true }} the next deployment {change}.");

    /// <summary>
    /// The consents that are there. The deployment imports those that its state lacks; one that an interrupted deployment left behind
    /// can be imported by hand.
    /// </summary>
    private void Imports()
    {
        foreach (Permission permission in _integration.Permissions.Where(permission => permission.Kind == PermissionKind.Application))
        {
            ResourceApi api = _tenant[permission.Api];
            if (_existing.AppRoleAssignments.GetValueOrDefault((api.ObjectId, api.IdOf(permission))) is not { } id)
                continue;
            string command = ImportCommands.AppRoleAssignment(
                _integration, permission.Api.Key, permission.Value, ImportIds.AppRoleAssignment(api.ObjectId, id));
            Say($"the consent to {permission.Value} is there and is imported; by hand: {command}");
        }
        foreach (Api api in DeclaredApis().Where(api => Scopes(api).Count > 0))
        {
            if (_existing.DelegatedGrants.GetValueOrDefault(_tenant[api].ObjectId) is { } grant)
            {
                string command = ImportCommands.DelegatedGrant(_integration, api.Key, ImportIds.DelegatedGrant(grant.Id));
                Say($"the consent to {string.Join(", ", grant.Scopes)} for every user is there and is imported; by hand: {command}");
            }
        }
    }

    /// <summary>What the application holds and the declaration does not: left as it is, for somebody to look at.</summary>
    private void Beyond()
    {
        if (_existing.ClientSecrets > 0)
        {
            Say($"the application has {_existing.ClientSecrets} client secret{(_existing.ClientSecrets == 1 ? "" : "s")}. "
                + "A product that signs in with a certificate needs none; remove what nobody uses.");
        }
        foreach (string thumbprint in _existing.Thumbprints
            .Except(_integration.KnownCertificates.Select(certificate => certificate.Thumbprint)).Order(StringComparer.Ordinal))
        {
            Say($"the application trusts certificate {thumbprint}, which is not in certificates. "
                + "Whoever holds its key can sign in; name its file in adopt: { certificates: [ … ] }, or remove it in the portal.");
        }
        foreach (string thumbprint in _integration.Certificates.Select(certificate => certificate.Thumbprint)
            .Where(_existing.Thumbprints.Contains))
        {
            Say($"certificate {thumbprint} is on the application already. If it was uploaded by hand, name its file in "
                + "adopt: { certificates: [ … ] } instead of certificates, or it is uploaded a second time; "
                + "if this stack uploaded it, all is well.");
        }

        HashSet<(string, string)> declared =
        [
            .. _integration.Permissions.Where(permission => permission.Kind == PermissionKind.Application)
                .Select(permission => (_tenant[permission.Api].ObjectId, _tenant[permission.Api].IdOf(permission))),
        ];
        foreach ((string resource, string role) in _existing.AppRoleAssignments.Keys.Where(key => !declared.Contains(key)).Order())
        {
            Say($"the application is granted {_tenant.DescribeAppRole(resource, role)}, which is not declared. "
                + "Revoke the grant in the portal, or declare the permission.");
        }
    }

    private void DifferentRegistration()
    {
        bool signsIn = _integration.SignIn is not null;
        if (_existing.DisplayName != _integration.DisplayName)
            Differs($"the application is called \"{_existing.DisplayName}\"", $"renames it to \"{_integration.DisplayName}\"");
        if (_existing.SignInAudience != Registration.OwnTenant)
            Differs($"the application lets in {_existing.SignInAudience}", "limits it to this tenant (AzureADMyOrg)");
        if (_existing.IssuesIdTokens != signsIn)
            Differs($"ID tokens are {(_existing.IssuesIdTokens ? "on" : "off")}", $"turns them {(signsIn ? "on" : "off")}");
        if (_existing.IssuesAccessTokens)
            Differs("access tokens are issued at the authorization endpoint", "turns that off");
        if (_existing.LogoutUrl is not null)
            Differs($"the logout URL is {_existing.LogoutUrl}", "removes it");

        if (_existing.ServicePrincipalObjectId is null)
            return;
        string[] surplus = [.. _existing.ServicePrincipalTags.Where(tag => tag != Registration.EnterpriseApplicationTag)
            .Order(StringComparer.Ordinal)];
        if (surplus.Length > 0)
            Differs($"the enterprise application has {Tags(surplus)}", $"removes {(surplus.Length == 1 ? "it" : "them")}");
        if (!_existing.ServicePrincipalTags.Contains(Registration.EnterpriseApplicationTag))
            Differs("the portal does not list it among the enterprise applications",
                $"adds {Tags([Registration.EnterpriseApplicationTag])}");
    }

    private void DifferentPermissions()
    {
        foreach (Api api in DeclaredApis())
        {
            if (_existing.RequestedAccess.GetValueOrDefault(api.ClientId) is { } requested)
            {
                string[] ids = [.. requested.RoleIds.Concat(requested.ScopeIds).Distinct(StringComparer.OrdinalIgnoreCase)];
                string[] declared = [.. _integration.Permissions.Where(permission => permission.Api == api).Select(_tenant[api].IdOf)];
                string[] surplus = Names(api, ids.Except(declared, StringComparer.OrdinalIgnoreCase));
                string[] missing = Names(api, declared.Except(ids, StringComparer.OrdinalIgnoreCase));
                if (surplus.Length > 0)
                    Differs($"the application requests {string.Join(", ", surplus)} of {api.DisplayName}, which is not declared",
                        "removes the request");
                if (missing.Length > 0)
                    Differs($"the application does not request {string.Join(", ", missing)} of {api.DisplayName}", "adds the request");
            }
            if (Scopes(api).Count > 0 && _existing.DelegatedGrants.GetValueOrDefault(_tenant[api].ObjectId) is { } grant
                && !Scopes(api).SetEquals(grant.Scopes))
                Differs($"every user's consent for {api.DisplayName} is {string.Join(", ", grant.Scopes)}",
                    $"makes it {string.Join(", ", Scopes(api))}");
        }
    }

    private void DifferentRedirectUris()
    {
        if (_existing.WebRedirectUris.IsEmpty)
            return;
        string uris = string.Join(", ", _existing.WebRedirectUris);
        if (_integration.SignIn is null)
            Say($"the application has redirect URIs ({uris}), and the declaration no signIn; they stay.");
        else if (!_existing.WebRedirectUris.ToImmutableHashSet().SetEquals([_integration.SignIn.RedirectUri]))
            Differs($"the redirect URIs are {uris}", $"leaves {_integration.SignIn.RedirectUri} alone");
    }

    private IEnumerable<Api> DeclaredApis() => Api.All.Where(api => _integration.Permissions.Any(permission => permission.Api == api));

    private ImmutableSortedSet<string> Scopes(Api api) =>
        [.. _integration.Permissions.Where(permission => permission.Api == api && permission.Kind == PermissionKind.Delegated)
            .Select(permission => permission.Value)];

    private string[] Names(Api api, IEnumerable<string> ids) => [.. ids.Select(_tenant[api].NameOf).Order(StringComparer.Ordinal)];

    private static string Tags(string[] tags) =>
        (tags.Length == 1 ? "the tag " : "the tags ")
        + string.Join(", ", tags.Select(tag => Features.TryGetValue(tag, out string? feature) ? $"{tag} (feature {feature})" : tag));
}
