using static TenantOnboarding.Components.Permissions.PermissionKind;

namespace TenantOnboarding.Components.Permissions;

/// <summary>
/// What each permission is called, what its id is and why a product needs it. Ids: Microsoft's published list of app roles for
/// Microsoft Graph, Microsoft's Exchange documentation for <c>full_access_as_app</c> and <c>Exchange.ManageAsApp</c>; the ids of the
/// IMAP, POP and SMTP roles are from third-party sources. A deployment compares every id with the tenant's own, and stops where they
/// differ.  </summary>
public static class PermissionCatalogue
{
    /// <summary>User synchronization: every user, group and membership.</summary>
    public static Permission DirectoryRead { get; } = Graph("Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61",
        "reads users, groups and memberships for user synchronization",
        "every user, group, device and application of the directory, read only");

    /// <summary>Sign-in of a user on the product's web page.</summary>
    public static Permission UserRead { get; } = new(Api.MicrosoftGraph, Delegated, "User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
        "signs a user in and reads that user's own profile", "the profile of the user who signs in");

    /// <summary>Mail through Graph, read only.</summary>
    public static Permission MailRead { get; } = Graph("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01",
        "archives mail through Microsoft Graph", "the mail of every mailbox, read only", "Application Mail.Read");

    /// <summary>Mail through Graph, with deletion after archiving.</summary>
    public static Permission MailReadWrite { get; } = Graph("Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9",
        "archives mail through Microsoft Graph and deletes it from the mailbox afterwards",
        "the mail of every mailbox, to read, change and delete", "Application Mail.ReadWrite");

    /// <summary>What each mailbox is for, for the verification.</summary>
    public static Permission MailboxSettingsRead { get; } = Graph("MailboxSettings.Read", "40f97065-369a-49f4-947c-6a255697ae91",
        "reads mailbox settings", "every mailbox's settings, read only", "Application MailboxSettings.Read");

    /// <summary>Mail through Exchange Web Services.</summary>
    public static Permission FullAccessAsApp { get; } = Exchange("full_access_as_app", "dc890d15-9560-4a4c-9b7f-a736ec74ec40",
        "archives mail through Exchange Web Services", "everything in every mailbox, to read, change, delete and send",
        "Application EWS.AccessAsApp");

    /// <summary>Mail through IMAP; each mailbox needs a mailbox permission too.</summary>
    public static Permission ImapAccessAsApp { get; } = Exchange("IMAP.AccessAsApp", "5e5addcd-3e8d-4e90-baf5-964efab2b20a",
        "archives mail through IMAP", "the mail of those mailboxes on which Exchange grants it a mailbox permission");

    /// <summary>Exchange Online PowerShell; what it may do is decided by a directory role.</summary>
    public static Permission ExchangeManageAsApp { get; } = Exchange("Exchange.ManageAsApp", "dc50a0fb-09a3-484d-be87-e023b12c6440",
        "runs Exchange Online PowerShell without a user", "whatever the directory role of the application allows in Exchange");

    /// <summary>Every permission with a known meaning; a stack may name others, which the tenant must then know.</summary>
    public static IReadOnlyList<Permission> All { get; } =
    [
        DirectoryRead,
        UserRead,
        MailRead,
        MailReadWrite,
        Graph("Mail.ReadBasic", "6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a", "lists mail without bodies",
            "sender, recipients, subject and dates of all mail", "Application Mail.ReadBasic"),
        Graph("Mail.ReadBasic.All", "693c5e45-0940-467d-9b8a-1022fb9d42ef", "lists mail without bodies",
            "sender, recipients, subject and dates of all mail", "Application Mail.ReadBasic"),
        Graph("User.Read.All", "df021288-bdef-4463-88db-98f22de89214", "reads users", "every user's full profile, read only"),
        Graph("User.ReadBasic.All", "97235f07-e226-4f63-ace3-39588e11d3a1", "reads users' names and addresses",
            "every user's name, address and picture"),
        Graph("Group.Read.All", "5b567255-7703-4780-807c-7be8301ae99b", "reads groups",
            "every group with its members, conversations and files, read only"),
        Graph("GroupMember.Read.All", "98830695-27a2-44f7-8c18-0c3ebc9698f6", "reads groups' members", "every group with its members"),
        Graph("Organization.Read.All", "498476ce-e0fe-48b0-b801-37ba7e2685c6", "reads the organization and its subscriptions",
            "the organization's name, domains and subscriptions"),
        Graph("Application.Read.All", "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30", "reads applications",
            "every application and service principal, read only"),
        Graph("Policy.Read.All", "246dd0d5-5bd0-4def-940b-0421030a5b68", "reads the tenant's policies", "the tenant's policies, read only"),
        MailboxSettingsRead,
        Graph("MailboxFolder.Read.All", "99280d24-a782-4793-93cc-0888549957f6", "reads mailbox folders", "the folders of every mailbox",
            "Application MailboxFolder.Read"),
        Graph("MailboxItem.Read.All", "7d9f353d-a7bd-4fbb-822a-26d5dd39a3ce", "reads mailbox items",
            "everything in every mailbox, read only", "Application MailboxItem.Read"),
        Graph("MailboxItem.Export.All", "937550e9-33a3-494b-88ae-d9cd394b1fbb", "exports mailbox items in full fidelity",
            "everything in every mailbox, to export", "Application MailboxItem.Export"),
        Graph("MailboxItem.ImportExport.All", "76577085-e73d-4f1d-b26a-85fb33892327", "exports and restores mailbox items in full fidelity",
            "everything in every mailbox, to export and to add", "Application MailboxItem.ImportExport"),
        FullAccessAsApp,
        ExchangeManageAsApp,
        Exchange("Exchange.ManageAsAppV2", null, "uses the Exchange admin API without a user",
            "whatever the directory role of the application allows in Exchange"),
        ImapAccessAsApp,
        Exchange("POP.AccessAsApp", "cb842b43-da6e-4506-86fe-bb12199c656d", "fetches mail through POP3",
            "the mail of those mailboxes on which Exchange grants it a mailbox permission"),
        Exchange("SMTP.SendAsApp", "7146a1f0-8703-45b3-9eae-527a64c00995", "sends mail through SMTP",
            "sending as those mailboxes on which Exchange grants it a permission"),
        Exchange("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01", "reads mail through the Exchange API",
            "the mail of every mailbox, read only"),
        Exchange("Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9", "reads and changes mail through the Exchange API",
            "the mail of every mailbox, to read, change and delete"),
        Exchange("MailboxSettings.Read", "d45fa9f8-36e5-4cd2-b601-b063c7cf9ac2", "reads mailbox settings",
            "every mailbox's settings, read only"),
        Exchange("User.Read.All", "bf24470f-10c1-436d-8d53-7b997eb473be", "reads users", "every user's full profile, read only"),
    ];

    /// <summary>The permission of that value under that API, or null where the catalogue does not know it.</summary>
    public static Permission? Find(Api api, PermissionKind kind, string value) =>
        All.FirstOrDefault(permission => permission.Api == api && permission.Kind == kind && permission.Value == value);

    private static Permission Graph(string value, string id, string why, string exposes, string? exchangeRole = null) =>
        new(Api.MicrosoftGraph, Application, value, id, why, exposes) { ExchangeApplicationRole = exchangeRole };

    private static Permission Exchange(string value, string? id, string why, string exposes, string? exchangeRole = null) =>
        new(Api.ExchangeOnline, Application, value, id, why, exposes) { ExchangeApplicationRole = exchangeRole };
}
