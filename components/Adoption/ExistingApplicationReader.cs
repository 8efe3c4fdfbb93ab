using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Components.Adoption;

/// <summary>Reads an application that is to be taken over, with everything that depends on it. Writes nothing.</summary>
/// <param name="graph">Microsoft Graph as the deployer.</param>
/// <param name="stack">The stack, whose tenant must hold the application.</param>
/// <param name="lookups">The place through which the tenant is asked.</param>
internal sealed class ExistingApplicationReader(GraphServiceClient graph, StackConfiguration stack, TenantLookups lookups)
{
    private const string TenantWide = "AllPrincipals";

    /// <summary>The application, or null after the mistake has been noted.</summary>
    public async Task<ExistingApplication?> ReadAsync(IntegrationConfiguration integration)
    {
        Lookup lookup = new(
            integration.Path("adopt.clientId"), $"\"{integration.Adopt!.ClientId}\"", "the client id of an application of this tenant",
            "Application.Read.All",
            "try again; where it stays, look the message up");
        if (await lookups.AskAsync(lookup, () => FindAsync(integration)) is not { } found)
            return null;
        if (found is not [{ Id: { } objectId }])
        {
            if (await lookups.AskAsync(lookup, () => WhereaboutsAsync(integration.Adopt.ClientId)) is { } whereabouts)
                lookups.Errors.Add(new ConfigurationError(lookup.Setting, $"{lookup.Value} ({whereabouts.Words})", lookup.Expected,
                    whereabouts.Fix));
            return null;
        }

        if (await lookups.AskAsync(lookup, () => ReadAsync(integration, objectId)) is not { } application)
            return null;
        ExistingApplication? existing = await WithServicePrincipalAsync(integration, application);
        if (existing is null)
            return null;
        foreach (CertificateFile certificate in integration.Adopt.Certificates
            .Where(certificate => !existing.Thumbprints.Contains(certificate.Thumbprint)))
        {
            lookups.Errors.Add(new ConfigurationError(
                integration.Path("adopt.certificates"),
                $"\"{certificate.Path}\" ({certificate.Thumbprint}), which is not on the application",
                "certificates that were uploaded by hand",
                "name it in certificates, to have it declared and uploaded"));
        }
        return existing;
    }

    private async Task<List<Application>> FindAsync(IntegrationConfiguration integration) =>
        await AllAsync<Application, ApplicationCollectionResponse>(
        await graph.Applications.GetAsync(request => request.QueryParameters.Filter = $"appId eq '{integration.Adopt!.ClientId}'"));

    /// <summary>What became of an application that the tenant does not list.</summary>
    private async Task<Whereabouts> WhereaboutsAsync(string clientId)
    {
        if (await DeletedAsync(clientId) is { Id: { } objectId } deleted)
        {
            string? moment = deleted.DeletedDateTime?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return new Whereabouts(
                moment is null ? "deleted" : $"deleted on {moment}",
                $"restore it within 30 days: Restore-MgDirectoryDeletedItem -DirectoryObjectId {objectId}; "
                    + "or remove adopt, to make a new one");
        }

        ServicePrincipalCollectionResponse? principals = await graph.ServicePrincipals
            .GetAsync(request => request.QueryParameters.Filter = $"appId eq '{clientId}'");
        if (principals?.Value is [{ AppOwnerOrganizationId: { } owner }, ..] && owner != Guid.Parse(stack.TenantId))
        {
            return new Whereabouts(
                $"an application of tenant {owner}, of which this tenant holds the enterprise application only",
                "only its own tenant can change it: remove adopt, to make an application of this tenant");
        }
        return new Whereabouts("no application of this tenant", "correct the id; an application of another tenant cannot be taken over");
    }

    /// <summary>The application among those deleted within 30 days, or null; also where the deleted ones may not be listed.</summary>
    private async Task<Application?> DeletedAsync(string clientId)
    {
        try
        {
            ApplicationCollectionResponse? deleted = await graph.Directory.DeletedItems.GraphApplication.GetAsync();
            return (await AllAsync<Application, ApplicationCollectionResponse>(deleted)).Find(application => application.AppId == clientId);
        }
        catch (ApiException)
        {
            return null;
        }
    }

