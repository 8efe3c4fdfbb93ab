using TenantOnboarding.Verification.Directory;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>What a protocol says by itself about which mailboxes there are.</summary>
/// <param name="Mailboxes">The mailboxes; empty where it refused to list them.</param>
/// <param name="Refusal">Why it refused, or null where it did not.</param>
/// <param name="Detail">The refusal as it was found, or null.</param>
internal sealed record MailboxListing(IReadOnlyList<Account> Mailboxes, MailboxOutcome? Refusal = null, string? Detail = null);
