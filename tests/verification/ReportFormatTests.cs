using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using NJsonSchema;
using Spectre.Console;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>The report for other programs: JSON, JUnit, CSV, Markdown, and a line for a ticket.</summary>
public sealed class ReportFormatTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(JsonReport.SchemaText)!;

    [Fact]
    public void JUnit_report_with_every_kind_of_content_matches_golden_file() =>
        Golden.Matches(JUnitReport.Render(SampleReport.Mixed()), "verification/golden/report.junit.xml");

    [Fact]
    public void Csv_report_with_every_kind_of_content_matches_golden_file() =>
        Golden.Matches(CsvReport.Render(SampleReport.Mixed()).TrimStart('\uFEFF'), "verification/golden/report.csv");

    [Fact]
    public void Markdown_report_with_every_kind_of_content_matches_golden_file() => Golden.Matches(
        MarkdownReport.Render(SampleReport.Mixed(), new("https://example.com/docs/findings.md")), "verification/golden/report.md");

    [Fact]
    public async Task Json_reports_keep_to_the_schema()
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(JsonReport.SchemaText);
        Assert.Empty(schema.Validate(JsonReport.Render(SampleReport.Mixed())));
        Assert.Empty(schema.Validate(JsonReport.Render(SampleReport.Clean() with { Strict = true })));
        Assert.NotEmpty(schema.Validate(JsonReport.Render(SampleReport.Mixed()).Replace("\"status\": \"failed\"", "\"status\": \"lost\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_a_run_sat_through_is_in_every_report_that_people_read_and_in_JSON_and_a_calm_run_says_nothing()
    {
        VerificationReport calm = SampleReport.Clean(), stormy = calm with { Weather = new(1234, 56, 7, TimeSpan.FromSeconds(89.5)) };
        const string Sentence = "Sat through 56 failed and 7 throttled of 1,234 requests, and waited 1 min 29 s for them.";

        JsonNode json = JsonNode.Parse(JsonReport.Render(stormy))!["satThrough"]!;
        Assert.Equal((1234, 56, 7, 89.5, Sentence), ((int)json["requests"]!, (int)json["failed"]!, (int)json["throttled"]!,
            (double)json["waitedSeconds"]!, (string)json["sentence"]!));
        Assert.Empty((await JsonSchema.FromJsonAsync(JsonReport.SchemaText)).Validate(JsonReport.Render(stormy)));
        Assert.Contains($"<p class=\"note\">{Sentence}</p>", HtmlReport.Render(stormy), StringComparison.Ordinal);
        Assert.Contains("Sat through 56 failed", MarkdownReport.Render(stormy), StringComparison.Ordinal);
        Assert.Contains(Sentence, stormy.AsText(), StringComparison.Ordinal);
        Assert.All([JsonReport.Render(calm), HtmlReport.Render(calm), MarkdownReport.Render(calm), calm.AsText()],
            report => Assert.DoesNotContain("Sat through", report, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_schema_names_every_word_that_a_report_can_say()
    {
        Same(Schema["properties"]!["verdict"]!, Kebab<VerdictKind>());
        Same(Definition("check", "status"), Kebab<CheckStatus>());
        Same(Definition("finding", "severity"), Kebab<Severity>());
        Same(Definition("mailbox", "status"), Kebab<MailboxStatus>());
        Same(Schema["properties"]!["tenant"]!["properties"]!["environment"]!, Cloud.All.Select(cloud => cloud.Key));
        string protocols = (string)Definition("mailbox", "protocol")["description"]!;
        Assert.All(MailboxProtocol.All, protocol => Assert.Contains(protocol.Key, protocols, StringComparison.Ordinal));
    }

    [Fact]
    public void JUnit_counts_agree_with_its_cases()
    {
        XElement root = XDocument.Parse(JUnitReport.Render(SampleReport.Mixed() with { Strict = true })).Root!;
        foreach (XElement suite in root.Elements("testsuite").Append(root))
        {
            Assert.Equal(suite.Descendants("testcase").Count(), (int)suite.Attribute("tests")!);
            Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
            Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!);
        }
        Assert.Equal(["mailstore", "activate"], root.Elements("testsuite").Select(suite => (string)suite.Attribute("name")!));
    }

    [Fact]
    public void JUnit_warnings_fail_where_the_verification_is_strict_only()
    {
        static IEnumerable<string> Failures(VerificationReport report) => XDocument.Parse(JUnitReport.Render(report))
            .Descendants("failure").Select(failure => (string)failure.Attribute("type")!);
        Assert.Equal(["MAILBOX_ACCESS_DENIED", "MAILBOX_ACCESS_DENIED"], Failures(SampleReport.Mixed()));
        Assert.Equal(["SHARED_MAILBOX_LEFT_OUT", "MAILBOX_NOT_PROVISIONED", "EWS_ENDS", "MAILBOX_NOT_PROVISIONED", "MAILBOX_ACCESS_DENIED", "MAILBOX_ACCESS_DENIED"],
            Failures(SampleReport.Mixed() with { Strict = true }));
    }

    [Fact]
    public void JUnit_has_a_case_per_mailbox_only_where_there_are_few()
    {
        static int Cases(int mailboxes) => XDocument.Parse(JUnitReport.Render(SampleReport.Large(mailboxes)))
            .Descendants("testcase").Count(one => (string)one.Attribute("classname")! == "mailstore.mailboxes");
        Assert.Equal((200, 0), (Cases(200), Cases(201)));
    }

    [Fact]
    public void JUnit_skips_what_was_left_open_or_not_answered()
    {
        VerificationReport sample = SampleReport.Mixed();
        VerificationReport silent = sample with
        {
            Integrations = [sample.Integrations[1] with
            {
                Mailboxes = [sample.Integrations[1].Mailboxes[0] with { Status = MailboxStatus.Unanswered }],
                Checks = [.. sample.Integrations[1].Checks.Select(check => check with { Status = CheckStatus.Unanswered })],
            }],
        };
        Assert.Equal(4, XDocument.Parse(JUnitReport.Render(silent)).Descendants("skipped").Count());
        Assert.Empty(XDocument.Parse(JUnitReport.Render(silent)).Descendants("failure"));
    }

    [Fact]
    public void A_summary_ends_whole_where_github_takes_no_more()
    {
        VerificationReport report = SampleReport.Mixed();
        string whole = MarkdownReport.Render(report);
        Assert.DoesNotContain("The summary ends here", whole, StringComparison.Ordinal);
        for (int most = 0; most < Encoding.UTF8.GetByteCount(whole) + 200; most += 37)
        {
            string text = MarkdownReport.Render(report, mostBytes: most);
            Assert.InRange(Encoding.UTF8.GetByteCount(text), 0, most);
            if (text != whole && text.Length > 0)
                Assert.EndsWith("\nThe summary ends here, at what GitHub takes; the other reports have all of it.\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_summary_of_a_hundred_thousand_mailboxes_stays_small_and_counts_the_rest()
    {
        string text = MarkdownReport.Render(SampleReport.Large(100_000));
        Assert.Contains("\nand 4,900 more\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 50_000);
    }

    [Fact]
    public void A_ticket_line_names_tenant_time_verdict_and_codes()
    {
        Assert.Equal("contoso.onmicrosoft.com (11111111-2222-3333-4444-555555555555), 2026-11-21 09:30 UTC, simulated: not ready, exit code 9; "
            + "MAILBOX_ACCESS_DENIED (activate), SHARED_MAILBOX_LEFT_OUT (mailstore), MAILBOX_NOT_PROVISIONED (mailstore), EWS_ENDS (mailstore), "
            + "CERTIFICATE_EXPIRES_SOON (activate)", TicketLine.Of(SampleReport.Mixed()));
        Assert.Equal("contoso.onmicrosoft.com (11111111-2222-3333-4444-555555555555), 2026-11-21 09:30 UTC: ready, exit code 0; nothing to look at",
            TicketLine.Of(SampleReport.Clean()));
    }

    [Theory]
    [InlineData("https://example.com/docs/findings.md", true)]
    [InlineData("docs/findings.md", false)]
    public void A_terminal_that_can_links_each_code_and_else_says_once_where_they_are(string document, bool linked)
    {
        using StringWriter writer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new TerminalOutput(writer),
        });
        console.Profile.Capabilities.Links = true;
        ConsoleReport.WriteRich(console, SampleReport.Mixed(), new(document));
        Assert.Equal(linked, writer.ToString().Contains($";{document}#ews_ends\u001b\\", StringComparison.Ordinal));
        Assert.Equal(!linked, writer.ToString().Contains("Each finding explained:", StringComparison.Ordinal));
    }

    private static JsonNode Definition(string name, string property) => Schema["definitions"]![name]!["properties"]![property]!;

    private static void Same(JsonNode values, IEnumerable<string> expected) =>
        Assert.Subset(values["enum"]!.AsArray().Select(value => (string)value!).ToHashSet(), expected.ToHashSet());

    private static IEnumerable<string> Kebab<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName);
}