    private async Task<ExistingApplication> ReadAsync(IntegrationConfiguration integration, string objectId)
    {
        // A key credential's certificate is returned only when it is selected by name, and only for a single application.
        Application application = (await graph.Applications[objectId].GetAsync(request => request.QueryParameters.Select =
            ["id", "displayName", "signInAudience", "api", "web", "requiredResourceAccess", "keyCredentials", "passwordCredentials"]))!;
        List<DirectoryObject> owners = await AllAsync<DirectoryObject, DirectoryObjectCollectionResponse>(
            await graph.Applications[objectId].Owners.GetAsync());

        return new ExistingApplication
        {
            ApplicationObjectId = objectId,
            DisplayName = application.DisplayName ?? "",
            SignInAudience = application.SignInAudience ?? "",
            Aligns = integration.Adopt!.Align,
            TokenVersion = application.Api?.RequestedAccessTokenVersion ?? 1,
            LogoutUrl = application.Web?.LogoutUrl,
            IssuesIdTokens = application.Web?.ImplicitGrantSettings?.EnableIdTokenIssuance ?? false,
            IssuesAccessTokens = application.Web?.ImplicitGrantSettings?.EnableAccessTokenIssuance ?? false,
            ClientSecrets = application.PasswordCredentials?.Count ?? 0,
            Thumbprints = [.. (application.KeyCredentials ?? []).Select(Thumbprint)],
            WebRedirectUris = [.. application.Web?.RedirectUris ?? []],
            RequestedAccess = (application.RequiredResourceAccess ?? []).ToImmutableDictionary(
                access => access.ResourceAppId!,
                access => new RequestedAccess(Ids(access, "Role"), Ids(access, "Scope"))),
            Owners = [.. owners.Select(owner => owner.Id!)],
        };
    }

    /// <summary>
    /// The application with its service principal and what the tenant granted it, as far as there is one; null after a mistake has been
    /// noted.
    /// </summary>
    private async Task<ExistingApplication?> WithServicePrincipalAsync(IntegrationConfiguration integration, ExistingApplication existing)
    {
        Lookup lookup = new(
            integration.Path("adopt.clientId"), $"\"{integration.Adopt!.ClientId}\"", "an application whose grants can be read",
            "Application.Read.All", "try again");
        Lookup consent = lookup with { Right = "Directory.Read.All (or DelegatedPermissionGrant.Read.All)" };
        Lookup role = lookup with
        {
            Setting = integration.Path("exchangeRole"),
            Value = $"\"{integration.ExchangeRole}\"",
            Right = "RoleManagement.Read.Directory",
        };

        if (await lookups.AskAsync(lookup, async () => await AllAsync<ServicePrincipal, ServicePrincipalCollectionResponse>(
            await graph.ServicePrincipals
            .GetAsync(request => request.QueryParameters.Filter = $"appId eq '{integration.Adopt.ClientId}'"))) is not { } principals)
        {
            return null;
        }
        if (principals is not [{ Id: { } principalId } principal])
            return existing;

        List<AppRoleAssignment>? assignments = await lookups.AskAsync(lookup,
            async () => await AllAsync<AppRoleAssignment, AppRoleAssignmentCollectionResponse>(
            await graph.ServicePrincipals[principalId].AppRoleAssignments.GetAsync()));
        List<OAuth2PermissionGrant>? grants = await lookups.AskAsync(consent, async () => await AllAsync<OAuth2PermissionGrant,
            OAuth2PermissionGrantCollectionResponse>(
            await graph.ServicePrincipals[principalId].Oauth2PermissionGrants.GetAsync()));
        List<UnifiedRoleAssignment>? roles = integration.ExchangeRole is null
            ? []
            : await lookups.AskAsync(role, async () => await AllAsync<UnifiedRoleAssignment, UnifiedRoleAssignmentCollectionResponse>(
                await graph.RoleManagement.Directory.RoleAssignments
                .GetAsync(request => request.QueryParameters.Filter = $"principalId eq '{principalId}'")));
        if (assignments is null || grants is null || roles is null)
            return null;

        return existing with
        {
            ServicePrincipalObjectId = principalId,
            ServicePrincipalTags = [.. principal.Tags ?? []],
            AppRoleAssignments = assignments.ToImmutableDictionary(
                assignment => (assignment.ResourceId!.Value.ToString(), assignment.AppRoleId!.Value.ToString()),
                assignment => assignment.Id!),
            DelegatedGrants = grants.Where(grant => grant.ConsentType == TenantWide).ToImmutableDictionary(
                grant => grant.ResourceId!,
                grant => new DelegatedGrant(grant.Id!, [.. (grant.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)])),
            DirectoryRoleAssignments = roles.Where(assignment => assignment.DirectoryScopeId == "/")
                .ToImmutableDictionary(assignment => assignment.RoleDefinitionId!, assignment => assignment.Id!),
        };
    }

    private Task<List<TItem>> AllAsync<TItem, TPage>(TPage? first)
        where TPage : IParsable, IAdditionalDataHolder, new() => GraphPages.AllAsync<TItem, TPage>(graph, first);

    private static ImmutableArray<string> Ids(RequiredResourceAccess access, string type) =>
        [.. (access.ResourceAccess ?? []).Where(permission => permission.Type == type)
            .Select(permission => permission.Id!.Value.ToString())];

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

    private sealed record Whereabouts(string Words, string Fix);
}
