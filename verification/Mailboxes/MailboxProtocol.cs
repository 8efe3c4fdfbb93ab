using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>A protocol by which a product reaches mailboxes, and all that follows from it.</summary>
/// <param name="Key">Its name in the outputs document, which is the one in the stack's configuration.</param>
/// <param name="Name">What to call it.</param>
/// <param name="Probe">Reaches mailboxes by it, as the product does.</param>
internal sealed record MailboxProtocol(string Key, string Name, IMailboxProbe Probe)
{
    /// <summary>What to call it in the heading of a column; default <see cref="Name"/>.</summary>
    public string ShortName { get; init; } = Name;

    /// <summary>The API whose tokens it takes.</summary>
    public required Guid Api { get; init; }

    /// <summary>Why it refuses an application, usually.</summary>
    public required string WhyDenied { get; init; }

    /// <summary>Whether its rights come from the stack's <c>exchangeSetup</c> script, even without a mailbox scope.</summary>
    public bool SetUpByScript { get; init; }

    /// <summary>Whether a mailbox scope limits it; default true.</summary>
    public bool Scoped { get; init; } = true;

    /// <summary>Whether it does not tell why it refuses, so that what other protocols learned decides; those go first.</summary>
    public bool NeedsEvidence { get; init; }

    public static MailboxProtocol Ews { get; } = new("ews", "Exchange Web Services", new EwsProbe())
    {
        ShortName = "EWS",
        Api = WellKnown.ExchangeOnline,
        WhyDenied = "full_access_as_app is not effective",
    };

    public static MailboxProtocol Graph { get; } = new("graph", "Microsoft Graph", new GraphProbe())
    {
        Api = WellKnown.MicrosoftGraph,
        WhyDenied = "no mail permission is effective",
    };

    public static MailboxProtocol ExchangePowerShell { get; } = new("exchange-powershell", "Exchange Online PowerShell",
        new ExchangePowerShellProbe())
    {
        ShortName = "Exchange PowerShell",
        Api = WellKnown.ExchangeOnline,
        WhyDenied = "Exchange.ManageAsApp or the Exchange role is not effective",
        Scoped = false,
    };

    public static MailboxProtocol Imap { get; } = new("imap", "IMAP", new ImapProbe())
    {
        Api = WellKnown.ExchangeOnline,
        WhyDenied = "IMAP.AccessAsApp is not effective, or Exchange Online does not know the application",
        SetUpByScript = true,
        NeedsEvidence = true,
    };

    /// <summary>All protocols, in the order in which they are tried; the schema of the outputs document names the same.</summary>
    public static IReadOnlyList<MailboxProtocol> All { get; } = [Ews, Graph, ExchangePowerShell, Imap];

    /// <summary>Whether an integration declares it.</summary>
    public bool IsUsedBy(IntegrationOutputs integration) => integration.MailboxAccess.Contains(Key);
}
