using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Fleet.Running;

/// <summary>What a verification's report means to a fleet.</summary>
internal static class VerificationOutcome
{
    /// <summary>The outcome.</summary>
    public static StackOutcome Of(FleetStack stack, VerificationReport report) =>
        StackOutcome.Of(stack, StateOf(report.Verdict.Kind), (int)report.Verdict.ExitCode, report.Verdict.Sentence) with
        {
            Findings =
            [
                .. from integration in report.Integrations
                   from check in integration.Checks
                   from finding in check.Findings
                   where finding.Severity > Severity.Info
                   orderby finding.Severity descending
                   select new StackFinding(integration.DisplayName, finding.Code,
                       finding.Severity == Severity.Error ? "error" : "warning", finding.Subject),
            ],
        };

    private static StackState StateOf(VerdictKind verdict) => verdict switch
    {
        VerdictKind.Ready => StackState.Ready,
        VerdictKind.ReadyWithWarnings => StackState.ReadyWithWarnings,
        VerdictKind.NotProven => StackState.NotProven,
        VerdictKind.Unanswered => StackState.Unanswered,
        VerdictKind.Sampled => StackState.Sampled,
        VerdictKind.Partial => StackState.NotDone,
        VerdictKind.NotReady => StackState.NotReady,
        _ => throw new InvalidOperationException($"No state of a fleet for the verdict {verdict}."),
    };
}
