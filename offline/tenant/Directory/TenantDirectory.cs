using System.Diagnostics.CodeAnalysis;
using SimulatedTenant.Options;

namespace SimulatedTenant.Directory;

/// <summary>
/// What the tenant holds. Handlers work on it inside <see cref="Gate"/>; the public members enter it themselves and hand out snapshots, so
/// a test may look at a tenant that is serving.
/// </summary>
public sealed partial class TenantDirectory
{
    /// <summary>Name of the seeded application that deploys.</summary>
    internal const string DeployerName = "Deployment";

    /// <summary>Name of the seeded application that reads.</summary>
    internal const string OperatorName = "Operator";

    private readonly TimeProvider _clock;
    private long _writes;
    private readonly Dictionary<Type, object> _stores = [];
    private readonly StoreIndex<Guid, Application> _applicationsByAppId;
    private readonly StoreIndex<Guid, ServicePrincipal> _principalsByAppId;
    private readonly StoreIndex<string, DirectoryUser> _usersByName;
    private readonly StoreIndex<string, DirectoryUser> _usersByAddress;

    internal TenantDirectory(TenantOptions options, TimeProvider clock)
    {
        _clock = clock;
        TenantId = options.TenantId;
        Domain = options.Domain;
        MailDomain = options.EffectiveMailDomain;
        Domain[] verified = Domain == MailDomain
            ? [new(Domain, IsInitial: true, IsDefault: true)]
            : [new(Domain, IsInitial: true, IsDefault: false), new(MailDomain, IsInitial: false, IsDefault: true)];
        Domains = [.. verified, .. options.UnverifiedDomains.Select(name => new Domain(name, false, false, IsVerified: false))];
        Replication = options.Replication;
        ApplicationStore = Store<Guid, Application>();
        DeletedApplications = new(this);
        ServicePrincipalStore = Store<Guid, ServicePrincipal>();
        AppRoleAssignmentStore = Store<string, AppRoleAssignment>();
        PermissionGrantStore = Store<string, PermissionGrant>();
        DirectoryRoleStore = Store<Guid, DirectoryRole>();
        RoleAssignmentStore = Store<string, RoleAssignment>();
        UserStore = Store<Guid, DirectoryUser>();
        GroupStore = Store<Guid, DirectoryGroup>();
        AdministrativeUnitStore = Store<Guid, AdministrativeUnit>();
        _applicationsByAppId = ApplicationStore.IndexBy<Guid>(application => [application.AppId]);
        _principalsByAppId = ServicePrincipalStore.IndexBy<Guid>(principal => [principal.AppId]);
        _usersByName = UserStore.IndexBy<string>(user => [user.UserPrincipalName], StringComparer.OrdinalIgnoreCase);
        _usersByAddress = UserStore.IndexBy(Addresses, AddressComparer.Instance);
        Exchange = new(this, options);
    }

    /// <summary>The tenant's id.</summary>
    public Guid TenantId { get; }

    /// <summary>The initial domain.</summary>
    public string Domain { get; }

    /// <summary>The domain of mail addresses.</summary>
    public string MailDomain { get; }

    /// <summary>Its domains, the initial one first, those that nobody verified last.</summary>
    internal IReadOnlyList<Domain> Domains { get; }

    /// <summary>Display name of the organization.</summary>
    public string DisplayName => char.ToUpperInvariant(Domain[0]) + Domain[1..].Split('.')[0];

    /// <summary>The Exchange side: EWS policy, service principals, scopes, mailbox permissions.</summary>
    public ExchangeOrganization Exchange { get; }

    /// <summary>Policy for the credentials of applications; changing it takes effect at once.</summary>
    public AppManagementPolicy AppManagementPolicy
    {
        get => Volatile.Read(ref field);
        set => Volatile.Write(ref field, value);
    } = new();

    /// <summary>Applications, in the order of their making.</summary>
    public IReadOnlyList<Application> Applications => ApplicationStore.Snapshot();

    /// <summary>Service principals: Microsoft's two first.</summary>
    public IReadOnlyList<ServicePrincipal> ServicePrincipals => ServicePrincipalStore.Snapshot();

