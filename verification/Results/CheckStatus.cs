namespace TenantOnboarding.Verification.Results;

/// <summary>How a check ended.</summary>
public enum CheckStatus
{
    /// <summary>As declared.</summary>
    Passed,
    /// <summary>As declared, with something to look at.</summary>
    Warning,
    /// <summary>Not as declared.</summary>
    Failed,
    /// <summary>Could not be judged with the permissions at hand; the summary says why.</summary>
    Open,
    /// <summary>Could not be judged because a service did not answer in time.</summary>
    Unanswered,
}
