namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>The tagged answer to an IMAP command.</summary>
/// <param name="Ok">Whether the command succeeded.</param>
/// <param name="Text">The tagged line without its tag.</param>
/// <param name="Challenge">The last continuation line's text; null where there was none.</param>
/// <param name="Untagged">The untagged lines before it.</param>
internal sealed record ImapReply(bool Ok, string Text, string? Challenge, IReadOnlyList<string> Untagged);
