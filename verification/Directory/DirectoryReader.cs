using System.Runtime.CompilerServices;
using Azure.Core;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Authentication.Azure;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Directory;

/// <summary>Reads what the directory holds, through Microsoft Graph.</summary>
internal sealed class DirectoryReader : IDisposable
{
    private static readonly string[] AccountProperties =
        ["id", "displayName", "userPrincipalName", "mail", "proxyAddresses", "accountEnabled", "userType", "assignedPlans", "onPremisesSyncEnabled"];

    private readonly GraphServiceClient _graph;

    public DirectoryReader(HttpClient http, TokenCredential credential, TenantEndpoints endpoints, string reader)
    {
        Reader = reader;
        _graph = new GraphServiceClient(http,
            new AzureIdentityAuthenticationProvider(credential, allowedHosts: [endpoints.GraphUrl.Host], scopes: [endpoints.GraphScope]),
            new Uri(endpoints.GraphUrl, "/v1.0").ToString());
    }

    /// <summary>Who reads, for the report: the application or the operator.</summary>
    public string Reader { get; }

    /// <summary>The tenant's verified domains.</summary>
    public async Task<IReadOnlyList<string>> DomainsAsync(CancellationToken cancellationToken)
    {
        OrganizationCollectionResponse? page = await _graph.Organization.GetAsync(
            request => request.QueryParameters.Select = ["id", "verifiedDomains"], cancellationToken);
        return [.. (page?.Value ?? []).SelectMany(organization => organization.VerifiedDomains ?? []).Select(domain => domain.Name).OfType<string>()];
    }

    public Task<Application?> ApplicationAsync(Guid objectId, CancellationToken cancellationToken) =>
        _graph.Applications[objectId.ToString()].GetAsync(
            // Key credentials carry the certificate itself only where they are asked for by name.
            request => request.QueryParameters.Select = ["id", "appId", "displayName", "web", "keyCredentials", "passwordCredentials"],
            cancellationToken);

    public Task<ServicePrincipal?> ServicePrincipalAsync(string objectId, CancellationToken cancellationToken) =>
        _graph.ServicePrincipals[objectId].GetAsync(
            request => request.QueryParameters.Select = ["id", "appId", "displayName", "accountEnabled", "appRoles"], cancellationToken);

    /// <summary>The service principal of an API; null where the tenant has none.</summary>
    public async Task<ServicePrincipal?> ApiAsync(Guid apiClientId, CancellationToken cancellationToken)
    {
        ServicePrincipalCollectionResponse? page = await _graph.ServicePrincipals.GetAsync(request =>
        {
            request.QueryParameters.Filter = $"appId eq '{apiClientId}'";
            request.QueryParameters.Select = ["id", "appId", "displayName", "appRoles"];
        }, cancellationToken);
        return page?.Value is [ServicePrincipal first, ..] ? first : null;
    }

    public async Task<IReadOnlyList<AppRoleAssignment>> AppRoleAssignmentsAsync(Guid servicePrincipal, CancellationToken cancellationToken)
    {
        List<AppRoleAssignment> all = [];
        AppRoleAssignmentCollectionResponse? page = await _graph.ServicePrincipals[servicePrincipal.ToString()].AppRoleAssignments
            .GetAsync(cancellationToken: cancellationToken);
        while (page is not null)
        {
            all.AddRange(page.Value ?? []);
            page = page.OdataNextLink is not string next ? null
                : await _graph.ServicePrincipals[servicePrincipal.ToString()].AppRoleAssignments.WithUrl(next)
                    .GetAsync(cancellationToken: cancellationToken);
        }
        return all;
    }

    public async Task<IReadOnlyList<OAuth2PermissionGrant>> DelegatedGrantsAsync(Guid servicePrincipal, CancellationToken cancellationToken)
    {
        List<OAuth2PermissionGrant> all = [];
        OAuth2PermissionGrantCollectionResponse? page = await _graph.Oauth2PermissionGrants.GetAsync(
            request => request.QueryParameters.Filter = $"clientId eq '{servicePrincipal}'", cancellationToken);
        while (page is not null)
        {
            all.AddRange(page.Value ?? []);
            page = page.OdataNextLink is not string next ? null
                : await _graph.Oauth2PermissionGrants.WithUrl(next).GetAsync(cancellationToken: cancellationToken);
        }
        return all;
    }

    public async Task<IReadOnlyList<UnifiedRoleAssignment>> DirectoryRolesAsync(Guid servicePrincipal, CancellationToken cancellationToken)
    {
        UnifiedRoleAssignmentCollectionResponse? page = await _graph.RoleManagement.Directory.RoleAssignments.GetAsync(
            request => request.QueryParameters.Filter = $"principalId eq '{servicePrincipal}'", cancellationToken);
        return page?.Value ?? [];
    }

