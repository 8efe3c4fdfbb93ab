using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What follows from findings, statuses and answers, case by case, without a tenant.</summary>
public sealed class JudgementTests
{
    private static readonly MailboxSample Sample = new(500, 10_000, 0, Seed: 7);

    private static readonly Finding Error = UserSyncFindings.SharedLeftOut(["a@contoso.com"], []) with { Severity = Severity.Error };
    private static readonly Finding Warning = Error with { Severity = Severity.Warning };
    private static readonly Finding Note = Error with { Severity = Severity.Info };

    [Fact]
    public void The_exit_code_is_the_lowest_among_those_of_the_checks_that_failed()
    {
        VerificationReport report = Of(
            Check(CheckStatus.Failed) with { FailureClass = VerificationExitCode.Mailboxes },
            Check(CheckStatus.Failed) with { FailureClass = VerificationExitCode.Certificate },
            Check(CheckStatus.Passed) with { FailureClass = VerificationExitCode.SignIn },
            Check(CheckStatus.Unanswered));

        Assert.Equal(new(VerdictKind.NotReady, VerificationExitCode.Certificate, "Not ready: 2 checks failed."), report.Verdict);
        Assert.False(report.Verdict.IsReady);
    }

    [Fact]
    public void A_check_without_an_answer_weighs_more_than_one_that_is_not_proven_and_less_than_one_that_failed()
    {
        VerificationReport report = Of(Check(CheckStatus.Unanswered), Check(CheckStatus.Unanswered, Warning), Check(CheckStatus.Open));

        Assert.Equal(
            new(VerdictKind.Unanswered, VerificationExitCode.Unreachable,
                "Not answered: 2 checks got no answer in time, 1 warning, 1 check left open."),
            report.Verdict);
        Assert.Equal(VerdictKind.Unanswered, WithoutKey(report).Verdict.Kind);
        Assert.Equal(
            new(VerdictKind.NotProven, VerificationExitCode.NotProven,
                "Not proven: 1 application could not be tried because no private key was given, 1 check left open."),
            WithoutKey(Of(Check(CheckStatus.Open))).Verdict);
    }

    [Fact]
    public void A_report_with_a_check_that_is_partial_is_partial_whatever_else_it_found()
    {
        VerificationReport quiet = Of(Check(CheckStatus.Passed), Check(CheckStatus.Open) with { Partial = true, Sample = Sample });
        VerificationReport loud = Of(
            Check(CheckStatus.Failed, Error, Warning), Check(CheckStatus.Passed), Check(CheckStatus.Open) with { Partial = true });

        Assert.Equal(
            new(VerdictKind.Partial, VerificationExitCode.Partial,
                $"Partial: cancelled after 1 of 2 checks; so far nothing failed; {Sample.Sentence}."),
            quiet.Verdict);
        Assert.Equal(
            new(VerdictKind.Partial, VerificationExitCode.Partial, "Partial: cancelled after 2 of 3 checks; so far 1 check failed, 1 warning."),
            loud.Verdict);
        Assert.True(quiet.Partial);
        Assert.False(Of(Check(CheckStatus.Open)).Partial);
    }

    [Fact]
    public void A_sample_that_found_nothing_is_ready_by_a_sample_unless_strict_and_warned()
    {
        VerificationReport sampled = Of(Check(CheckStatus.Passed) with { Sample = Sample }, Check(CheckStatus.Open));
        VerificationReport warned = Of(Check(CheckStatus.Warning, Warning) with { Sample = Sample });

        Assert.Equal(
            new(VerdictKind.Sampled, VerificationExitCode.Sampled,
                $"Ready as far as a sample tells, 1 check left open; {Sample.Sentence}."),
            sampled.Verdict);
        Assert.Equal(VerdictKind.Sampled, warned.Verdict.Kind);
        Assert.Equal(
            new(VerdictKind.NotReady, VerificationExitCode.WarningsOnly,
                $"Not ready: 1 warning, and a strict verification allows none; {Sample.Sentence}."),
            (warned with { Strict = true }).Verdict);
        Assert.Equal(VerdictKind.Sampled, (sampled with { Strict = true }).Verdict.Kind);
    }

