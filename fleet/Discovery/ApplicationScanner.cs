using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>Reads one application with all that belongs to it.</summary>
/// <param name="graph">Microsoft Graph as somebody who may read applications.</param>
/// <param name="apis">The APIs that the tenant holds.</param>
/// <param name="notRead">Where it is noted what could not be read, with the right that it takes.</param>
internal sealed class ApplicationScanner(GraphServiceClient graph, ApiGrants[] apis, List<string> notRead)
{
    private const string TenantWide = "AllPrincipals";

    /// <summary>The application permissions that an application requests.</summary>
    public static IReadOnlyList<ScannedPermission> RequestedBy(Application application, ApiGrants[] apis) =>
    [
        .. from access in application.RequiredResourceAccess ?? []
           let api = apis.FirstOrDefault(api => api.Api.ClientId == access.ResourceAppId)
           where api is not null
           from permission in access.ResourceAccess ?? []
           where permission.Type == "Role"
           select api.PermissionOf(permission.Id!.Value),
    ];

    /// <summary>The application permissions that an administrator consented to.</summary>
    public static IReadOnlyList<ScannedPermission> GrantedTo(ServicePrincipal? principal, ApiGrants[] apis) =>
        principal?.Id is { } id ? [.. apis.SelectMany(api => api.Principals[id])] : [];

    /// <summary>Reads it.</summary>
    public async Task<ScannedApplication> ReadAsync(string objectId, ServicePrincipal? principal, CancellationToken cancellationToken)
    {
        // A certificate itself is returned only when it is selected by name, and only for a single application.
        Application application = (await graph.Applications[objectId].GetAsync(request => request.QueryParameters.Select =
        [
            "id", "appId", "displayName", "createdDateTime", "signInAudience", "web", "requiredResourceAccess", "keyCredentials",
            "passwordCredentials",
        ], cancellationToken))!;
        IReadOnlyList<ScannedPermission> granted = GrantedTo(principal, apis);
        return new ScannedApplication(Guid.Parse(application.AppId!), application.DisplayName ?? "")
        {
            Created = application.CreatedDateTime,
            SignInAudience = application.SignInAudience ?? "",
            RedirectUris = [.. application.Web?.RedirectUris ?? []],
            IssuesAccessTokens = application.Web?.ImplicitGrantSettings?.EnableAccessTokenIssuance ?? false,
            Certificates = [.. (application.KeyCredentials ?? []).Select(CertificateOf)],
            SecretEnds = [.. (application.PasswordCredentials ?? []).Select(secret => secret.EndDateTime)],
            Requested = RequestedBy(application, apis),
            Granted = granted,
            DelegatedForAll = await DelegatedAsync(principal, cancellationToken),
            DirectoryRoles = await RolesAsync(principal, granted, cancellationToken),
            Enabled = principal is null ? null : principal.AccountEnabled ?? true,
        };
    }

    private static ScannedCertificate CertificateOf(KeyCredential credential)
    {
        if (credential.Key is { Length: > 0 } key)
        {
            try
            {
                using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(key);
                return new(certificate.Thumbprint, certificate.NotAfter.ToUniversalTime(), certificate.ExportCertificatePem() + "\n");
            }
            catch (CryptographicException)
            {
                // Not a certificate by itself: its identifier, which Entra sets to the thumbprint, names it.
            }
        }
        return new(Convert.ToHexString(credential.CustomKeyIdentifier ?? []), credential.EndDateTime, Pem: null);
    }

    private async Task<IReadOnlyList<string>?> DelegatedAsync(ServicePrincipal? principal, CancellationToken cancellationToken)
    {
        if (principal?.Id is not { } id)
            return [];
        OAuth2PermissionGrantCollectionResponse? grants = await MayFailAsync(
            "delegated consents, which take Directory.Read.All or the role Global Reader",
            () => graph.ServicePrincipals[id].Oauth2PermissionGrants.GetAsync(cancellationToken: cancellationToken));
        return grants is null ? null :
        [
            .. (grants.Value ?? []).Where(grant => grant.ConsentType == TenantWide)
                .SelectMany(grant => (grant.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        ];
    }

    /// <summary>The directory roles of what runs Exchange PowerShell; nobody else's matter.</summary>
    private async Task<IReadOnlyList<string>?> RolesAsync(
        ServicePrincipal? principal, IReadOnlyList<ScannedPermission> granted, CancellationToken cancellationToken)
    {
        if (principal?.Id is not { } id || !granted.Any(permission => permission.Value == "Exchange.ManageAsApp"))
            return [];
        return await MayFailAsync("directory roles, which take RoleManagement.Read.Directory or the role Global Reader", async () =>
        {
            UnifiedRoleAssignmentCollectionResponse? assignments = await graph.RoleManagement.Directory.RoleAssignments.GetAsync(
                request => request.QueryParameters.Filter = $"principalId eq '{id}'", cancellationToken);
            List<string> names = [];
            foreach (UnifiedRoleAssignment assignment in (assignments?.Value ?? []).Where(assignment => assignment.DirectoryScopeId == "/"))
            {
                UnifiedRoleDefinition? definition = await graph.RoleManagement.Directory.RoleDefinitions[assignment.RoleDefinitionId]
                    .GetAsync(cancellationToken: cancellationToken);
                names.Add(definition?.DisplayName ?? assignment.RoleDefinitionId!);
            }
            return names;
        });
    }

    private async Task<T?> MayFailAsync<T>(string what, Func<Task<T?>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (ApiException exception) when (exception.ResponseStatusCode is 401 or 403)
        {
            notRead.Add(what);
            return null;
        }
    }
}
