using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The verdict in one word and in one sentence.</summary>
internal static class Verdicts
{
    public static string Name(VerificationReport report) =>
        report.Checks.Any(c => c.Status == CheckStatus.Failed) ? "not-ready"
        : report.NotProven.Any() ? "not-proven"
        : report.Findings.Any(f => f.Severity == Severity.Warning) ? "ready-with-warnings" : "ready";

    public static string Sentence(VerificationReport report)
    {
        int failed = report.Checks.Count(c => c.Status == CheckStatus.Failed);
        int open = report.Checks.Count(c => c.Status == CheckStatus.Open);
        int warnings = report.Findings.Count(f => f.Severity == Severity.Warning);
        string head = failed > 0 ? $"Not ready: {Words.Count(failed, "check")} failed"
            : report.NotProven.Any() ? $"Not proven: {Words.Count(report.NotProven.Count(), "application")} could not be tried because no private key was given"
            : "Ready";
        string[] rest = [.. new[]
        {
            warnings > 0 ? Words.Count(warnings, "warning") : null,
            open > 0 ? $"{Words.Count(open, "check")} left open" : null,
        }.OfType<string>()];
        return rest.Length == 0 ? head + "." : $"{head}, {string.Join(", ", rest)}.";
    }

    /// <summary>Rows up to a limit: those that need attention first where not all fit.</summary>
    public static IReadOnlyList<T> Rows<T>(IReadOnlyList<T> all, Func<T, bool> attention, int limit) =>
        all.Count <= limit ? all : [.. all.OrderByDescending(attention).Take(limit)];
}
