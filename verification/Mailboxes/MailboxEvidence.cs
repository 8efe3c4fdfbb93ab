namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>What other protocols learned about mailboxes: that they are there, or why they are not.</summary>
internal sealed class MailboxEvidence
{
    private readonly Dictionary<string, MailboxOutcome> _outcomes = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="earlier">What was learned, the earliest first; a later protocol knows better.</param>
    public MailboxEvidence(IEnumerable<ProbedMailboxes> earlier)
    {
        foreach (MailboxAnswer answer in earlier.SelectMany(probed => probed.Answers))
        {
            if (answer.Reachable || answer.Outcome == MailboxOutcome.NotProvisioned || answer.Outcome == MailboxOutcome.OnPremises)
                _outcomes[answer.Account.Id] = answer.Outcome;
        }
    }

    /// <summary>What is known about an account's mailbox: <see cref="MailboxOutcome.Reachable"/>, why it is not there, or null.</summary>
    public MailboxOutcome? Of(string accountId) => _outcomes.GetValueOrDefault(accountId);
}
