using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Collects findings, and which errors replication may still undo.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];
    private readonly List<string> _waits = [];
    private bool _lasting;

    public void Error(string code, string subject, string cause, string fix, string? detail = null, string? script = null)
    {
        _lasting = true;
        _findings.Add(new(code, Severity.Error, subject, cause, fix, detail, script));
    }

    /// <summary>An error that a change under way may explain.</summary>
    public void Pending(string waitingFor, string code, string subject, string cause, string fix, string? detail = null)
    {
        _waits.Add(waitingFor);
        _findings.Add(new(code, Severity.Error, subject, cause, fix, detail));
    }

    public void Warning(string code, string subject, string cause, string fix, string? detail = null) =>
        _findings.Add(new(code, Severity.Warning, subject, cause, fix, detail));

    public void Info(string code, string subject, string cause, string fix, string? detail = null) =>
        _findings.Add(new(code, Severity.Info, subject, cause, fix, detail));

    public bool HasErrors => _findings.Any(f => f.Severity == Severity.Error);

    public CheckOutcome ToOutcome(string summary, bool open = false, VerificationExitCode? failureClass = null) => new(
        summary, [.. _findings.OrderByDescending(f => f.Severity)], open,
        _lasting || _waits.Count == 0 ? null : string.Join("; ", _waits.Distinct()), failureClass);
}