    [Fact]
    public void What_is_left_open_is_said_of_a_tenant_that_is_ready_and_keeps_it_ready()
    {
        Verdict open = Of(Check(CheckStatus.Open), Check(CheckStatus.Open), Check(CheckStatus.Passed)).Verdict;
        Verdict warned = Of(Check(CheckStatus.Open), Check(CheckStatus.Warning, Warning, Warning)).Verdict;

        Assert.Equal(new(VerdictKind.Ready, VerificationExitCode.Ready, "Ready, 2 checks left open."), open);
        Assert.Equal(new(VerdictKind.ReadyWithWarnings, VerificationExitCode.Ready, "Ready, 2 warnings, 1 check left open."), warned);
        Assert.True(open.IsReady && warned.IsReady);
        Assert.Equal(VerdictKind.Ready, Of(Check(CheckStatus.Passed, Note)).Verdict.Kind);
    }

    [Fact]
    public void Each_kind_of_verdict_has_a_title_of_its_own()
    {
        VerdictKind[] kinds = Enum.GetValues<VerdictKind>();

        Assert.Equal(kinds.Length, kinds.Select(kind => new Verdict(kind, VerificationExitCode.Ready, "").Title).Distinct().Count());
        Assert.Throws<InvalidOperationException>(() => new Verdict((VerdictKind)99, VerificationExitCode.Ready, "").Title);
    }

    [Fact]
    public void The_counts_name_each_status_that_occurs_in_one_order() => Assert.Equal(
        "1 integration, 7 checks: 1 failed, 2 passed, 1 with warnings, 1 left open, 2 not answered in time",
        Of(Check(CheckStatus.Unanswered), Check(CheckStatus.Open), Check(CheckStatus.Passed), Check(CheckStatus.Warning),
            Check(CheckStatus.Failed), Check(CheckStatus.Passed), Check(CheckStatus.Unanswered)).Counts);

    [Fact]
    public void The_largest_sample_is_the_reports() => Assert.Equal(
        Sample,
        Of(Check(CheckStatus.Passed) with { Sample = new(5, 10, 0, 1) }, Check(CheckStatus.Passed) with { Sample = Sample }).Sample);

    [Theory]
    [InlineData(CheckStatus.Failed, CheckStatus.Unanswered, CheckStatus.Warning, CheckStatus.Open, CheckStatus.Passed)]
    [InlineData(CheckStatus.Unanswered, CheckStatus.Warning, CheckStatus.Open, CheckStatus.Passed)]
    [InlineData(CheckStatus.Warning, CheckStatus.Open, CheckStatus.Passed)]
    [InlineData(CheckStatus.Open, CheckStatus.Passed)]
    [InlineData(CheckStatus.Passed)]
    public void The_worst_of_an_integration_is_that_of_its_weightiest_check(CheckStatus worst, params CheckStatus[] others) =>
        Assert.Equal(worst, Of([.. others.Append(worst).Select(status => Check(status))]).Integrations[0].Worst);

    [Fact]
    public void An_integration_without_checks_has_passed() => Assert.Equal(CheckStatus.Passed, Of().Integrations[0].Worst);

