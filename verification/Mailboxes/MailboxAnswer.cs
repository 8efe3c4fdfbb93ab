using TenantOnboarding.Verification.Directory;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>What a probe of one mailbox found.</summary>
/// <param name="Account">The mailbox's account.</param>
/// <param name="Code">One of <see cref="MailboxCodes"/>; null = reachable.</param>
/// <param name="Detail">The answer as it was found.</param>
internal sealed record MailboxAnswer(Account Account, string? Code, string? Detail = null)
{
    public bool Reachable => Code is null;
}
