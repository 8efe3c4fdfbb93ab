using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Probes mailboxes by one protocol, as the product does.</summary>
internal interface IMailboxProbe
{
    /// <summary>Probes each account's mailbox; one answer per account, in their order.</summary>
    /// <param name="session">The integration.</param>
    /// <param name="accounts">Whose mailboxes.</param>
    /// <param name="advanced">Told how many have answered.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    Task<IReadOnlyList<MailboxAnswer>> ProbeAsync(
        IntegrationSession session, IReadOnlyList<Account> accounts, Action<int> advanced, CancellationToken cancellationToken);

    /// <summary>Reads the answers in the light of each other and of what other protocols learned.</summary>
    IReadOnlyList<MailboxAnswer> Interpret(IReadOnlyList<MailboxAnswer> answers, MailboxEvidence evidence) => answers;

    /// <summary>The organization's mailboxes where the protocol itself can list them, else null.</summary>
    Task<MailboxListing?> ListAsync(IntegrationSession session, CancellationToken cancellationToken) =>
        Task.FromResult<MailboxListing?>(null);
}
