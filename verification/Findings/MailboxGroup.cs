using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Mailboxes whose probes by one protocol ended alike, and what must be known to say so.</summary>
/// <param name="Addresses">Their addresses, at least one.</param>
/// <param name="Detail">The answer of the first of them, or null.</param>
/// <param name="NoneReachable">Whether the protocol reached no mailbox at all.</param>
/// <param name="WhyDenied">Why the protocol refuses an application, usually.</param>
/// <param name="SetUpByScript">Whether the rights of this protocol come from the stack's <c>exchangeSetup</c> script.</param>
/// <param name="Scoped">Whether the stack limits mail permissions to some mailboxes.</param>
internal sealed record MailboxGroup(
    IReadOnlyList<string> Addresses, string? Detail, bool NoneReachable, string WhyDenied, bool SetUpByScript, bool Scoped)
{
    /// <summary>Their addresses, the first five by name.</summary>
    public string Subject => Words.Names(Addresses, 5);

    /// <summary>One wording for one mailbox, another for several.</summary>
    public string Choose(string one, string many) => Words.Choose(Addresses.Count, one, many);
}
