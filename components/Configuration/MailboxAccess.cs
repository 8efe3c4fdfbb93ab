namespace TenantOnboarding.Configuration;

/// <summary>The protocol by which a product reaches mailboxes.</summary>
public enum MailboxAccess
{
    /// <summary>Exchange Web Services; <c>ews</c>. Needs the tenant's allow list and ends on <see cref="ExchangeWebServices.EndOfLife"/>.</summary>
    Ews,

    /// <summary>Microsoft Graph; <c>graph</c>.</summary>
    Graph,

    /// <summary>IMAP with XOAUTH2; <c>imap</c>.</summary>
    Imap,

    /// <summary>Exchange Online PowerShell, app-only; <c>exchange-powershell</c>.</summary>
    ExchangePowerShell,
}
