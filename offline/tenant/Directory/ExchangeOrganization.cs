using System.Text.Json;
using System.Text.Json.Nodes;
using SimulatedTenant.Options;

namespace SimulatedTenant.Directory;

/// <summary>
/// The part of the tenant that Exchange Online PowerShell administers and no Entra object holds. The methods are named after the cmdlets
/// that an administrator would run, and take effect at once.
/// </summary>
public sealed class ExchangeOrganization
{
    private const string EwsDisabled = "EWS is disabled for this user or tenant";

    private readonly TenantDirectory _directory;
    private readonly List<ExchangeServicePrincipal> _servicePrincipals = [];
    private readonly List<ManagementScope> _scopes = [];
    private readonly List<ManagementRoleAssignment> _roleAssignments = [];
    private readonly List<MailboxFullAccess> _mailboxPermissions = [];
    private readonly List<ApplicationAccessPolicy> _accessPolicies = [];

    internal ExchangeOrganization(TenantDirectory directory, TenantOptions options)
    {
        _directory = directory;
        EwsEnabled = options.EwsEnabled;
        EwsAllowedAppIds = options.EwsAllowedAppIds;
        BasicAuthentication = options.BasicAuthentication;
        KioskEws = options.KioskEws;
    }

    /// <summary>EWS for the organization: null lets every application in, true those on the list, false none.</summary>
    public bool? EwsEnabled { get; private set; }

    /// <summary>Applications that may use EWS while <see cref="EwsEnabled"/> is true.</summary>
    public IReadOnlyList<Guid> EwsAllowedAppIds { get; private set; }

    /// <summary>Whether user name and password are accepted by IMAP and EWS.</summary>
    public bool BasicAuthentication { get; set; }

    /// <summary>Whether mailboxes whose only plan is Exchange Online Kiosk answer EWS.</summary>
    public bool KioskEws { get; set; }

    /// <summary>Service principals that Exchange knows.</summary>
    public IReadOnlyList<ExchangeServicePrincipal> ServicePrincipals => Copy(_servicePrincipals);

    /// <summary>Management scopes.</summary>
    public IReadOnlyList<ManagementScope> ManagementScopes => Copy(_scopes);

    /// <summary>Roles that are assigned to applications.</summary>
    public IReadOnlyList<ManagementRoleAssignment> ManagementRoleAssignments => Copy(_roleAssignments);

    /// <summary>Permissions on mailboxes.</summary>
    public IReadOnlyList<MailboxFullAccess> MailboxPermissions => Copy(_mailboxPermissions);

    /// <summary>
    /// <c>New-ServicePrincipal</c>: makes an application known to Exchange. A second call for the application changes nothing.
    /// </summary>
    /// <param name="appId">Application (client) id.</param>
    /// <param name="objectId">Object id of the service principal (the enterprise application's, not the registration's).</param>
    /// <param name="displayName">Display name.</param>
    public void RegisterExchangeServicePrincipal(Guid appId, Guid objectId, string displayName)
    {
        using (_directory.Gate.Write())
        {
            if (!_servicePrincipals.Exists(s => s.AppId == appId))
                _servicePrincipals.Add(new(appId, objectId, displayName));
        }
    }

    /// <summary><c>New-ManagementScope</c> with a filter on the membership of a group.</summary>
    /// <exception cref="ArgumentException">There is a scope of that name, or no such group.</exception>
    public void NewManagementScope(string name, Guid groupId) => AddScope(new(name, groupId));

