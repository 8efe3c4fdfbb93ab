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

    /// <summary>Whether it says no more than that the mailbox is reachable.</summary>
    public bool IsPlain => Reachable && Detail is null && !HasArchive;

    /// <summary>Answers, of which some mean another thing in the light of what else is known; only those are kept anew.</summary>
    /// <param name="answers">The answers.</param>
    /// <param name="meaning">What one means; the same object where it means what it says.</param>
    public static IReadOnlyList<MailboxAnswer> Read(IReadOnlyList<MailboxAnswer> answers, Func<MailboxAnswer, MailboxAnswer> meaning)
    {
        Dictionary<int, MailboxAnswer> others = [];
        foreach ((int index, MailboxAnswer answer) in answers.Index())
        {
            if (meaning(answer) is MailboxAnswer read && !ReferenceEquals(read, answer))
                others.Add(index, read);
        }
        return others.Count == 0 ? answers
            : new ComputedList<MailboxAnswer>(answers.Count, index => others.GetValueOrDefault(index) ?? answers[index]);
    }

    /// <summary>The answer as a verdict of the report.</summary>
    public MailboxVerdict ToVerdict(MailboxProtocol protocol) => new(
        Account.Address, Account.DisplayName, protocol.Key, Outcome.Status, Outcome.Kind?.Code,
        Reachable && Account.LooksShared ? $"{Outcome.Reason} ({Account.KindInWords})" : Outcome.Reason);
}
