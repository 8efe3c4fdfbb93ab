using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class VerdictTests
{
    public static TheoryData<string, bool, bool, VerdictKind, VerificationExitCode, string> Verdicts => new()
    {
        { "passed", true, false, VerdictKind.Ready, VerificationExitCode.Ready, "Ready." },
        { "warning", true, false, VerdictKind.ReadyWithWarnings, VerificationExitCode.Ready, "Ready, 1 warning." },
        { "warning", true, true, VerdictKind.NotReady, VerificationExitCode.WarningsOnly, "Not ready: 1 warning, and a strict verification allows none." },
        { "warning", false, false, VerdictKind.NotProven, VerificationExitCode.NotProven, "Not proven: 1 application could not be tried because no private key was given, 1 warning." },
        { "warning", false, true, VerdictKind.NotProven, VerificationExitCode.NotProven, "Not proven: 1 application could not be tried because no private key was given, 1 warning." },
        { "failed", false, false, VerdictKind.NotReady, VerificationExitCode.Consent, "Not ready: 1 check failed, 1 warning." },
        { "failed", true, true, VerdictKind.NotReady, VerificationExitCode.Consent, "Not ready: 1 check failed, 1 warning." },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Console_json_page_and_exit_code_show_one_verdict(
        string worst, bool tried, bool strict, VerdictKind kind, VerificationExitCode exitCode, string sentence)
    {
        VerificationReport clean = SampleReport.Clean();
        CheckResult check = SampleReport.Mixed().Integrations[0].Checks.First(one => one.Status == CheckStatus.Warning);
        CheckResult[] checks = worst switch
        {
            "passed" => [],
            "warning" => [check],
            _ => [check, check with { Status = CheckStatus.Failed, Findings = [], FailureClass = VerificationExitCode.Consent }],
        };
        VerificationReport report =
            clean with { Strict = strict, Integrations = [clean.Integrations[0] with { SignInTried = tried, Checks = checks }] };

        Assert.Equal(new Verdict(kind, exitCode, sentence), report.Verdict);
        Assert.Equal(report.Verdict.ExitCode == VerificationExitCode.Ready, report.Verdict.IsReady);
        Assert.Contains($"\n{sentence}\n", report.AsText().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(JsonReport.Render(report))!;
        Assert.Equal((kind.ToString(), (int)exitCode),
            (((string)json["verdict"]!).Replace("-", "", StringComparison.Ordinal), (int)json["exitCode"]!), new IgnoreCase());
        Assert.Contains($"<strong>{report.Verdict.Title}</strong><p>{sentence}</p>", HtmlReport.Render(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_with_warnings_are_not_counted_as_passed() => Assert.Equal(
        "2 integrations, 11 checks: 1 failed, 6 passed, 3 with warnings, 1 left open", SampleReport.Mixed().Counts);

    private sealed class IgnoreCase : IEqualityComparer<(string, int)>
    {
        public bool Equals((string, int) x, (string, int) y) =>
            string.Equals(x.Item1, y.Item1, StringComparison.OrdinalIgnoreCase) && x.Item2 == y.Item2;

        public int GetHashCode((string, int) value) => value.Item2;
    }
}
