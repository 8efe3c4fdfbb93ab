using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Probes mailboxes by one protocol, as the product does.</summary>
internal interface IMailboxProbe
{
    /// <summary>Probes each account's mailbox. Where it is cancelled, what was told by then is what is known.</summary>
    /// <param name="session">The integration.</param>
    /// <param name="accounts">Whose mailboxes.</param>
    /// <param name="answered">Told every answer once, with the account's number from 0, as soon as it is there: in any order, one call
    /// at a time.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    Task ProbeAsync(IntegrationSession session, IReadOnlyList<Account> accounts, Action<int, MailboxAnswer> answered,
        CancellationToken cancellationToken);

    /// <summary>Reads the answers in the light of each other and of what other protocols learned.</summary>
    IReadOnlyList<MailboxAnswer> Interpret(IReadOnlyList<MailboxAnswer> answers, MailboxEvidence evidence) => answers;

    /// <summary>The organization's mailboxes where the protocol itself can list them, else null.</summary>
    Task<MailboxListing?> ListAsync(IntegrationSession session, CancellationToken cancellationToken) =>
        Task.FromResult<MailboxListing?>(null);
}
