using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>What one look found.</summary>
/// <param name="Summary">One line: what was proven, or why it is open.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Open">Whether the check could not be judged.</param>
/// <param name="WaitingFor">What replication may still bring, where it explains every error; else null.</param>
/// <param name="FailureClass">Exit code instead of the check's own.</param>
internal sealed record CheckOutcome(
    string Summary, IReadOnlyList<Finding> Findings, bool Open = false, string? WaitingFor = null, VerificationExitCode? FailureClass = null)
{
    public static CheckOutcome LeftOpen(string reason) => new(reason, [], Open: true);

    public CheckStatus Status =>
        Findings.Any(f => f.Severity == Severity.Error) ? CheckStatus.Failed
        : Open ? CheckStatus.Open
        : Findings.Any(f => f.Severity == Severity.Warning) ? CheckStatus.Warning
        : CheckStatus.Passed;
}
