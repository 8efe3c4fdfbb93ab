using System.Text.RegularExpressions;
using Spectre.Console;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed partial class ReportTests
{
    [Fact]
    public void Console_report_with_every_kind_of_content_matches_golden_file()
    {
        using StringWriter writer = new();
        ConsoleReport.WritePlain(writer, SampleReport.Mixed());
        Golden.Matches(writer.ToString(), "verification/golden/report.txt");
    }

    [Fact]
    public void Json_report_with_every_kind_of_content_matches_golden_file() =>
        Golden.Matches(JsonReport.Render(SampleReport.Mixed()), "verification/golden/report.json");

    [Fact]
    public void Html_report_with_every_kind_of_content_matches_golden_file() =>
        Golden.Matches(HtmlReport.Render(SampleReport.Mixed()), "verification/golden/report.html");

    [Fact]
    public void Html_clean_report_matches_golden_file() =>
        Golden.Matches(HtmlReport.Render(SampleReport.Clean()), "verification/golden/report-clean.html");

    [Fact]
    public void Console_terminal_draws_tree_and_tables()
    {
        using StringWriter writer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new TerminalOutput(writer),
        });
        ConsoleReport.WriteRich(console, SampleReport.Mixed());
        Golden.Matches(Escape().Replace(writer.ToString(), ""), "verification/golden/report-terminal.txt");
    }

    [Fact]
    public void Html_any_report_loads_nothing_from_outside()
    {
        string page = HtmlReport.Render(SampleReport.Mixed());
        Assert.DoesNotMatch(@"src=|<link|url\(|@import", page);
        Assert.DoesNotMatch(@"href=""(?!#|docs/findings\.md#)", page);
    }

    [Fact]
    public void Html_names_with_markup_are_shown_as_text()
    {
        string page = HtmlReport.Render(SampleReport.Mixed());
        Assert.Contains("Gerda Gast &lt;extern&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<extern>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, VerificationExitCode.Ready)]
    [InlineData(true, VerificationExitCode.WarningsOnly)]
    public void Exit_code_warnings_only_fails_strict_verification_only(bool strict, VerificationExitCode expected)
    {
        VerificationReport report = SampleReport.Mixed();
        Assert.Equal(expected, (report with { Integrations = [report.Integrations[0]], Strict = strict }).Verdict.ExitCode);
    }

    [Fact]
    public void Exit_code_several_failures_is_that_of_the_first_in_check_order()
    {
        VerificationReport report = SampleReport.Mixed();
        CheckResult consent =
            new() { Id = "consent", Title = "", Summary = "", Status = CheckStatus.Failed, FailureClass = VerificationExitCode.Consent };
        IntegrationReport last = report.Integrations[1] with { Checks = [.. report.Integrations[1].Checks, consent] };
        Assert.Equal(VerificationExitCode.Mailboxes, (report with { Strict = true }).Verdict.ExitCode);
        Assert.Equal(VerificationExitCode.Consent, (report with { Integrations = [report.Integrations[0], last] }).Verdict.ExitCode);
    }

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex Escape();
}
