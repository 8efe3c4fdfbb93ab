using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Fleet.Discovery;

/// <summary>
/// Reads a tenant for applications that may belong to a product which archives or automates mail: those with such a product's redirect
/// URI, permission or name. Writes nothing.
/// </summary>
/// <param name="graph">Microsoft Graph as somebody who may read applications.</param>
internal sealed class TenantScanner(GraphServiceClient graph)
{
    private const int PageSize = 999;

    private static readonly string[] PrincipalProperties = ["id", "appId", "displayName", "accountEnabled", "appOwnerOrganizationId"];

    private readonly List<string> _notRead = [];

    /// <summary>Reads.</summary>
    /// <exception cref="ApiException">The tenant refused what nothing can be found without.</exception>
    public async Task<TenantScan> ScanAsync(CancellationToken cancellationToken)
    {
        Organization organization = (await graph.Organization.GetAsync(
            request => request.QueryParameters.Select = ["id", "displayName", "verifiedDomains"], cancellationToken))!.Value![0];
        ApiGrants[] apis = [.. await GrantsAsync(cancellationToken)];
        Dictionary<string, ServicePrincipal> principals = await PrincipalsWithMailAsync(apis, cancellationToken);
        ApplicationCollectionResponse? first = await graph.Applications.GetAsync(request =>
        {
            request.QueryParameters.Select = ["id", "appId", "displayName", "web", "requiredResourceAccess"];
            request.QueryParameters.Top = PageSize;
        }, cancellationToken);
        List<Application> all =
            await GraphPages.AllAsync<Application, ApplicationCollectionResponse>(graph, first, cancellationToken);

        List<ScannedApplication> found = [];
        foreach (Application application in all.Where(one => principals.ContainsKey(one.AppId!) || LooksLikeIt(one, apis)))
        {
            if (!principals.Remove(application.AppId!, out ServicePrincipal? principal))
                principal = await PrincipalOfAsync(application.AppId!, cancellationToken);
            found.Add(await new ApplicationScanner(graph, apis, _notRead).ReadAsync(application.Id!, principal, cancellationToken));
        }
        // What is left has no registration here: it belongs to another tenant, or is a managed identity.
        found.AddRange(principals.Values.Where(principal => principal.AppOwnerOrganizationId is not null).Select(principal =>
            new ScannedApplication(Guid.Parse(principal.AppId!), principal.DisplayName ?? "")
            {
                HomeTenant = principal.AppOwnerOrganizationId,
                Granted = ApplicationScanner.GrantedTo(principal, apis),
                Enabled = principal.AccountEnabled,
            }));
        return new TenantScan(Guid.Parse(organization.Id!), DomainOf(organization), organization.DisplayName ?? "")
        {
            Applications = [.. found.OrderBy(application => application.DisplayName, StringComparer.OrdinalIgnoreCase)],
            NotRead = [.. _notRead.Distinct()],
        };
    }

    private static string DomainOf(Organization organization) =>
        (organization.VerifiedDomains ?? []).OrderByDescending(domain => domain.IsInitial ?? false).FirstOrDefault()?.Name ?? "";

    private static bool LooksLikeIt(Application application, ApiGrants[] apis) =>
        (application.Web?.RedirectUris ?? []).Any(uri => Recognition.MailStoreAddress(uri) is not null)
        || ApplicationScanner.RequestedBy(application, apis).Any(permission => permission.OpensMail)
        || Recognition.HasTellingName(application.DisplayName ?? "");

    /// <summary>Each API with its roles, and to whom they are given; an API that the tenant does not hold is left out.</summary>
    private async Task<List<ApiGrants>> GrantsAsync(CancellationToken cancellationToken)
    {
        List<ApiGrants> apis = [];
        foreach (Api api in Api.All)
        {
            ServicePrincipalCollectionResponse? found = await graph.ServicePrincipals.GetAsync(request =>
            {
                request.QueryParameters.Filter = $"appId eq '{api.ClientId}'";
                request.QueryParameters.Select = ["id", "appRoles"];
            }, cancellationToken);
            if (found?.Value is not [{ Id: { } id } principal, ..])
                continue;
            Dictionary<Guid, string> roles = (principal.AppRoles ?? []).ToDictionary(role => role.Id!.Value, role => role.Value ?? "");
            AppRoleAssignmentCollectionResponse? first =
                await graph.ServicePrincipals[id].AppRoleAssignedTo.GetAsync(cancellationToken: cancellationToken);
            List<AppRoleAssignment> assignments =
                await GraphPages.AllAsync<AppRoleAssignment, AppRoleAssignmentCollectionResponse>(graph, first, cancellationToken);
            apis.Add(new ApiGrants(api, roles, assignments.ToLookup(
                assignment => assignment.PrincipalId!.Value.ToString(),
                assignment => new ScannedPermission(
                    api, roles.GetValueOrDefault(assignment.AppRoleId!.Value, assignment.AppRoleId.Value.ToString())))));
        }
        return apis;
    }

    /// <summary>The service principals to which mailboxes are open, by their applications' client ids.</summary>
    private async Task<Dictionary<string, ServicePrincipal>> PrincipalsWithMailAsync(ApiGrants[] apis, CancellationToken cancellationToken)
    {
        Dictionary<string, ServicePrincipal> principals = new(StringComparer.OrdinalIgnoreCase);
        IEnumerable<string> ids = apis
            .SelectMany(api => api.Principals)
            .Where(principal => principal.Any(permission => permission.OpensMail))
            .Select(principal => principal.Key)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        foreach (string id in ids)
        {
            ServicePrincipal principal = (await graph.ServicePrincipals[id].GetAsync(
                request => request.QueryParameters.Select = PrincipalProperties, cancellationToken))!;
            principals[principal.AppId!] = principal;
        }
        return principals;
    }

    private async Task<ServicePrincipal?> PrincipalOfAsync(string clientId, CancellationToken cancellationToken) =>
        (await graph.ServicePrincipals.GetAsync(request =>
        {
            request.QueryParameters.Filter = $"appId eq '{clientId}'";
            request.QueryParameters.Select = PrincipalProperties;
        }, cancellationToken))?.Value?.FirstOrDefault();
}
