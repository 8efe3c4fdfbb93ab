using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Results;

/// <summary>What a verification comes to. There is one for a report, and console, JSON, HTML and exit code all show it.</summary>
/// <param name="Kind">In one word.</param>
/// <param name="ExitCode">For the next system; <see cref="VerificationExitCode.Ready"/> exactly where the tenant is ready.</param>
/// <param name="Sentence">For people, one line.</param>
public sealed record Verdict(VerdictKind Kind, VerificationExitCode ExitCode, string Sentence)
{
    /// <summary>Whether the products may be used.</summary>
    public bool IsReady => ExitCode == VerificationExitCode.Ready;

    /// <summary>The verdict as a heading.</summary>
    public string Title => Kind switch
    {
        VerdictKind.Ready => "Ready",
        VerdictKind.ReadyWithWarnings => "Ready, with warnings",
        VerdictKind.NotProven => "Not proven",
        VerdictKind.Unanswered => "Not answered",
        VerdictKind.NotReady => "Not ready",
        VerdictKind.Sampled => "Ready, by a sample",
        VerdictKind.Partial => "Partial",
        _ => throw new InvalidOperationException($"No words for the verdict {Kind}."),
    };

    /// <summary>The verdict of a report. Where several checks failed, the exit code is the lowest: that of the first in the order of the
    /// checks.</summary>
    public static Verdict Of(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        CheckResult[] failed = [.. report.Checks.Where(check => check.Status == CheckStatus.Failed)];
        int unproven = report.NotProven.Count();
        int warnings = report.Findings.Count(finding => finding.Severity == Severity.Warning);
        int open = report.Checks.Count(check => check.Status == CheckStatus.Open);
        string counted = warnings > 0 ? $", {Words.Count(warnings, "warning")}" : "";
        string leftOpen = open > 0 ? $", {Words.Count(open, "check")} left open" : "";
        string sampled = report.Sample is MailboxSample sample ? $"; {sample.Sentence}" : "";
        if (report.Partial)
            return Interrupted(report, failed.Length, counted, sampled);
        if (failed.Length > 0)
            return new(VerdictKind.NotReady, failed.Min(check => check.FailureClass),
                $"Not ready: {Words.Count(failed.Length, "check")} failed{counted}{leftOpen}{sampled}.");
        int unanswered = report.Checks.Count(check => check.Status == CheckStatus.Unanswered);
        if (unanswered > 0)
            return new(VerdictKind.Unanswered, VerificationExitCode.Unreachable,
                $"Not answered: {Words.Count(unanswered, "check")} got no answer in time{counted}{leftOpen}{sampled}.");
        if (unproven > 0)
            return new(VerdictKind.NotProven, VerificationExitCode.NotProven,
                $"Not proven: {Words.Count(unproven, "application")} could not be tried because no private key was "
                    + $"given{counted}{leftOpen}{sampled}.");
        if (warnings > 0 && report.Strict)
            return new(VerdictKind.NotReady, VerificationExitCode.WarningsOnly,
                $"Not ready: {Words.Count(warnings, "warning")}, and a strict verification allows none{leftOpen}{sampled}.");
        if (report.Sample is not null)
            return new(VerdictKind.Sampled, VerificationExitCode.Sampled,
                $"Ready as far as a sample tells{counted}{leftOpen}{sampled}.");
        return warnings > 0
            ? new(VerdictKind.ReadyWithWarnings, VerificationExitCode.Ready, $"Ready{counted}{leftOpen}.")
            : new(VerdictKind.Ready, VerificationExitCode.Ready, $"Ready{leftOpen}.");
    }

    private static Verdict Interrupted(VerificationReport report, int failed, string counted, string sampled)
    {
        int all = report.Checks.Count(), ended = report.Checks.Count(check => !check.Partial);
        string found = failed > 0 ? $"{Words.Count(failed, "check")} failed" : "nothing failed";
        return new(VerdictKind.Partial, VerificationExitCode.Partial,
            $"Partial: cancelled after {Words.Number(ended)} of {Words.Count(all, "check")}; so far {found}{counted}{sampled}.");
    }
}
