using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>What one look found.</summary>
/// <param name="Summary">One line: what was proven, or why it is open.</param>
/// <param name="Findings">What was found, in any order.</param>
internal sealed record CheckOutcome(string Summary, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether the check could not be judged.</summary>
    public bool Open { get; init; }

    /// <summary>Whether a service did not answer in time, so that the rest of the check could not be judged.</summary>
    public bool Unanswered { get; init; }

    /// <summary>Whether the verification was stopped before this look ended.</summary>
    public bool Partial { get; init; }

    /// <summary>The sample of mailboxes that was tried, or null.</summary>
    public MailboxSample? Sample { get; init; }

    /// <summary>What the look asked, where evidence is kept; else null.</summary>
    public ExchangeRecorder? Asked { get; init; }

    /// <summary>Exit code instead of the check's own, or null.</summary>
    public VerificationExitCode? FailureClass { get; init; }

    /// <summary>What later checks may want to know, or null.</summary>
    public object? Learned { get; init; }

    /// <summary>Verdicts about accounts, where the check judges them.</summary>
    public IReadOnlyList<UserVerdict> Users { get; init; } = [];

    /// <summary>Verdicts about mailboxes, where the check judges them.</summary>
    public IReadOnlyList<MailboxVerdict> Mailboxes { get; init; } = [];

    /// <summary>A check that could not be judged.</summary>
    public static CheckOutcome LeftOpen(string reason) => new(reason, []) { Open = true };

    /// <summary>A check that was stopped, or that never began.</summary>
    public static CheckOutcome Stopped(string summary) => new(summary, []) { Open = true, Partial = true };

    public CheckStatus Status =>
        Has(Severity.Error) ? CheckStatus.Failed
        : Unanswered ? CheckStatus.Unanswered
        : Open ? CheckStatus.Open
        : Has(Severity.Warning) ? CheckStatus.Warning
        : CheckStatus.Passed;

    /// <summary>What replication may still bring, where it explains every error, else null.</summary>
    public string? WaitingFor
    {
        get
        {
            Finding[] errors = [.. Findings.Where(finding => finding.Severity == Severity.Error)];
            return errors.Length == 0 || errors.Any(error => error.WaitingFor is null)
                ? null
                : string.Join("; ", errors.Select(error => error.WaitingFor).Distinct());
        }
    }

    private bool Has(Severity severity) => Findings.Any(finding => finding.Severity == severity);
}