    public async IAsyncEnumerable<Account> AccountsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        UserCollectionResponse? page = await _graph.Users.GetAsync(request =>
        {
            request.QueryParameters.Select = AccountProperties;
            request.QueryParameters.Top = 999;
        }, cancellationToken);
        while (page is not null)
        {
            foreach (User user in page.Value ?? [])
                yield return ToAccount(user);
            page = page.OdataNextLink is not string next ? null
                : await _graph.Users.WithUrl(next).GetAsync(cancellationToken: cancellationToken);
        }
    }

    /// <summary>Groups of that object id or, where it is none, of that display name.</summary>
    public async Task<IReadOnlyList<Group>> GroupsAsync(string nameOrId, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(nameOrId, out Guid id))
        {
            try
            {
                Group? found = await _graph.Groups[id.ToString()].GetAsync(
                    request => request.QueryParameters.Select = ["id", "displayName"], cancellationToken);
                return found is null ? [] : [found];
            }
            catch (Microsoft.Graph.Models.ODataErrors.ODataError exception) when (exception.ResponseStatusCode == 404)
            {
                return [];
            }
        }
        GroupCollectionResponse? page = await _graph.Groups.GetAsync(request =>
        {
            request.QueryParameters.Filter = $"displayName eq '{nameOrId.Replace("'", "''", StringComparison.Ordinal)}'";
            request.QueryParameters.Select = ["id", "displayName"];
        }, cancellationToken);
        return page?.Value ?? [];
    }

    /// <summary>Object ids of a group's members, nested ones included.</summary>
    public async Task<IReadOnlySet<string>> TransitiveMembersAsync(string groupId, CancellationToken cancellationToken)
    {
        HashSet<string> ids = new(StringComparer.OrdinalIgnoreCase);
        DirectoryObjectCollectionResponse? page = await _graph.Groups[groupId].TransitiveMembers
            .GetAsync(request => request.QueryParameters.Select = ["id"], cancellationToken);
        while (page is not null)
        {
            ids.UnionWith((page.Value ?? []).Select(member => member.Id!));
            page = page.OdataNextLink is not string next ? null
                : await _graph.Groups[groupId].TransitiveMembers.WithUrl(next).GetAsync(cancellationToken: cancellationToken);
        }
        return ids;
    }

    /// <summary>Object ids of a group's direct members: what an Exchange scope by group holds.</summary>
    public async Task<IReadOnlySet<string>> DirectMembersAsync(Guid groupId, CancellationToken cancellationToken)
    {
        HashSet<string> ids = new(StringComparer.OrdinalIgnoreCase);
        DirectoryObjectCollectionResponse? page = await _graph.Groups[groupId.ToString()].Members
            .GetAsync(request => request.QueryParameters.Select = ["id"], cancellationToken);
        while (page is not null)
        {
            ids.UnionWith((page.Value ?? []).Select(member => member.Id!));
            page = page.OdataNextLink is not string next ? null
                : await _graph.Groups[groupId.ToString()].Members.WithUrl(next).GetAsync(cancellationToken: cancellationToken);
        }
        return ids;
    }

    /// <summary>Object ids of the administrative units of that display name.</summary>
    public async Task<IReadOnlyList<Guid>> AdministrativeUnitsAsync(string name, CancellationToken cancellationToken)
    {
        AdministrativeUnitCollectionResponse? page = await _graph.Directory.AdministrativeUnits.GetAsync(request =>
        {
            request.QueryParameters.Filter = $"displayName eq '{name.Replace("'", "''", StringComparison.Ordinal)}'";
            request.QueryParameters.Select = ["id", "displayName"];
        }, cancellationToken);
        return [.. (page?.Value ?? []).Select(unit => Guid.Parse(unit.Id!))];
    }

    /// <summary>Object ids of an administrative unit's members.</summary>
    public async Task<IReadOnlySet<string>> AdministrativeUnitMembersAsync(Guid unitId, CancellationToken cancellationToken)
    {
        HashSet<string> ids = new(StringComparer.OrdinalIgnoreCase);
        DirectoryObjectCollectionResponse? page = await _graph.Directory.AdministrativeUnits[unitId.ToString()].Members
            .GetAsync(cancellationToken: cancellationToken);
        while (page is not null)
        {
            ids.UnionWith((page.Value ?? []).Select(member => member.Id!));
            page = page.OdataNextLink is not string next ? null
                : await _graph.Directory.AdministrativeUnits[unitId.ToString()].Members.WithUrl(next)
                    .GetAsync(cancellationToken: cancellationToken);
        }
        return ids;
    }

    public void Dispose() => _graph.Dispose();

    private static Account ToAccount(User user) => new()
    {
        Id = user.Id!,
        DisplayName = user.DisplayName ?? user.UserPrincipalName ?? user.Id!,
        UserPrincipalName = user.UserPrincipalName ?? user.Id!,
        Mail = PrimaryAddress(user),
        Enabled = user.AccountEnabled ?? false,
        Guest = string.Equals(user.UserType, "Guest", StringComparison.OrdinalIgnoreCase),
        MailboxPlan = user.AssignedPlans?
            .Where(plan => plan.CapabilityStatus == "Enabled" && plan.ServicePlanId is Guid id && WellKnown.MailboxPlans.ContainsKey(id))
            .Select(plan => plan.ServicePlanId)
            .FirstOrDefault(),
        OnPremises = user.OnPremisesSyncEnabled ?? false,
    };

    // Exchange marks the primary address with capital letters.
    private static string? PrimaryAddress(User user) =>
        user.ProxyAddresses?.FirstOrDefault(address => address.StartsWith("SMTP:", StringComparison.Ordinal)) is string primary
            ? primary[5..]
            : string.IsNullOrEmpty(user.Mail) ? null : user.Mail;
}
