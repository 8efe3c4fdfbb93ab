using System.Globalization;
using System.Text.RegularExpressions;
using NJsonSchema;
using Spectre.Console;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What is rare in a report, and where its forms begin to leave something out.</summary>
public sealed partial class UnusualReportTests
{
    private static readonly FindingLinks Links = new("https://example.com/docs/findings.md");

    [Fact]
    public void Console_report_with_what_is_rare_matches_golden_file()
    {
        using StringWriter writer = new();
        ConsoleReport.WritePlain(writer, UnusualReport.Make(), Links);
        Golden.Matches(writer.ToString(), "verification/golden/unusual.txt");
    }

    [Fact]
    public void Console_terminal_with_what_is_rare_matches_golden_file_with_its_colours() =>
        Golden.Matches(Terminal(UnusualReport.Make(), Links).Replace('\u001b', '␛'), "verification/golden/unusual-terminal.txt");

    [Fact]
    public async Task Json_report_with_what_is_rare_keeps_to_the_schema_and_matches_golden_file()
    {
        string json = JsonReport.Render(UnusualReport.Make(), Links);
        Assert.Empty((await JsonSchema.FromJsonAsync(JsonReport.SchemaText)).Validate(json));
        Golden.Matches(json, "verification/golden/unusual.json");
    }

    [Fact]
    public void JUnit_report_with_what_is_rare_matches_golden_file() =>
        Golden.Matches(JUnitReport.Render(UnusualReport.Make(), Links), "verification/golden/unusual.junit.xml");

    [Fact]
    public void Csv_report_with_what_is_rare_matches_golden_file() =>
        Golden.Matches(CsvReport.Render(UnusualReport.Make(), Links).TrimStart('\uFEFF'), "verification/golden/unusual.csv");

    [Fact]
    public void Markdown_report_with_what_is_rare_matches_golden_file() =>
        Golden.Matches(MarkdownReport.Render(UnusualReport.Make(), Links), "verification/golden/unusual.md");

