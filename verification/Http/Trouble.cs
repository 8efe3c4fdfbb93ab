namespace TenantOnboarding.Verification.Http;

/// <summary>Why a question has to be asked again: the service failed, or asked to slow down.</summary>
/// <param name="Detail">What came instead of an answer.</param>
/// <param name="Throttled">Whether the service asked to slow down.</param>
/// <param name="Wait">How long it asks to wait, or null where it does not say.</param>
internal sealed record Trouble(string Detail, bool Throttled = false, TimeSpan? Wait = null)
{
    /// <summary>Whether the wait is for every question to the service, and not for this one alone.</summary>
    public bool ForAll => Throttled && !OfOneQuestion;

    /// <summary>Whether the limit is that of a single mailbox, so that it says nothing about others.</summary>
    public bool OfOneQuestion { get; init; }
}
