namespace TenantOnboarding.Verification.Outputs;

/// <summary>A protocol by which a product reaches mailboxes.</summary>
public enum MailboxAccess
{
    /// <summary>Exchange Web Services with impersonation.</summary>
    Ews,
    /// <summary>Microsoft Graph.</summary>
    Graph,
    /// <summary>IMAP with OAuth.</summary>
    Imap,
    /// <summary>Exchange Online PowerShell, app-only.</summary>
    ExchangePowershell,
}
