namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>What a check of mailboxes learned by one protocol.</summary>
/// <param name="Answers">One answer per mailbox.</param>
internal sealed record ProbedMailboxes(IReadOnlyList<MailboxAnswer> Answers);
