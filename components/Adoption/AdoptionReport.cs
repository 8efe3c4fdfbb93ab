using System.Collections.Immutable;
using TenantOnboarding.Configuration;
using TenantOnboarding.Permissions;

namespace TenantOnboarding.Adoption;

/// <summary>How an application that is taken over differs from its declaration: one line each, before anything is touched.</summary>
internal static class AdoptionReport
{
    public static IEnumerable<string> Of(IntegrationConfiguration integration, ExistingApplication existing, TenantInventory tenant) =>
        [.. Imports(integration, existing, tenant).Concat(Beyond(integration, existing, tenant)).Concat(existing.Aligns ? [] : Different(integration, existing, tenant)).Select(line => $"{integration.Name}: {line}")];

    /// <summary>The consents that are there and are imported, with their import ids: an assignment that an interrupted deployment left behind can be imported by hand with its id.</summary>
    private static IEnumerable<string> Imports(IntegrationConfiguration integration, ExistingApplication existing, TenantInventory tenant) =>
        from permission in integration.Permissions
        where permission.Kind == PermissionKind.Application
        let api = tenant[permission.Api]
        let id = existing.AppRoleAssignments.GetValueOrDefault((api.ObjectId, api.IdOf(permission)))
        where id is not null
        select $"the consent to {permission.Value} is there; its import id is {ImportIds.AppRoleAssignment(api.ObjectId, id)}.";

    /// <summary>What the application holds and the declaration does not: left as it is, for somebody to look at.</summary>
    private static IEnumerable<string> Beyond(IntegrationConfiguration integration, ExistingApplication existing, TenantInventory tenant)
    {
        if (existing.ClientSecrets > 0)
            yield return $"the application has {existing.ClientSecrets} client secret{(existing.ClientSecrets == 1 ? "" : "s")}. A product that signs in with a certificate needs none; remove what nobody uses.";

        foreach (string thumbprint in existing.Thumbprints.Except(integration.KnownCertificates.Select(certificate => certificate.Thumbprint)).Order(StringComparer.Ordinal))
            yield return $"the application trusts certificate {thumbprint}, which is not in certificates. Whoever holds its key can sign in; name its file in adopt: {{ certificates: [ … ] }}, or remove it in the portal.";
        foreach (string thumbprint in integration.Certificates.Select(certificate => certificate.Thumbprint).Where(existing.Thumbprints.Contains))
            yield return $"certificate {thumbprint} is on the application already. If it was uploaded by hand, name its file in adopt: {{ certificates: [ … ] }} instead of certificates, or it is uploaded a second time; if this stack uploaded it, all is well.";

        HashSet<(string, string)> declared = [.. integration.Permissions.Where(permission => permission.Kind == PermissionKind.Application).Select(permission => (tenant[permission.Api].ObjectId, tenant[permission.Api].IdOf(permission)))];
        foreach ((string resource, string role) in existing.AppRoleAssignments.Keys.Where(key => !declared.Contains(key)).Order())
            yield return $"the application is granted {tenant.DescribeAppRole(resource, role)}, which is not declared. Revoke the grant in the portal, or declare the permission.";
    }

    /// <summary>What the declaration will change once the configuration says <c>align: true</c>.</summary>
    private static IEnumerable<string> Different(IntegrationConfiguration integration, ExistingApplication existing, TenantInventory tenant)
    {
        const string Later = "Nothing changes now; with adopt: { align: true } the next deployment";

        if (existing.DisplayName != integration.DisplayName)
            yield return $"the application is called \"{existing.DisplayName}\". {Later} renames it to \"{integration.DisplayName}\".";
        if (existing.SignInAudience != "AzureADMyOrg")
            yield return $"the application lets in {existing.SignInAudience}. {Later} limits it to this tenant (AzureADMyOrg).";
        if (existing.IssuesIdTokens != integration.SignIn is not null)
            yield return $"ID tokens are {(existing.IssuesIdTokens ? "on" : "off")}. {Later} turns them {(integration.SignIn is not null ? "on" : "off")}.";
        if (existing.IssuesAccessTokens)
            yield return $"access tokens are issued at the authorization endpoint. {Later} turns that off.";

        foreach (Api api in Api.All.Where(api => existing.RequestedAccess.ContainsKey(api.ClientId) && integration.Permissions.Any(permission => permission.Api == api)))
        {
            RequestedAccess requested = existing.RequestedAccess[api.ClientId];
            if (!requested.RoleIds.Concat(requested.ScopeIds).ToHashSet().SetEquals(integration.Permissions.Where(permission => permission.Api == api).Select(tenant[api].IdOf)))
                yield return $"the permissions that the application requests of {api.DisplayName} differ. {Later} requests those that are declared, and no others.";
        }
        if (existing.LogoutUrl is not null)
            yield return $"the logout URL is {existing.LogoutUrl}. {Later} removes it.";

        string[] uris = integration.SignIn is null ? [] : [integration.SignIn.RedirectUri];
        if (integration.SignIn is not null && !existing.WebRedirectUris.IsEmpty && !existing.WebRedirectUris.ToImmutableHashSet().SetEquals(uris))
            yield return $"the redirect URIs are {string.Join(", ", existing.WebRedirectUris)}. {Later} leaves {uris[0]} alone.";
        if (integration.SignIn is null && !existing.WebRedirectUris.IsEmpty)
            yield return $"the application has redirect URIs ({string.Join(", ", existing.WebRedirectUris)}), and the declaration no signIn; they stay.";
    }
}