    // Its style and script are those of every page.
    [Fact]
    public void Html_report_with_what_is_rare_matches_golden_file() =>
        Golden.Matches(Body().Match(HtmlReport.Render(UnusualReport.Make(), Links)).Value, "verification/golden/unusual.html");

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(1102)]
    public void Console_tables_end_after_a_hundred_rows_and_say_how_many_are_left_out(int rows)
    {
        VerificationReport report = WithRows(rows);
        string? left = rows switch { 100 => null, 101 => "1", _ => "1,002" };

        foreach (string text in new[] { report.AsText(), OwnColour().Replace(Terminal(report, null), "") })
        {
            Assert.Equal(100, User().Count(text));
            Assert.Equal(100, Mailbox().Count(text));
            Assert.Equal(left is null ? 0 : 2, Regex.Count(text, @" more \(all of them in the JSON report\)"));
            Assert.Equal(left is null ? 0 : 2, Regex.Count(text, $@"and {left} more \(all"));
        }
    }

    [Fact]
    public void Console_rows_that_need_attention_come_first_where_not_all_fit()
    {
        VerificationReport report = WithRows(101);
        IntegrationReport integration = report.Integrations[0];
        report = report with
        {
            Integrations = [integration with
            {
                Users = [.. integration.Users.Take(100), integration.Users[100] with { Attention = true, Synchronized = false }],
                Mailboxes = [.. integration.Mailboxes.Take(98), integration.Mailboxes[98] with { Status = MailboxStatus.Failed },
                    integration.Mailboxes[99] with { Status = MailboxStatus.Warning },
                    integration.Mailboxes[100] with { Status = MailboxStatus.Unanswered }],
            }],
        };

        string text = report.AsText();

        Assert.Equal("u100@contoso.com", User().Match(text).Value);
        Assert.Equal(["m98@contoso.com", "m99@contoso.com", "m100@contoso.com", "m0@contoso.com"],
            Mailbox().Matches(text).Take(4).Select(one => one.Value));
    }

    [Theory]
    [InlineData(3, "a B c")]
    [InlineData(2, "B a")]
    [InlineData(1, "B")]
    public void Rows_keep_their_order_as_long_as_all_of_them_fit(int limit, string expected) =>
        Assert.Equal(expected.Split(' '), StatusText.Rows(["a", "B", "c"], row => row == "B", limit));

    [Theory]
    [InlineData(100, 0, new[] { 100 })]
    [InlineData(101, 0, new[] { 101 })]
    [InlineData(101, 100, new[] { 100 })]
    [InlineData(102, 101, new[] { 102 })]
    [InlineData(201, 100, new[] { 100, 100 })]
    [InlineData(101, 1, new[] { 1, 99 })]
    public void Console_lines_break_at_the_last_blank_within_a_hundred_characters(int length, int blank, int[] lines)
    {
        // A blank in that place, where zero is none.
        char[] cause = [.. Enumerable.Range(0, length).Select(place => place == blank && blank > 0 ? ' ' : 'x')];

        string text = WithFindings(EwsFindings.EndsKind.About("2027-04-01", new(cause))).AsText();

        const string Indent = "             ";
        Assert.Equal(lines, text.ReplaceLineEndings("\n").Split('\n')
            .Where(line => line.StartsWith($"{Indent}x", StringComparison.Ordinal)).Select(line => line.Length - Indent.Length));
    }

    [Theory]
    [InlineData(10, 0)]
    [InlineData(11, 2)]
    public void A_page_has_something_to_search_with_where_there_are_more_than_ten_rows(int rows, int tables)
    {
        string page = HtmlReport.Render(WithRows(rows));

        Assert.Equal(tables, Regex.Count(page, "<div class=\"tools\" hidden>"));
        Assert.Equal(tables, Regex.Count(page, "<nav class=\"pages\""));
        Assert.Equal(tables, Regex.Count(page, "<script type=\"application/json\">"));
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "1")]
    [InlineData(1101, "1,001")]
    public void A_page_without_scripts_says_how_many_rows_are_left_out_after_a_hundred(int rows, string? more)
    {
        string page = HtmlReport.Render(WithRows(rows));

        Assert.Equal(more is null ? 0 : 2, Regex.Count(page, "<p class=\"more\">"));
        Assert.Equal(more is null ? 0 : 2, Regex.Count(page, $"<p class=\"more\">and {more} more, which a browser with scripts shows here; "
            + "the JSON report has all of them.</p>"));
        Assert.Equal(200, Regex.Count(page, "<th role=\"rowheader\""));
    }

    [Fact]
    public void A_page_of_nothing_has_neither_a_bar_nor_tables_nor_anything_to_look_at()
    {
        VerificationReport report = SampleReport.Clean();
        string page = HtmlReport.Render(report with
        {
            Integrations = [report.Integrations[0] with { Checks = [], Users = [], Mailboxes = [], Permissions = [], Certificates = [] }],
        });

        Assert.DoesNotMatch("<svg|<nav|class=\"todo\"|class=\"rows\"|-permissions", page);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_are_nothing_to_look_at()
    {
        VerificationReport report = WithFindings(MailboxFindings.NoMailboxKind.About("a note"));

        Assert.DoesNotContain("class=\"todo\"", HtmlReport.Render(report), StringComparison.Ordinal);
        Assert.EndsWith("; nothing to look at", TicketLine.Of(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, "")]
    [InlineData(9, " and 1 more")]
    public void A_ticket_line_has_eight_codes_at_most(int kinds, string more)
    {
        string line = TicketLine.Of(WithFindings([.. FindingCatalogue.All.Take(kinds).Select(
            kind => kind.About("x") with { Severity = Severity.Error })]));

        Assert.EndsWith(string.Join(", ", FindingCatalogue.All.Take(8).Select(kind => $"{kind.Code} (mailstore)")) + more, line,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(101, 100)]
    public void A_summary_lists_a_hundred_mailboxes_at_most(int mailboxes, int listed)
    {
        VerificationReport report = WithRows(mailboxes);
        report = report with
        {
            Integrations = [report.Integrations[0] with
            {
                Mailboxes = [.. report.Integrations[0].Mailboxes.Select(mailbox => mailbox with { Status = MailboxStatus.Warning })],
            }],
        };

        string text = MarkdownReport.Render(report);

        Assert.Equal(listed, Regex.Count(text, @"\| m\d+&#64;contoso"));
        Assert.Equal(mailboxes > listed ? ["and 1 more"] : [], text.Split('\n').Where(line => line.StartsWith("and ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_summary_where_nothing_is_to_be_looked_at_lists_no_mailboxes() =>
        Assert.DoesNotContain("<details>", MarkdownReport.Render(SampleReport.Clean()), StringComparison.Ordinal);

    [Theory]
    [InlineData(".a", "&#46;a")]
    [InlineData("a. 1. b", "a. 1&#46; b")]
    [InlineData("www.a WWW.b ww.c", "www&#46;a WWW&#46;b ww.c")]
    [InlineData("a: b:c d:", "a: b&#58;c d&#58;")]
    [InlineData("- a -b c-d 1-2 e- -", "&#45; a &#45;b c-d 1-2 e- &#45;")]
    [InlineData("-", "&#45;")]
    [InlineData("a, b; c/d 'e' 5% (f) g?", "a, b; c/d 'e' 5% (f) g?")]
    [InlineData("*a* _b_ `c` [d] <e> #f !g |h &i @j",
        "&#42;a&#42; &#95;b&#95; &#96;c&#96; &#91;d&#93; &#60;e&#62; &#35;f &#33;g &#124;h &#38;i &#64;j")]
    [InlineData("Zoë 李 👩", "Zoë 李 👩")]
    public void A_text_means_nothing_to_markdown(string text, string expected) =>
        Assert.Contains($"**Fix** {expected}\n", MarkdownReport.Render(WithFindings(EwsFindings.EndsKind.About("x") with { Fix = text })),
            StringComparison.Ordinal);

    [Fact]
    public void A_summary_takes_all_the_room_that_there_is_and_no_more()
    {
        VerificationReport report = SampleReport.Mixed();
        string whole = MarkdownReport.Render(report);
        const string CutShort = "\nThe summary ends here, at what GitHub takes; the other reports have all of it.\n";
        int bytes = System.Text.Encoding.UTF8.GetByteCount(whole);

        Assert.Equal(whole, MarkdownReport.Render(report, mostBytes: bytes + CutShort.Length));
        Assert.EndsWith(CutShort, MarkdownReport.Render(report, mostBytes: bytes + CutShort.Length - 1), StringComparison.Ordinal);
        Assert.Equal(CutShort, MarkdownReport.Render(report, mostBytes: CutShort.Length));
        Assert.Equal("", MarkdownReport.Render(report, mostBytes: CutShort.Length - 1));
    }

    [Theory]
    [InlineData("https://example.com/findings.md", true)]
    [InlineData("http://example.com/findings.md", true)]
    [InlineData("file:///findings.md", false)]
    [InlineData("docs/findings.md", false)]
    public void Only_what_a_browser_fetches_is_an_address(string document, bool expected) =>
        Assert.Equal(expected, new FindingLinks(document).IsAddress);

    [Fact]
    public void Evidence_is_linked_from_the_folder_of_the_report_and_else_from_the_current_one()
    {
        Finding finding = EwsFindings.EndsKind.About("x") with { Evidence = Path.Combine("proof", "a b.json") };

        Assert.Equal("proof/a%20b.json", new FindingLinks().Evidence(finding));
        Assert.Equal("../proof/a%20b.json", new FindingLinks { Folder = Path.GetFullPath("out") }.Evidence(finding));
        Assert.Null(new FindingLinks().Evidence(finding with { Evidence = null }));
    }

    private static VerificationReport WithFindings(params Finding[] findings)
    {
        VerificationReport report = SampleReport.Clean();
        IntegrationReport integration = report.Integrations[0];
        return report with { Integrations = [integration with { Checks = [integration.Checks[0] with { Findings = findings }] }] };
    }

    private static VerificationReport WithRows(int rows) => SampleReport.Clean() with
    {
        Integrations = [SampleReport.Clean().Integrations[0] with
        {
            Users = [.. Numbered(rows, 'u').Select(address => new UserVerdict(address, "U", true, "licensed"))],
            Mailboxes = [.. Numbered(rows, 'm').Select(
                address => new MailboxVerdict(address, "M", "ews", MailboxStatus.Reachable, null, "reachable"))],
        }],
    };

    private static IEnumerable<string> Numbered(int count, char letter) =>
        Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{letter}{number}@contoso.com"));

    private static string Terminal(VerificationReport report, FindingLinks? links)
    {
        using StringWriter writer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new TerminalOutput(writer),
        });
        console.Profile.Capabilities.Links = false;
        ConsoleReport.WriteRich(console, report, links);
        return writer.ToString();
    }

    [GeneratedRegex(@"\bu\d+@contoso\.com")]
    private static partial Regex User();

    [GeneratedRegex(@"\bm\d+@contoso\.com")]
    private static partial Regex Mailbox();

    [GeneratedRegex("<header>.*</footer>\n", RegexOptions.Singleline)]
    private static partial Regex Body();

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex OwnColour();
}