    /// <summary><c>New-ManagementRoleAssignment -App</c>.</summary>
    /// <param name="appId">The application; it must be registered with Exchange.</param>
    /// <param name="role">Role such as <c>Application Mail.Read</c>.</param>
    /// <param name="customResourceScope">Name of a management scope; or null.</param>
    /// <param name="recipientAdministrativeUnitScope">
    /// Id of an administrative unit; or null. With neither, the role holds for all mailboxes.
    /// </param>
    /// <exception cref="ArgumentException">The application is not registered, or the scope does not exist.</exception>
    public void NewManagementRoleAssignment(
        Guid appId, string role, string? customResourceScope = null, Guid? recipientAdministrativeUnitScope = null)
    {
        using (_directory.Gate.Write())
        {
            if (!_servicePrincipals.Exists(s => s.AppId == appId))
            {
                throw new ArgumentException(
                    $"Exchange knows no service principal of application {appId}: register it first.", nameof(appId));
            }
            if (customResourceScope is { } scope && !_scopes.Exists(s => s.Name.Equals(scope, StringComparison.OrdinalIgnoreCase)))
                throw new ArgumentException($"There is no management scope '{scope}'.", nameof(customResourceScope));
            if (recipientAdministrativeUnitScope is { } unit && _directory.AdministrativeUnitStore.Find(unit) is null)
                throw new ArgumentException($"There is no administrative unit {unit}.", nameof(recipientAdministrativeUnitScope));
            ManagementRoleAssignment assignment = new(appId, role, customResourceScope, recipientAdministrativeUnitScope);
            if (!_roleAssignments.Contains(assignment))
                _roleAssignments.Add(assignment);
        }
    }

    /// <summary><c>Add-MailboxPermission -AccessRights FullAccess</c> for a service principal.</summary>
    /// <param name="mailbox">User principal name or address of the mailbox.</param>
    /// <param name="servicePrincipalObjectId">Object id of the service principal as registered with Exchange.</param>
    /// <exception cref="ArgumentException">There is no such mailbox or service principal.</exception>
    public void AddMailboxPermission(string mailbox, Guid servicePrincipalObjectId)
    {
        using (_directory.Gate.Write())
        {
            if (_directory.FindUser(mailbox) is not { Mailbox: not null } user)
                throw new ArgumentException($"There is no mailbox '{mailbox}'.", nameof(mailbox));
            if (!_servicePrincipals.Exists(s => s.ObjectId == servicePrincipalObjectId))
            {
                throw new ArgumentException(
                    $"Exchange knows no service principal with object id {servicePrincipalObjectId}: register it first.",
                    nameof(servicePrincipalObjectId));
            }
            MailboxFullAccess permission = new(user.Id, servicePrincipalObjectId);
            if (!_mailboxPermissions.Contains(permission))
                _mailboxPermissions.Add(permission);
        }
    }

    /// <summary><c>New-ApplicationAccessPolicy</c> that restricts an application to the members of a group.</summary>
    public void NewApplicationAccessPolicy(Guid appId, Guid groupId)
    {
        using (_directory.Gate.Write())
            _accessPolicies.Add(new(appId, groupId));
    }

    /// <summary><c>Set-OrganizationConfig -EwsEnabled … -EwsAllowedAppIDs …</c>. The list replaces the former one.</summary>
    public void SetOrganizationConfig(bool? ewsEnabled, IEnumerable<Guid> ewsAllowedAppIds)
    {
        using (_directory.Gate.Write())
        {
            EwsEnabled = ewsEnabled;
            EwsAllowedAppIds = [.. ewsAllowedAppIds];
        }
    }

    /// <summary>Why EWS is closed to an application: the value of <c>X-EWS-Policy-Reason</c>, or null while it is open.</summary>
    internal string? EwsBlock(Guid appId) => EwsEnabled switch
    {
        false => EwsDisabled,
        true when !EwsAllowedAppIds.Contains(appId) => "EWS is blocked by policy for this user or tenant",
        _ => null,
    };

    /// <summary>Why EWS is closed to a mailbox, or null while it is open.</summary>
    internal string? EwsBlock(DirectoryUser user) =>
        !KioskEws && user.Licence is { HasKioskOnly: true } ? EwsDisabled : null;

    /// <summary>Whether a role for applications reaches a mailbox; any of the roles suffices.</summary>
    internal bool RoleReaches(Guid appId, DirectoryUser user, params IReadOnlyList<string> roles) => _roleAssignments.Exists(a =>
        a.AppId == appId && roles.Contains(a.Role, StringComparer.OrdinalIgnoreCase) && InScope(a, user));

