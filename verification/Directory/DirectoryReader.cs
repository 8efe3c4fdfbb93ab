using Azure.Core;
using Microsoft.Graph;
using Microsoft.Graph.Groups.Item.TransitiveMembers;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Graph.ServicePrincipals.Item.AppRoleAssignedTo;
using Microsoft.Graph.ServicePrincipals.Item.AppRoleAssignments;
using Microsoft.Kiota.Authentication.Azure;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Directory;

/// <summary>Reads what the directory holds, through Microsoft Graph.</summary>
internal sealed class DirectoryReader : IDisposable
{
    private static readonly string[] AccountProperties =
        ["id", "displayName", "userPrincipalName", "mail", "proxyAddresses", "otherMails", "accountEnabled", "userType", "assignedPlans",
            "onPremisesSyncEnabled"];

    /// <summary>How often a list is paged from its beginning at most.</summary>
    private const int MostPagings = 10;

    private static readonly string[] DeletedProperties =
        ["id", "displayName", "userPrincipalName", "mail", "proxyAddresses", "userType", "deletedDateTime"];

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
        return [.. (page?.Value ?? []).SelectMany(organization => organization.VerifiedDomains ?? [])
            .Select(domain => domain.Name).OfType<string>()];
    }

    public Task<Application?> ApplicationAsync(Guid objectId, CancellationToken cancellationToken) =>
        _graph.Applications[objectId.ToString()].GetAsync(
            // Key credentials carry the certificate itself only where they are asked for by name.
            request => request.QueryParameters.Select = ["id", "appId", "displayName", "web", "keyCredentials", "passwordCredentials"],
            cancellationToken);

    public Task<ServicePrincipal?> ServicePrincipalAsync(string objectId, CancellationToken cancellationToken) =>
        _graph.ServicePrincipals[objectId].GetAsync(request => request.QueryParameters.Select =
            ["id", "appId", "displayName", "accountEnabled", "appRoleAssignmentRequired", "appRoles"], cancellationToken);

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

    /// <summary>Applications of that display name.</summary>
    public async Task<IReadOnlyList<Application>> ApplicationsAsync(string displayName, CancellationToken cancellationToken)
    {
        return await AllAsync<Application, ApplicationCollectionResponse>(() => _graph.Applications.GetAsync(request =>
            {
                request.QueryParameters.Filter = $"displayName eq {Literal(displayName)}";
                request.QueryParameters.Select = ["id", "appId", "displayName"];
            }, cancellationToken),
            page => page.Value, next => _graph.Applications.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<AppRoleAssignment>> AppRoleAssignmentsAsync(Guid servicePrincipal, CancellationToken cancellationToken)
    {
        AppRoleAssignmentsRequestBuilder assignments = _graph.ServicePrincipals[servicePrincipal.ToString()].AppRoleAssignments;
        return await AllAsync<AppRoleAssignment, AppRoleAssignmentCollectionResponse>(
            () => assignments.GetAsync(cancellationToken: cancellationToken),
            page => page.Value, next => assignments.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    /// <summary>Who is assigned to a service principal: users, groups and applications.</summary>
    public async Task<IReadOnlyList<AppRoleAssignment>> AssignedToAsync(Guid servicePrincipal, CancellationToken cancellationToken)
    {
        AppRoleAssignedToRequestBuilder assignments = _graph.ServicePrincipals[servicePrincipal.ToString()].AppRoleAssignedTo;
        return await AllAsync<AppRoleAssignment, AppRoleAssignmentCollectionResponse>(
            () => assignments.GetAsync(cancellationToken: cancellationToken),
            page => page.Value, next => assignments.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    /// <summary>Name of a conditional access policy, or null where it has none.</summary>
    public async Task<string?> ConditionalAccessPolicyAsync(string id, CancellationToken cancellationToken) =>
        (await _graph.Identity.ConditionalAccess.Policies[id].GetAsync(cancellationToken: cancellationToken))?.DisplayName;

    public async Task<IReadOnlyList<OAuth2PermissionGrant>> DelegatedGrantsAsync(Guid servicePrincipal, CancellationToken cancellationToken)
    {
        return await AllAsync<OAuth2PermissionGrant, OAuth2PermissionGrantCollectionResponse>(
            () => _graph.Oauth2PermissionGrants.GetAsync(
                request => request.QueryParameters.Filter = $"clientId eq '{servicePrincipal}'", cancellationToken),
            page => page.Value, next => _graph.Oauth2PermissionGrants.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<UnifiedRoleAssignment>> DirectoryRolesAsync(Guid servicePrincipal, CancellationToken cancellationToken)
    {
        return await AllAsync<UnifiedRoleAssignment, UnifiedRoleAssignmentCollectionResponse>(
            () => _graph.RoleManagement.Directory.RoleAssignments.GetAsync(
                request => request.QueryParameters.Filter = $"principalId eq '{servicePrincipal}'", cancellationToken),
            page => page.Value,
            next => _graph.RoleManagement.Directory.RoleAssignments.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    public IAsyncEnumerable<Account> AccountsAsync(CancellationToken cancellationToken) => PagesAsync(
        next => AccountPages.ReadAsync(_graph, next is null
            ? _graph.Users.ToGetRequestInformation(request =>
            {
                request.QueryParameters.Select = AccountProperties;
                request.QueryParameters.Top = 999;
            })
            : _graph.Users.WithUrl(next).ToGetRequestInformation(), cancellationToken),
        account => account.Key);

    /// <summary>Accounts that were deleted and can be restored.</summary>
    public async Task<IReadOnlyList<Account>> DeletedAccountsAsync(CancellationToken cancellationToken)
    {
        List<Account> deleted = [];
        await foreach (Account account in PagesAsync(
            next => AccountPages.ReadAsync(_graph, next is null
                ? _graph.Directory.DeletedItems.GraphUser.ToGetRequestInformation(
                    request => request.QueryParameters.Select = DeletedProperties)
                : _graph.Directory.DeletedItems.GraphUser.WithUrl(next).ToGetRequestInformation(), cancellationToken),
            account => account.Key))
            deleted.Add(account);
        return deleted;
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
            catch (ODataError exception) when (exception.ResponseStatusCode == 404)
            {
                return [];
            }
        }
        GroupCollectionResponse? page = await _graph.Groups.GetAsync(request =>
        {
            request.QueryParameters.Filter = $"displayName eq {Literal(nameOrId)}";
            request.QueryParameters.Select = ["id", "displayName"];
        }, cancellationToken);
        return page?.Value ?? [];
    }

    /// <summary>Object ids of a group's members, nested ones included.</summary>
    public async Task<IReadOnlySet<string>> TransitiveMembersAsync(string groupId, CancellationToken cancellationToken)
    {
        TransitiveMembersRequestBuilder members = _graph.Groups[groupId].TransitiveMembers;
        return await IdsAsync(
            () => members.GetAsync(request => request.QueryParameters.Select = ["id"], cancellationToken),
            next => members.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    /// <summary>Object ids of a group's direct members: what an Exchange scope by group holds.</summary>
    public async Task<IReadOnlySet<string>> DirectMembersAsync(Guid groupId, CancellationToken cancellationToken)
    {
        Microsoft.Graph.Groups.Item.Members.MembersRequestBuilder members = _graph.Groups[groupId.ToString()].Members;
        return await IdsAsync(
            () => members.GetAsync(request => request.QueryParameters.Select = ["id"], cancellationToken),
            next => members.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    /// <summary>Object ids of the administrative units of that display name.</summary>
    public async Task<IReadOnlyList<Guid>> AdministrativeUnitsAsync(string name, CancellationToken cancellationToken)
    {
        AdministrativeUnitCollectionResponse? page = await _graph.Directory.AdministrativeUnits.GetAsync(request =>
        {
            request.QueryParameters.Filter = $"displayName eq {Literal(name)}";
            request.QueryParameters.Select = ["id", "displayName"];
        }, cancellationToken);
        return [.. (page?.Value ?? []).Select(unit => Guid.Parse(unit.Id!))];
    }

    /// <summary>Object ids of an administrative unit's members.</summary>
    public async Task<IReadOnlySet<string>> AdministrativeUnitMembersAsync(Guid unitId, CancellationToken cancellationToken)
    {
        Microsoft.Graph.DirectoryNamespace.AdministrativeUnits.Item.Members.MembersRequestBuilder members =
            _graph.Directory.AdministrativeUnits[unitId.ToString()].Members;
        return await IdsAsync(
            () => members.GetAsync(cancellationToken: cancellationToken),
            next => members.WithUrl(next).GetAsync(cancellationToken: cancellationToken));
    }

    public void Dispose() => _graph.Dispose();

    private static async Task<IReadOnlySet<string>> IdsAsync(
        Func<Task<DirectoryObjectCollectionResponse?>> first, Func<string, Task<DirectoryObjectCollectionResponse?>> following)
    {
        HashSet<string> ids = new(StringComparer.OrdinalIgnoreCase);
        await foreach (DirectoryObject member in PagesAsync<DirectoryObject, DirectoryObjectCollectionResponse>(
            first, page => page.Value, following))
            ids.Add(member.Id!);
        return ids;
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T, TPage>(
        Func<Task<TPage?>> first, Func<TPage, List<T>?> items, Func<string, Task<TPage?>> following)
        where T : Entity
        where TPage : BaseCollectionPaginationCountResponse
    {
        List<T> all = [];
        await foreach (T item in PagesAsync(first, items, following))
            all.Add(item);
        return all;
    }

    private static IAsyncEnumerable<T> PagesAsync<T, TPage>(
        Func<Task<TPage?>> first, Func<TPage, List<T>?> items, Func<string, Task<TPage?>> following)
        where T : Entity
        where TPage : BaseCollectionPaginationCountResponse
    {
        return PagesAsync(ReadAsync, item => item.Id!);

        async Task<(IReadOnlyList<T> Items, string? Next)> ReadAsync(string? next) =>
            await (next is null ? first() : following(next)) is TPage page ? (items(page) ?? [], page.OdataNextLink) : ([], null);
    }

    /// <summary>
    /// What all pages hold, each page read when the one before it is used up, and each object once: where the directory no longer knows how
    /// to go on, because it has changed or time has passed, it is paged again from its beginning.
    /// </summary>
    private static async IAsyncEnumerable<T> PagesAsync<T, TKey>(
        Func<string?, Task<(IReadOnlyList<T> Items, string? Next)>> read, Func<T, TKey> keyOf)
    {
        HashSet<TKey> seen = [];
        int begun = 1;
        (IReadOnlyList<T> items, string? next) = await read(null);
        while (true)
        {
            foreach (T item in items)
            {
                // The only page of a list needs no memory of what was on it.
                if ((next is null && seen.Count == 0) || seen.Add(keyOf(item)))
                    yield return item;
            }
            if (next is null)
                break;
            try
            {
                (items, next) = await read(next);
            }
            catch (ODataError exception) when (exception.ResponseStatusCode is 400 or 404 or 410 && begun < MostPagings)
            {
                // The link is the service's own, so only its age can be wrong with it.
                begun++;
                (items, next) = await read(null);
            }
        }
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