    [Fact]
    public void An_error_weighs_more_than_no_answer_that_more_than_an_open_question_and_that_more_than_a_warning()
    {
        Assert.Equal(CheckStatus.Failed, new CheckOutcome("", [Note, Error]) { Unanswered = true, Open = true }.Status);
        Assert.Equal(CheckStatus.Unanswered, new CheckOutcome("", [Warning]) { Unanswered = true, Open = true }.Status);
        Assert.Equal(CheckStatus.Open, new CheckOutcome("", [Warning]) { Open = true }.Status);
        Assert.Equal(CheckStatus.Warning, new CheckOutcome("", [Note, Warning]).Status);
        Assert.Equal(CheckStatus.Passed, new CheckOutcome("", [Note]).Status);
        Assert.Equal((CheckStatus.Open, false), (CheckOutcome.LeftOpen("why").Status, CheckOutcome.LeftOpen("why").Partial));
        Assert.Equal((CheckStatus.Open, true), (CheckOutcome.Stopped("why").Status, CheckOutcome.Stopped("why").Partial));
    }

    [Fact]
    public void It_is_waited_only_where_replication_may_undo_every_error()
    {
        Finding soon = Error with { WaitingFor = "a grant" }, later = Error with { WaitingFor = "a role" };

        Assert.Equal("a grant; a role", new CheckOutcome("", [soon, later, soon, Warning]).WaitingFor);
        Assert.Null(new CheckOutcome("", [soon, Error]).WaitingFor);
        Assert.Null(new CheckOutcome("", [Warning with { WaitingFor = "nothing" }]).WaitingFor);
        Assert.Null(new CheckOutcome("", []).WaitingFor);
    }

    [Fact]
    public void The_weightiest_finding_comes_first_and_those_of_one_weight_stay_in_order()
    {
        FindingList findings = new();
        Assert.False(findings.HasErrors);
        Finding second = Warning with { Detail = "second" };
        foreach (Finding finding in new[] { Note, Warning, second })
            findings.Add(finding);
        Assert.False(findings.HasErrors);
        findings.Add(Error);

        CheckOutcome outcome = findings.ToOutcome("why", open: true);

        Assert.True(findings.HasErrors);
        Assert.Equal([Error, Warning, second, Note], outcome.Findings);
        Assert.True(outcome.Open);
        Assert.False(findings.ToOutcome("why").Open);
    }

    [Fact]
    public void A_run_is_calm_only_where_nothing_failed_and_nothing_was_throttled()
    {
        Assert.True(new Weather(10, 0, 0, TimeSpan.Zero).IsCalm);
        Assert.False(new Weather(10, 1, 0, TimeSpan.Zero).IsCalm);
        Assert.False(new Weather(10, 0, 1, TimeSpan.Zero).IsCalm);
    }

    [Fact]
    public void A_mailbox_is_missed_where_it_is_to_be_looked_at_or_failed() => Assert.Equal(
        [MailboxStatus.Warning, MailboxStatus.Failed],
        Enum.GetValues<MailboxStatus>().Where(status => new MailboxVerdict("", "", "ews", status, null, "").IsMissed));

    [Fact]
    public void A_share_is_rounded_up_and_of_no_mailboxes_it_is_none()
    {
        Assert.Contains("at most 30.0 % of all are not (3)", new MailboxSample(5, 10, 0, 1).Sentence, StringComparison.Ordinal);
        Assert.Contains("at most 1.6 % of all are not (151)", new MailboxSample(500, 10_000, 3, 1).Sentence, StringComparison.Ordinal);
        Assert.Contains("at most 0.0 % of all are not (0)", new MailboxSample(0, 0, 0, 1).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_larger_than_all_or_with_more_misses_than_drawn_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleBound.AtMost(10, 11, 0, 0.95));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleBound.AtMost(10, 5, 6, 0.95));
    }

    private static VerificationReport Of(params CheckResult[] checks)
    {
        VerificationReport clean = SampleReport.Clean();
        return clean with { Integrations = [clean.Integrations[0] with { Checks = checks }] };
    }

    private static VerificationReport WithoutKey(VerificationReport report) =>
        report with { Integrations = [report.Integrations[0] with { SignInTried = false }] };

    private static CheckResult Check(CheckStatus status, params Finding[] findings) =>
        new() { Id = "some", Title = "Some", Status = status, Summary = "", Findings = findings };
}
