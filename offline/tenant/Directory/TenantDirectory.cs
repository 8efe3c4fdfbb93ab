using System.Diagnostics.CodeAnalysis;
using SimulatedTenant.Exchange;
using SimulatedTenant.Faults;

namespace SimulatedTenant.Directory;

/// <summary>
/// What the tenant holds. Handlers work on it under <see cref="Gate"/>; the public members take the lock themselves and hand out snapshots,
/// so a test may look at a tenant that is serving.
/// </summary>
public sealed class TenantDirectory
{
    private readonly TimeProvider clock;
    private readonly List<Application> applications = [];
    private readonly List<Application> deleted = [];
    private readonly List<ServicePrincipal> servicePrincipals = [];
    private readonly List<AppRoleAssignment> appRoleAssignments = [];
    private readonly List<PermissionGrant> grants = [];
    private readonly List<DirectoryRole> directoryRoles = [];
    private readonly List<RoleAssignment> roleAssignments = [];
    private readonly List<DirectoryUser> users = [];
    private readonly Dictionary<Guid, int> userIndex = [];
    private readonly Dictionary<string, Guid> userNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<DirectoryGroup> groups = [];
    private readonly List<AdministrativeUnit> administrativeUnits = [];

    internal TenantDirectory(TenantOptions options, TimeProvider clock)
    {
        this.clock = clock;
        TenantId = options.TenantId;
        Domain = options.Domain;
        MailDomain = options.EffectiveMailDomain;
        Replication = options.Replication;
        Exchange = new(this, options);
    }

    /// <summary>Name of the seeded application that deploys.</summary>
    internal const string DeployerName = "Deployment";

    /// <summary>Name of the seeded application that reads.</summary>
    internal const string OperatorName = "Operator";

    /// <summary>The tenant's id.</summary>
    public Guid TenantId { get; }

    /// <summary>The id of something that the tenant has from its start, the same in every run.</summary>
    internal Guid SeededId(string kind, string name) => StableGuid.From($"{TenantId}/{kind}/{name.ToLowerInvariant()}");

    /// <summary>The initial domain.</summary>
    public string Domain { get; }

    /// <summary>The domain of mail addresses.</summary>
    public string MailDomain { get; }

    /// <summary>Display name of the organization.</summary>
    public string DisplayName => char.ToUpperInvariant(Domain[0]) + Domain[1..].Split('.')[0];

    /// <summary>The Exchange side: EWS policy, service principals, scopes, mailbox permissions.</summary>
    public ExchangeOrganization Exchange { get; }

    /// <summary>Policy for the credentials of applications; changing it takes effect at once.</summary>
    public AppManagementPolicy AppManagementPolicy
    {
        get => Locked(() => field);
        set => Locked(() => field = value);
    } = new();

    /// <summary>Applications, in the order of their making.</summary>
    public IReadOnlyList<Application> Applications => Locked(() => applications.ToArray());

    /// <summary>Service principals: Microsoft's two first.</summary>
    public IReadOnlyList<ServicePrincipal> ServicePrincipals => Locked(() => servicePrincipals.ToArray());

    /// <summary>Consented application permissions.</summary>
    public IReadOnlyList<AppRoleAssignment> AppRoleAssignments => Locked(() => appRoleAssignments.ToArray());

    /// <summary>Consented delegated permissions.</summary>
    public IReadOnlyList<PermissionGrant> PermissionGrants => Locked(() => grants.ToArray());

    /// <summary>Activated directory roles.</summary>
    public IReadOnlyList<DirectoryRole> DirectoryRoles => Locked(() => directoryRoles.ToArray());

    /// <summary>Assignments of directory roles.</summary>
    public IReadOnlyList<RoleAssignment> RoleAssignments => Locked(() => roleAssignments.ToArray());

    /// <summary>Users: the small company first, then the synthetic ones.</summary>
    public IReadOnlyList<DirectoryUser> Users => Locked(() => users.ToArray());

    /// <summary>Groups.</summary>
    public IReadOnlyList<DirectoryGroup> Groups => Locked(() => groups.ToArray());

