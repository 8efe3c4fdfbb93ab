using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Names and probes of the protocols.</summary>
internal static class MailboxProtocol
{
    public static string Name(MailboxAccess access) => access switch
    {
        MailboxAccess.Ews => "ews",
        MailboxAccess.Graph => "graph",
        MailboxAccess.Imap => "imap",
        _ => "exchange-powershell",
    };

    public static string InWords(MailboxAccess access) => access switch
    {
        MailboxAccess.Ews => "Exchange Web Services",
        MailboxAccess.Graph => "Microsoft Graph",
        MailboxAccess.Imap => "IMAP",
        _ => "Exchange Online PowerShell",
    };

    public static IMailboxProbe Probe(MailboxAccess access) => access switch
    {
        MailboxAccess.Ews => new EwsProbe(),
        MailboxAccess.Graph => new GraphProbe(),
        MailboxAccess.Imap => new ImapProbe(),
        _ => new ExchangePowerShellProbe(),
    };
}
