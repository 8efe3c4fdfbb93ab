namespace TenantOnboarding.Verification.Results;

/// <summary>What a probe of one mailbox by one protocol found.</summary>
/// <param name="Address">Address of the mailbox.</param>
/// <param name="DisplayName">Display name of its account.</param>
/// <param name="Protocol">ews, graph, imap or exchange-powershell.</param>
/// <param name="Status">What was proven.</param>
/// <param name="Code">Code of the finding; null where the mailbox is reachable.</param>
/// <param name="Reason">The verdict in plain words.</param>
public sealed record MailboxVerdict(string Address, string DisplayName, string Protocol, MailboxStatus Status, string? Code, string Reason)
{
    /// <summary>Whether it is not as declared, or not known to be.</summary>
    internal bool IsMissed => Status is MailboxStatus.Warning or MailboxStatus.Failed;
}