    /// <summary>Administrative units.</summary>
    public IReadOnlyList<AdministrativeUnit> AdministrativeUnits => Locked(() => administrativeUnits.ToArray());

    internal Lock Gate { get; } = new();

    internal ReplicationOptions Replication { get; }

    internal DateTimeOffset Now => clock.GetUtcNow();

    internal IEnumerable<Application> AllApplications => applications;

    internal IEnumerable<Application> VisibleApplications => applications.Where(a => a.VisibleAt <= Now);

    internal IEnumerable<Application> DeletedApplications => deleted;

    internal IEnumerable<ServicePrincipal> AllServicePrincipals => servicePrincipals;

    internal IEnumerable<ServicePrincipal> VisibleServicePrincipals => servicePrincipals.Where(s => s.VisibleAt <= Now);

    internal IEnumerable<AppRoleAssignment> AllAppRoleAssignments => appRoleAssignments;

    internal IEnumerable<AppRoleAssignment> VisibleAppRoleAssignments => appRoleAssignments.Where(a => a.VisibleAt <= Now);

    internal IEnumerable<PermissionGrant> VisibleGrants => grants.Where(g => g.VisibleAt <= Now);

    internal IEnumerable<RoleAssignment> VisibleRoleAssignments => roleAssignments.Where(a => a.VisibleAt <= Now);

    internal IReadOnlyList<DirectoryUser> LiveUsers => users;

    /// <summary>Adds a user, or replaces the one of the same id.</summary>
    /// <exception cref="ArgumentException">Another user has the same user principal name.</exception>
    public void SetUser(DirectoryUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        lock (Gate)
        {
            if (userNames.TryGetValue(user.UserPrincipalName, out Guid holder) && holder != user.Id)
                throw new ArgumentException($"The user principal name '{user.UserPrincipalName}' belongs to user {holder}.", nameof(user));
            if (userIndex.TryGetValue(user.Id, out int index))
            {
                userNames.Remove(users[index].UserPrincipalName);
                users[index] = user;
            }
            else
            {
                userIndex[user.Id] = users.Count;
                users.Add(user);
            }
            userNames[user.UserPrincipalName] = user.Id;
        }
    }

    /// <summary>Adds a group, or replaces the one of the same id.</summary>
    public void SetGroup(DirectoryGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        lock (Gate)
            Replace(groups, g => g.Id == group.Id, group);
    }

    /// <summary>Adds an administrative unit, or replaces the one of the same id.</summary>
    public void SetAdministrativeUnit(AdministrativeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        lock (Gate)
            Replace(administrativeUnits, u => u.Id == unit.Id, unit);
    }

