using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Collects what one look finds.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];

    public bool HasErrors => _findings.Any(finding => finding.Severity == Severity.Error);

    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>The outcome, the weightiest finding first.</summary>
    public CheckOutcome ToOutcome(string summary, bool open = false) =>
        new(summary, [.. _findings.OrderByDescending(finding => finding.Severity)]) { Open = open };
}