    /// <summary>Consented application permissions.</summary>
    public IReadOnlyList<AppRoleAssignment> AppRoleAssignments => AppRoleAssignmentStore.Snapshot();

    /// <summary>Consented delegated permissions.</summary>
    public IReadOnlyList<PermissionGrant> PermissionGrants => PermissionGrantStore.Snapshot();

    /// <summary>Activated directory roles.</summary>
    public IReadOnlyList<DirectoryRole> DirectoryRoles => DirectoryRoleStore.Snapshot();

    /// <summary>Assignments of directory roles.</summary>
    public IReadOnlyList<RoleAssignment> RoleAssignments => RoleAssignmentStore.Snapshot();

    /// <summary>Users: the small company first, then the synthetic ones.</summary>
    public IReadOnlyList<DirectoryUser> Users => UserStore.Snapshot();

    /// <summary>Groups.</summary>
    public IReadOnlyList<DirectoryGroup> Groups => GroupStore.Snapshot();

    /// <summary>Administrative units.</summary>
    public IReadOnlyList<AdministrativeUnit> AdministrativeUnits => AdministrativeUnitStore.Snapshot();

    /// <summary>Grows with each request that may have changed something.</summary>
    internal long Writes => Interlocked.Read(ref _writes);

    internal DirectoryGate Gate { get; } = new();

    internal ReplicationOptions Replication { get; }

    internal DateTimeOffset Now => _clock.GetUtcNow();

    internal Store<Guid, Application> ApplicationStore { get; }

    internal Store<Guid, Application> DeletedApplications { get; }

    internal Store<Guid, ServicePrincipal> ServicePrincipalStore { get; }

    internal Store<string, AppRoleAssignment> AppRoleAssignmentStore { get; }

    internal Store<string, PermissionGrant> PermissionGrantStore { get; }

    internal Store<Guid, DirectoryRole> DirectoryRoleStore { get; }

    internal Store<string, RoleAssignment> RoleAssignmentStore { get; }

    internal Store<Guid, DirectoryUser> UserStore { get; }

    internal Store<Guid, DirectoryGroup> GroupStore { get; }

    internal Store<Guid, AdministrativeUnit> AdministrativeUnitStore { get; }

    /// <summary>Adds a user, or replaces the one of the same id.</summary>
    /// <exception cref="ArgumentException">Another user has the same user principal name.</exception>
    public void SetUser(DirectoryUser user)
    {
        ArgumentNullException.ThrowIfNull(user);
        using (Gate.Write())
        {
            if (_usersByName.Find(user.UserPrincipalName) is { } holder && holder.Id != user.Id)
            {
                throw new ArgumentException(
                    $"The user principal name '{user.UserPrincipalName}' belongs to user {holder.Id}.", nameof(user));
            }
            UserStore.Set(user);
        }
    }

    /// <summary>Adds a group, or replaces the one of the same id.</summary>
    public void SetGroup(DirectoryGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        using (Gate.Write())
            GroupStore.Set(group);
    }

    /// <summary>Adds an administrative unit, or replaces the one of the same id.</summary>
    public void SetAdministrativeUnit(AdministrativeUnit unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        using (Gate.Write())
            AdministrativeUnitStore.Set(unit);
    }

    /// <summary>The user with this user principal name, mail or other address; null when there is none.</summary>
    public DirectoryUser? FindUser(string nameOrAddress)
    {
        ArgumentNullException.ThrowIfNull(nameOrAddress);
        using (Gate.Read())
            return _usersByName.Find(nameOrAddress) ?? _usersByAddress.Find(nameOrAddress);
    }

