namespace TenantOnboarding.Verification.Results;

/// <summary>What a verification comes to, in one word.</summary>
public enum VerdictKind
{
    /// <summary>Everything is as declared.</summary>
    Ready,
    /// <summary>As declared, with something to look at.</summary>
    ReadyWithWarnings,
    /// <summary>Nothing failed, but an application's sign-in could not be tried.</summary>
    NotProven,
    /// <summary>Nothing that answered failed, but a service did not answer in time.</summary>
    Unanswered,
    /// <summary>Something is not as declared, or a strict verification found warnings.</summary>
    NotReady,
    /// <summary>Nothing failed, but only a sample of the mailboxes was tried.</summary>
    Sampled,
    /// <summary>Cancelled before its end: what is known is not all.</summary>
    Partial,
}