    internal bool HasRole(Guid appId, params IReadOnlyList<string> roles) =>
        _roleAssignments.Exists(a => a.AppId == appId && roles.Contains(a.Role, StringComparer.OrdinalIgnoreCase));

    internal bool KnowsServicePrincipal(Guid appId, Guid objectId) =>
        _servicePrincipals.Exists(s => s.AppId == appId && s.ObjectId == objectId);

    internal bool HasMailboxPermission(Guid servicePrincipalObjectId, DirectoryUser user) =>
        _mailboxPermissions.Contains(new(user.Id, servicePrincipalObjectId));

    /// <summary>Whether an application access policy keeps an application from a mailbox.</summary>
    internal bool PolicyDenies(Guid appId, DirectoryUser user)
    {
        List<ApplicationAccessPolicy> own = _accessPolicies.FindAll(p => p.AppId == appId);
        return own.Count > 0 && !own.Exists(p => IsMember(p.GroupId, user));
    }

    private void AddScope(ManagementScope scope)
    {
        using (_directory.Gate.Write())
        {
            if (_directory.GroupStore.Find(scope.GroupId) is null)
                throw new ArgumentException($"There is no group {scope.GroupId}.", nameof(scope));
            if (_scopes.Find(s => s.Name.Equals(scope.Name, StringComparison.OrdinalIgnoreCase)) is { } present)
            {
                if (present.GroupId != scope.GroupId)
                    throw new ArgumentException($"There is a management scope '{scope.Name}' for another group.", nameof(scope));
                return;
            }
            _scopes.Add(scope);
        }
    }

    private bool InScope(ManagementRoleAssignment assignment, DirectoryUser user)
    {
        if (assignment.RecipientAdministrativeUnitScope is { } unit)
            return _directory.AdministrativeUnitStore.Find(unit)?.Members.Contains(user.Id) ?? false;
        if (assignment.CustomResourceScope is not { } name)
            return true;
        // A scope's filter is MemberOfGroup, which looks at direct members only.
        return _scopes.Find(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } scope
            && _directory.GroupStore.Find(scope.GroupId) is { } group && group.Members.Contains(user.Id);
    }

    private bool IsMember(Guid groupId, DirectoryUser user) =>
        _directory.GroupStore.Find(groupId) is { } group
            && _directory.TransitiveMembers(group).OfType<DirectoryUser>().Any(u => u.Id == user.Id);

    internal JsonObject WriteState() => new()
    {
        ["ewsEnabled"] = EwsEnabled,
        ["ewsAllowedAppIds"] = JsonSerializer.SerializeToNode(EwsAllowedAppIds),
        ["servicePrincipals"] = JsonSerializer.SerializeToNode(_servicePrincipals),
        ["managementScopes"] = JsonSerializer.SerializeToNode(_scopes),
        ["roleAssignments"] = JsonSerializer.SerializeToNode(_roleAssignments),
        ["mailboxPermissions"] = JsonSerializer.SerializeToNode(_mailboxPermissions),
        ["accessPolicies"] = JsonSerializer.SerializeToNode(_accessPolicies),
    };

    internal void ReadState(JsonObject state)
    {
        EwsEnabled = (bool?)state["ewsEnabled"];
        EwsAllowedAppIds = state["ewsAllowedAppIds"].Deserialize<Guid[]>() ?? [];
        Fill(_servicePrincipals, state["servicePrincipals"]);
        Fill(_scopes, state["managementScopes"]);
        Fill(_roleAssignments, state["roleAssignments"]);
        Fill(_mailboxPermissions, state["mailboxPermissions"]);
        Fill(_accessPolicies, state["accessPolicies"]);
    }

    private static void Fill<T>(List<T> list, JsonNode? state)
    {
        list.Clear();
        list.AddRange(state.Deserialize<T[]>() ?? []);
    }

    private T[] Copy<T>(List<T> list)
    {
        using (_directory.Gate.Read())
            return [.. list];
    }
}
