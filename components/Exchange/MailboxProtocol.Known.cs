using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Exchange;

public sealed partial record MailboxProtocol
{
    /// <summary>
    /// Exchange Web Services. Needs the tenant's allow list; Microsoft switches it off for every tenant, without exceptions.
    /// </summary>
    public static MailboxProtocol Ews { get; } = new("ews")
    {
        DisplayName = "Exchange Web Services",
        Permission = PermissionCatalogue.FullAccessAsApp,
        EndsOn = new DateOnly(2027, 4, 1),
        TenantMust = "the tenant must allow the application "
            + "(EwsEnabled true, EwsAllowedAppIDs with its client id: the output exchangeSetup does it)",
        Setup = EwsSetup.AllowList,
        Tests = EwsSetup.Tests,
    };

    /// <summary>Microsoft Graph.</summary>
    public static MailboxProtocol Graph { get; } = new("graph")
    {
        DisplayName = "Microsoft Graph",
        Permission = PermissionCatalogue.MailRead,
        DeletingPermission = PermissionCatalogue.MailReadWrite,
    };

    /// <summary>IMAP with XOAUTH2.</summary>
    public static MailboxProtocol Imap { get; } = new("imap")
    {
        DisplayName = "IMAP",
        Permission = PermissionCatalogue.ImapAccessAsApp,
        WhyNoAdministrativeUnit =
            "name a group: IMAP is granted mailbox by mailbox, and Exchange lists no mailboxes by administrative unit",
        NeedsServicePrincipal = true,
        Setup = ImapSetup.MailboxPermissions,
        Tests = ImapSetup.Tests,
    };

    /// <summary>Exchange Online PowerShell, app-only.</summary>
    public static MailboxProtocol ExchangePowerShell { get; } = new("exchange-powershell")
    {
        DisplayName = "Exchange Online PowerShell",
        Permission = PermissionCatalogue.ExchangeManageAsApp,
        WhyNoScope = "remove it: what PowerShell may do is decided by exchangeRole, which no mailbox scope limits",
        NeedsRole = true,
        Tests = PowerShellSetup.Tests,
    };

    /// <summary>Every protocol.</summary>
    public static IReadOnlyList<MailboxProtocol> Known { get; } = [Ews, Graph, Imap, ExchangePowerShell];
}
