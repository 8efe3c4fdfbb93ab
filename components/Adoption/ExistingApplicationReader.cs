using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using TenantOnboarding.Configuration;

namespace TenantOnboarding.Adoption;

/// <summary>Reads an application that is to be taken over, with everything that hangs on it. Writes nothing.</summary>
internal static class ExistingApplicationReader
{
    private const string TenantWide = "AllPrincipals";

    /// <summary>The application, or null after the mistake has been noted.</summary>
    public static async Task<ExistingApplication?> ReadAsync(GraphServiceClient graph, IntegrationConfiguration integration, ICollection<ConfigurationError> errors)
    {
        try
        {
            ApplicationCollectionResponse? found = await graph.Applications.GetAsync(request =>
                request.QueryParameters.Filter = $"appId eq '{integration.Adopt!.ClientId}'").ConfigureAwait(false);
            if (found?.Value is not [{ Id: { } objectId }])
            {
                errors.Add(Error(integration, "no application of this tenant", "correct the id; an application of another tenant cannot be taken over"));
                return null;
            }
            ExistingApplication existing = await ReadAsync(graph, integration, objectId).ConfigureAwait(false);
            foreach (CertificateFile certificate in integration.Adopt!.Certificates.Where(certificate => !existing.Thumbprints.Contains(certificate.Thumbprint)))
            {
                errors.Add(new ConfigurationError(
                    $"{StackConfiguration.Namespace}:integrations.{integration.Name}.adopt.certificates",
                    $"\"{certificate.Path}\" ({certificate.Thumbprint}), which is not on the application",
                    "certificates that were uploaded by hand",
                    "name it in certificates, to have it declared and uploaded"));
            }
            return existing;
        }
        catch (ODataError error)
        {
            errors.Add(Error(integration, $"{error.Error?.Code}: {error.Error?.Message}".ReplaceLineEndings(" "), "deploy as a principal that may read applications (Application.Read.All)"));
            return null;
        }
    }

    private static ConfigurationError Error(IntegrationConfiguration integration, string met, string wayOut) => new(
        $"{StackConfiguration.Namespace}:integrations.{integration.Name}.adopt.clientId",
        $"\"{integration.Adopt!.ClientId}\" ({met})",
        "the client id of an application of this tenant",
        wayOut);

    private static async Task<ExistingApplication> ReadAsync(GraphServiceClient graph, IntegrationConfiguration integration, string objectId)
    {
        // A key credential's certificate is returned only when it is selected by name, and only for a single application.
        Application application = (await graph.Applications[objectId].GetAsync(request => request.QueryParameters.Select =
            ["id", "displayName", "signInAudience", "web", "requiredResourceAccess", "keyCredentials", "passwordCredentials"]).ConfigureAwait(false))!;
        DirectoryObjectCollectionResponse? owners = await graph.Applications[objectId].Owners.GetAsync().ConfigureAwait(false);
        ServicePrincipalCollectionResponse? principals = await graph.ServicePrincipals.GetAsync(request =>
            request.QueryParameters.Filter = $"appId eq '{integration.Adopt!.ClientId}'").ConfigureAwait(false);

        ExistingApplication existing = new()
        {
            ApplicationObjectId = objectId,
            DisplayName = application.DisplayName ?? "",
            SignInAudience = application.SignInAudience ?? "",
            Aligns = integration.Adopt!.Align,
            LogoutUrl = application.Web?.LogoutUrl,
            IssuesIdTokens = application.Web?.ImplicitGrantSettings?.EnableIdTokenIssuance ?? false,
            IssuesAccessTokens = application.Web?.ImplicitGrantSettings?.EnableAccessTokenIssuance ?? false,
            ClientSecrets = application.PasswordCredentials?.Count ?? 0,
            Thumbprints = [.. (application.KeyCredentials ?? []).Select(Thumbprint)],
            WebRedirectUris = [.. application.Web?.RedirectUris ?? []],
            RequestedAccess = (application.RequiredResourceAccess ?? []).ToImmutableDictionary(
                access => access.ResourceAppId!,
                access => new RequestedAccess(Ids(access, "Role"), Ids(access, "Scope"))),
            Owners = [.. (owners?.Value ?? []).Select(owner => owner.Id!)],
        };
        return principals?.Value is [{ Id: { } principalId }]
            ? await WithServicePrincipalAsync(graph, integration, existing, principalId, principals.Value[0].Tags ?? []).ConfigureAwait(false)
            : existing;
    }

    private static async Task<ExistingApplication> WithServicePrincipalAsync(GraphServiceClient graph, IntegrationConfiguration integration, ExistingApplication existing, string principalId, IEnumerable<string> principalTags)
    {
        AppRoleAssignmentCollectionResponse? assignments = await graph.ServicePrincipals[principalId].AppRoleAssignments.GetAsync().ConfigureAwait(false);
        OAuth2PermissionGrantCollectionResponse? grants = await graph.ServicePrincipals[principalId].Oauth2PermissionGrants.GetAsync().ConfigureAwait(false);
        UnifiedRoleAssignmentCollectionResponse? roles = integration.ExchangeRole is null
            ? null
            : await graph.RoleManagement.Directory.RoleAssignments.GetAsync(request => request.QueryParameters.Filter = $"principalId eq '{principalId}'").ConfigureAwait(false);
        return existing with
        {
            ServicePrincipalObjectId = principalId,
            ServicePrincipalTags = [.. principalTags],
            AppRoleAssignments = (assignments?.Value ?? []).ToImmutableDictionary(
                assignment => (assignment.ResourceId!.Value.ToString(), assignment.AppRoleId!.Value.ToString()),
                assignment => assignment.Id!),
            DelegatedGrants = (grants?.Value ?? []).Where(grant => grant.ConsentType == TenantWide).ToImmutableDictionary(
                grant => grant.ResourceId!,
                grant => new DelegatedGrant(grant.Id!, [.. (grant.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)])),
            DirectoryRoleAssignments = (roles?.Value ?? []).Where(role => role.DirectoryScopeId == "/").ToImmutableDictionary(role => role.RoleDefinitionId!, role => role.Id!),
        };
    }

    private static ImmutableArray<string> Ids(RequiredResourceAccess access, string type) =>
        [.. (access.ResourceAccess ?? []).Where(permission => permission.Type == type).Select(permission => permission.Id!.Value.ToString())];

    /// <summary>SHA-1 of the certificate where Graph returns it, else the custom key identifier, which Entra sets to the same.</summary>
    private static string Thumbprint(KeyCredential credential)
    {
        if (credential.Key is { Length: > 0 } key)
        {
            try
            {
                using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(key);
                return certificate.Thumbprint;
            }
            catch (CryptographicException)
            {
                // Not a certificate by itself: the identifier below names it.
            }
        }
        return Convert.ToHexString(credential.CustomKeyIdentifier ?? []);
    }
}
