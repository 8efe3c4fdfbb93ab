namespace TenantOnboarding.HandOver.MailStore;

/// <summary>MailStore does not answer, refuses, or answers what this program does not know. The message names what was found, what was
/// expected and the fix.</summary>
/// <param name="message">The message.</param>
/// <param name="lost">Whether no whole answer came, so that what was asked for may have been done.</param>
public sealed class MailStoreException(string message, bool lost = false) : Exception(message)
{
    /// <summary>Whether no whole answer came, so that what was asked for may have been done.</summary>
    public bool Lost { get; } = lost;
}