    /// <summary>The group of this display name; null when there is none.</summary>
    public DirectoryGroup? FindGroup(string displayName)
    {
        using (Gate.Read())
            return GroupStore.All.FirstOrDefault(group => group.DisplayName.Equals(displayName, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The store of a kind. It is made when it is first asked for, so a new kind of object needs no line here.</summary>
    internal Store<TKey, T> Store<TKey, T>()
        where TKey : notnull
        where T : class, IEntity<TKey>
    {
        lock (_stores)
        {
            if (_stores.TryGetValue(typeof(T), out object? present))
                return (Store<TKey, T>)present;
            Store<TKey, T> store = new(this);
            _stores[typeof(T)] = store;
            return store;
        }
    }

    /// <summary>Whether something can be seen: replication is done with it, or whoever looks has made it and may see that.</summary>
    internal bool Sees<T>(Row<T> row) => row.VisibleAt == DateTimeOffset.MinValue
        || row.VisibleAt <= Now
        || Replication.ReadYourWrites && row.Writer != Guid.Empty && row.Writer == DirectoryGate.Visitor;

    /// <summary>Notes that a request may have changed something.</summary>
    internal void CountWrite() => Interlocked.Increment(ref _writes);

    /// <summary>The id of something that the tenant has from its start, the same in every run.</summary>
    internal Guid SeededId(string kind, string name) => StableGuid.From($"{TenantId}/{kind}/{name.ToLowerInvariant()}");

    /// <summary>Whether a tenant id or domain names this tenant.</summary>
    internal bool IsTenant(string idOrDomain) => Guid.TryParse(idOrDomain, out Guid id)
        ? id == TenantId
        : idOrDomain.Equals(Domain, StringComparison.OrdinalIgnoreCase)
            || idOrDomain.Equals(MailDomain, StringComparison.OrdinalIgnoreCase);

    internal bool TryGetUser(Guid id, [NotNullWhen(true)] out DirectoryUser? user)
    {
        user = UserStore.Find(id);
        return user is not null;
    }

    /// <summary>Looks up by id or user principal name, as Graph does in <c>/users/{…}</c>.</summary>
    internal DirectoryUser? FindUserByKey(string key)
    {
        if (Guid.TryParse(key, out Guid id))
            return UserStore.Find(id);
        return _usersByName.Find(key);
    }

    internal Application? FindApplicationOf(Guid appId) => _applicationsByAppId.Find(appId);

    /// <summary>The user of this user principal name; null when there is none.</summary>
    internal DirectoryUser? FindUserByName(string name) => _usersByName.Find(name);

    internal ServicePrincipal? FindServicePrincipalOf(Guid appId) => _principalsByAppId.Find(appId);

    /// <summary>Whether an application has a service principal, replicated or not.</summary>
    internal bool HasServicePrincipal(Guid appId) => _principalsByAppId.FindAny(appId).Any();

    /// <summary>A user, group or service principal; null when there is none.</summary>
    internal object? FindObject(Guid id) => UserStore.Find(id) ?? (object?)GroupStore.Find(id) ?? ServicePrincipalStore.Find(id);

    /// <summary>Direct and nested members, each once; groups come before what is in them.</summary>
    internal IReadOnlyList<object> TransitiveMembers(DirectoryGroup group)
    {
        List<object> found = [];
        HashSet<Guid> seen = [group.Id];
        Stack<Guid> open = new(group.Members.Reverse());
        while (open.TryPop(out Guid id))
        {
            if (!seen.Add(id) || FindObject(id) is not { } member)
                continue;
            found.Add(member);
            if (member is DirectoryGroup nested)
            {
                foreach (Guid inner in nested.Members.Reverse())
                    open.Push(inner);
            }
        }
        return found;
    }

    /// <summary>Deletes an application softly, and its service principal with it.</summary>
    internal void Delete(Application application)
    {
        ApplicationStore.Remove(application);
        DeletedApplications.Add(application);
        if (_principalsByAppId.FindAny(application.AppId).FirstOrDefault() is { } principal)
            Delete(principal);
    }

    internal void Restore(Application application)
    {
        DeletedApplications.Remove(application);
        ApplicationStore.Add(application);
    }

    /// <summary>Deletes a service principal and whatever was granted to it, or by it.</summary>
    internal void Delete(ServicePrincipal principal)
    {
        ServicePrincipalStore.Remove(principal);
        AppRoleAssignmentStore.RemoveAll(a => a.PrincipalId == principal.Id || a.ResourceId == principal.Id);
        PermissionGrantStore.RemoveAll(g => g.ClientId == principal.Id || g.ResourceId == principal.Id);
        RoleAssignmentStore.RemoveAll(a => a.PrincipalId == principal.Id);
    }

    private static IEnumerable<string> Addresses(DirectoryUser user) =>
        user.Mail is { } mail ? [mail, .. user.ProxyAddresses] : user.ProxyAddresses;
}
