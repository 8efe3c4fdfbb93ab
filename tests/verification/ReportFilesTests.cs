using System.Text.RegularExpressions;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>The report in the files that were named.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("report-files-").FullName;

    [Fact]
    public void A_file_holds_its_form_of_the_report_byte_for_byte()
    {
        VerificationReport report = SampleReport.Mixed();

        Save(report, null, "--json", In("report.json"), "--html", In("report.html"), "--junit", In("report.xml"), "--csv", In("report.csv"),
            "--docs-url", "https://example.com/findings.md");

        FindingLinks links = new("https://example.com/findings.md");
        Assert.Equal(JsonReport.Render(report, links), ReadUtf8("report.json"));
        Assert.Equal(HtmlReport.Render(report, links), ReadUtf8("report.html"));
        Assert.Equal(JUnitReport.Render(report, links), ReadUtf8("report.xml"));
        Assert.Equal(CsvReport.Render(report, links), ReadUtf8("report.csv"));
        Assert.Equal(4, System.IO.Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Without_a_web_address_a_page_links_into_the_clone()
    {
        Save(SampleReport.Mixed(), null, "--html", In("report.html"));

        Assert.Equal(HtmlReport.Render(SampleReport.Mixed(), FindingLinks.FromFile(In("report.html"))), ReadUtf8("report.html"));
        Match link = Regex.Match(ReadUtf8("report.html"), "href=\"(\\.\\./[^\"]*)#ews_ends\"");
        Assert.Equal(Path.Combine(Repository.Root, "docs", "findings.md"), Path.GetFullPath(link.Groups[1].Value, _folder));
    }

    [Fact]
    public void Evidence_is_linked_from_where_the_page_lies()
    {
        VerificationReport report = SampleReport.Mixed();
        CheckResult check = report.Integrations[1].Checks[2];
        report = report with
        {
            Integrations = [report.Integrations[1] with
            {
                Checks = [check with { Findings = [check.Findings[0] with { Evidence = In("proof/a b.json") }] }],
            }],
        };
        System.IO.Directory.CreateDirectory(In("out"));

        Save(report, null, "--html", In("out/report.html"), "--docs-url", "https://example.com/findings.md");
        Save(report, null, "--html", In("out/other.html"));

        Assert.All(["out/report.html", "out/other.html"],
            page => Assert.Contains("<a href=\"../proof/a%20b.json\">", ReadUtf8(page), StringComparison.Ordinal));
    }

    [Fact]
    public void A_report_of_many_verdicts_keeps_them_in_files_beside_it()
    {
        VerificationReport report = SampleReport.Large(1000);
        IntegrationReport many = report.Integrations[0], few = report.Integrations[1] with { Mailboxes = [] };

        Save(report with { Integrations = [many, few] }, null, "--json", In("report.json"));
        Assert.Equal([In("report.json")], System.IO.Directory.GetFiles(_folder));

        Save(report, null, "--json", In("report.json"));

        Assert.Equal(["report.json", "report.mailboxes.jsonl", "report.users.jsonl"],
            System.IO.Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal((1000, 1001), (File.ReadLines(In("report.users.jsonl")).Count(), File.ReadLines(In("report.mailboxes.jsonl")).Count()));
        Assert.Equal(
            """
            {"integration":"mailstore","userPrincipalName":"user000000@contoso.com","displayName":"Jürgen Müller 000000","synchronized":false,"reason":"no licence for a mailbox","attention":false}
            """, File.ReadLines(In("report.users.jsonl")).First());
        Assert.Equal(
            """
            {"integration":"activate","address":"contoso.onmicrosoft.com","displayName":"contoso.onmicrosoft.com","protocol":"exchange-powershell","status":"failed","code":"MAILBOX_ACCESS_DENIED","reason":"access denied"}
            """, File.ReadLines(In("report.mailboxes.jsonl")).Last());
        Assert.Contains("\"usersFile\": \"report.users.jsonl\",\n  \"mailboxesFile\": \"report.mailboxes.jsonl\",\n", ReadUtf8("report.json"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("user000000", ReadUtf8("report.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_is_appended_to_the_file_that_was_named_and_else_to_that_of_the_workflow()
    {
        File.WriteAllText(In("named.md"), "Zoë\n");
        string summary = MarkdownReport.Render(SampleReport.Mixed());

        Save(SampleReport.Mixed(), In("step.md"), "--github-summary", In("named.md"));
        Assert.Equal("Zoë\n" + summary, ReadUtf8("named.md"));
        Assert.False(File.Exists(In("step.md")));

        Save(SampleReport.Mixed(), In("step.md"));
        Assert.Equal(summary, ReadUtf8("step.md"));
        Save(SampleReport.Mixed(), "");
        Assert.Equal(2, System.IO.Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_summary_that_has_no_room_any_more_is_left_out()
    {
        File.WriteAllText(In("full.md"), new string('-', MarkdownReport.MostBytes + 1));

        Save(SampleReport.Mixed(), In("full.md"));

        Assert.Equal(MarkdownReport.MostBytes + 1, new FileInfo(In("full.md")).Length);
    }

    [Fact]
    public void Every_file_that_cannot_be_written_is_named_and_the_others_are_written()
    {
        IReadOnlyList<string> errors = Assert.Throws<InputException>(() => Save(SampleReport.Mixed(), In("no/step.md"),
            "--json", In("no/report.json"), "--html", In("no/report.html"), "--junit", In("report.xml"), "--csv", In("no/report.csv"))).Errors;

        Assert.Equal(["--json", "--html", "--csv", "GITHUB_STEP_SUMMARY"], errors.Select(error => error.Split(':')[0]));
        Assert.StartsWith($"GITHUB_STEP_SUMMARY: found '{In("no/step.md")}', which cannot be written (", errors[3], StringComparison.Ordinal);
        Assert.Equal([In("report.xml")], System.IO.Directory.GetFiles(_folder));
        Assert.StartsWith($"--github-summary: found '{In("no/summary.md")}', which cannot be written (", Assert.Throws<InputException>(
            () => Save(SampleReport.Mixed(), In("step.md"), "--github-summary", In("no/summary.md"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Standard_output_is_no_file()
    {
        Save(SampleReport.Mixed(), null, "--json", "-");

        Assert.False(File.Exists("-"));
        Assert.Empty(Files(null, "--json", "-").Named);
        Assert.Equal([("--html", "a"), ("--csv", "b")], Files(null, "--csv", "b", "--html", "a").Named);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private static void Save(VerificationReport report, string? stepSummary, params string[] line) => Files(stepSummary, line).Save(report);

    private static ReportFiles Files(string? stepSummary, params string[] line)
    {
        VerifyArguments arguments = new();
        return new(arguments, VerifyArgumentsTests.Parsed(arguments, line), name => name == "GITHUB_STEP_SUMMARY" ? stepSummary : null);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string ReadUtf8(string name) => System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(In(name)));
}