    /// <summary>The user with this user principal name, mail or other address; null when there is none.</summary>
    public DirectoryUser? FindUser(string nameOrAddress)
    {
        ArgumentNullException.ThrowIfNull(nameOrAddress);
        lock (Gate)
        {
            if (userNames.TryGetValue(nameOrAddress, out Guid id))
                return users[userIndex[id]];
            string address = "smtp:" + nameOrAddress;
            return users.Find(u => string.Equals(u.Mail, nameOrAddress, StringComparison.OrdinalIgnoreCase)
                || u.ProxyAddresses.Contains(address, StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <summary>The group of this display name; null when there is none.</summary>
    public DirectoryGroup? FindGroup(string displayName) =>
        Locked(() => groups.Find(g => g.DisplayName.Equals(displayName, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a tenant id or domain names this tenant.</summary>
    internal bool IsTenant(string idOrDomain) => Guid.TryParse(idOrDomain, out Guid id)
        ? id == TenantId
        : idOrDomain.Equals(Domain, StringComparison.OrdinalIgnoreCase) || idOrDomain.Equals(MailDomain, StringComparison.OrdinalIgnoreCase);

    internal bool TryGetUser(Guid id, [NotNullWhen(true)] out DirectoryUser? user)
    {
        user = userIndex.TryGetValue(id, out int index) ? users[index] : null;
        return user is not null;
    }

    /// <summary>Looks up by id, user principal name or mail address, as Graph does in <c>/users/{…}</c>.</summary>
    internal DirectoryUser? FindUserByKey(string key) =>
        Guid.TryParse(key, out Guid id) ? (TryGetUser(id, out DirectoryUser? user) ? user : null) : userNames.TryGetValue(key, out id) ? users[userIndex[id]] : null;

    internal Application? FindApplication(Guid id) => VisibleApplications.FirstOrDefault(a => a.Id == id);

    internal ServicePrincipal? FindServicePrincipal(Guid id) => VisibleServicePrincipals.FirstOrDefault(s => s.Id == id);

    internal ServicePrincipal? FindServicePrincipalOf(Guid appId) => VisibleServicePrincipals.FirstOrDefault(s => s.AppId == appId);

    internal DirectoryGroup? FindGroup(Guid id) => groups.Find(g => g.Id == id);

    internal AdministrativeUnit? FindAdministrativeUnit(Guid id) => administrativeUnits.Find(u => u.Id == id);

    /// <summary>A user, group or service principal; null when there is none.</summary>
    internal object? FindObject(Guid id) =>
        TryGetUser(id, out DirectoryUser? user) ? user : (object?)FindGroup(id) ?? FindServicePrincipal(id);

    /// <summary>Direct and nested members, each once; groups come before what is in them.</summary>
    internal IReadOnlyList<object> TransitiveMembers(DirectoryGroup group)
    {
        List<object> found = [];
        HashSet<Guid> seen = [group.Id];
        Collect(group);
        return found;

        void Collect(DirectoryGroup of)
        {
            foreach (Guid id in of.Members)
            {
                if (!seen.Add(id) || FindObject(id) is not { } member)
                    continue;
                found.Add(member);
                if (member is DirectoryGroup nested)
                    Collect(nested);
            }
        }
    }

    internal void Add(Application application) => applications.Add(application);

    internal void Add(ServicePrincipal principal) => servicePrincipals.Add(principal);

    internal void Add(AppRoleAssignment assignment) => appRoleAssignments.Add(assignment);

    internal void Add(PermissionGrant grant) => grants.Add(grant);

    internal void Add(DirectoryRole role) => directoryRoles.Add(role);

    internal void Add(RoleAssignment assignment) => roleAssignments.Add(assignment);

    internal void Replace(PermissionGrant grant) => Replace(grants, g => g.Id == grant.Id, grant);

    internal void Remove(AppRoleAssignment assignment) => appRoleAssignments.Remove(assignment);

    internal void Remove(PermissionGrant grant) => grants.Remove(grant);

    internal void Remove(RoleAssignment assignment) => roleAssignments.Remove(assignment);

    /// <summary>Deletes an application softly, and its service principal with it.</summary>
    internal void Delete(Application application)
    {
        applications.Remove(application);
        deleted.Add(application);
        application.Graph["deletedDateTime"] = OData.EntityModel.Instant(Now);
        if (servicePrincipals.Find(s => s.AppId == application.AppId) is { } principal)
            Delete(principal);
    }

    internal void Purge(Application application) => deleted.Remove(application);

    internal void Restore(Application application)
    {
        deleted.Remove(application);
        application.Graph["deletedDateTime"] = null;
        applications.Add(application);
    }

    /// <summary>Deletes a service principal and whatever was granted to it, or by it.</summary>
    internal void Delete(ServicePrincipal principal)
    {
        servicePrincipals.Remove(principal);
        appRoleAssignments.RemoveAll(a => a.PrincipalId == principal.Id || a.ResourceId == principal.Id);
        grants.RemoveAll(g => g.ClientId == principal.Id || g.ResourceId == principal.Id);
        roleAssignments.RemoveAll(a => a.PrincipalId == principal.Id);
    }

    private static void Replace<T>(List<T> list, Predicate<T> same, T item)
    {
        int index = list.FindIndex(same);
        if (index < 0)
            list.Add(item);
        else
            list[index] = item;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (Gate)
            return read();
    }
}
