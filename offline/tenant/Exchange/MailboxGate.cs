using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Exchange;

/// <summary>Decides whether an application may open a mailbox, and what Exchange says if not.</summary>
internal sealed class MailboxGate(TenantDirectory directory)
{
    private static readonly string[] FolderRoles = ["Mail.ReadBasic.All", "Mail.Read", "Mail.ReadWrite"];
    private static readonly string[] FolderExchangeRoles =
    [
        "Application Mail.ReadBasic", "Application Mail.Read", "Application Mail.ReadWrite", "Application Mail Full Access",
        "Application MailboxFolder.Read",
    ];

    private static readonly string[] SettingsRoles = ["MailboxSettings.Read"];
    private static readonly string[] SettingsExchangeRoles = ["Application MailboxSettings.Read", "Application MailboxSettings.ReadWrite"];

    /// <summary>A mailbox for <c>mailFolders</c> of Graph.</summary>
    /// <exception cref="GraphException">The access is refused.</exception>
    public DirectoryUser OpenFolders(Caller caller, string key) => Open(caller, key, FolderRoles, FolderExchangeRoles);

    /// <summary>A mailbox for <c>mailboxSettings</c> of Graph.</summary>
    /// <exception cref="GraphException">The access is refused.</exception>
    public DirectoryUser OpenSettings(Caller caller, string key) => Open(caller, key, SettingsRoles, SettingsExchangeRoles);

    private DirectoryUser Open(Caller caller, string key, string[] tokenRoles, string[] exchangeRoles)
    {
        bool everywhere = caller.HasAny(tokenRoles);
        if (!everywhere && caller.Roles.Count == 0 && !directory.Exchange.HasRole(caller.AppId, exchangeRoles))
            throw new GraphException(403, "AccessDenied", "Either scp or roles claim need to be present in the token.");
        DirectoryUser user = Find(key);
        if (!everywhere && !directory.Exchange.RoleReaches(caller.AppId, user, exchangeRoles))
            throw new GraphException(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
        // Exchange looks at the policy only once the token would open the mailbox, and at the mailbox only after that.
        if (everywhere && directory.Exchange.PolicyDenies(caller.AppId, user))
        {
            throw new GraphException(
                403,
                "ErrorAccessDenied",
                "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.");
        }
        return user.Mailbox switch
        {
            { State: MailboxState.Provisioned } => user,
            { State: MailboxState.NotProvisioned } =>
                throw new GraphException(
                    404, "ErrorItemNotFound", "The specified object was not found in the store., Default folder Root not found."),
            _ =>
                throw new GraphException(
                    404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."),
        };
    }

    private DirectoryUser Find(string key)
    {
        if (directory.FindUserByKey(key) is { } user)
            return user;
        if (Guid.TryParse(key, out Guid id) && directory.GroupStore.Find(id) is null)
            throw GraphException.NotFound(key);
        throw new GraphException(404, "ErrorInvalidUser", $"The requested user '{key}' is invalid.");
    }
}
