using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>What a probe of one mailbox found.</summary>
/// <param name="Account">The mailbox's account.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">The answer as it was found, or null.</param>
internal sealed record MailboxAnswer(Account Account, MailboxOutcome Outcome, string? Detail = null)
{
    /// <summary>Whether an online archive was seen beside it; most protocols cannot see one.</summary>
    public bool HasArchive { get; init; }

    public bool Reachable => Outcome == MailboxOutcome.Reachable;

    /// <summary>The answer as a verdict of the report.</summary>
    public MailboxVerdict ToVerdict(MailboxProtocol protocol) => new(
        Account.Address, Account.DisplayName, protocol.Key, Outcome.Status, Outcome.Kind?.Code,
        Reachable && Account.LooksShared ? $"{Outcome.Reason} ({Account.KindInWords})" : Outcome.Reason);
}
