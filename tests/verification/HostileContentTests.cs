using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Playwright;
using NJsonSchema;
using Spectre.Console;
using TenantOnboarding.Tests.Tenant;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Names, addresses and error texts of a tenant may hold anything: no form of a report may be led astray by them.</summary>
public sealed partial class HostileContentTests
{
    private const int Seeded = 20261126;

    // Scripts are there to be copied, whole.
    private const string ScriptIndent = "               ";

    private static readonly string[] Texts =
    [
        "<script>alert(1)</script>", "</script><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "<!--", "]]>", "&amp;&#60;",
        "</style><style>*{display:none}", "javascript:alert(1)", "\u001b[2J\u001b[31mred", "\u001b]8;;https://evil.example\u0007click",
        "\u009b31m", "\0", "\a\b\u007f", "a\r\nb\nc\rd\u2028e\u2029f\u0085g", "\t=1+1", "=HYPERLINK(\"https://evil.example\",\"x\")", "+1",
        "-1+cmd|' /C calc'!A0", "@SUM(A1)", " =1", "＝1", "a\",\"b", "`|*_[x](javascript:alert(1))", "# heading", "1. one", "- item", "| a | b |",
        "https://evil.example www.evil.example", ":bomb: @everyone #1", "![x](https://evil.example/x.png)", "[red]x[/]",
        "[link=https://evil.example]x[/]", "[/]", "{0} {x}", "gnp\u202Eexe.", "\u2066\u2067\u2068a\u200f\u200e\u061c", "\u200b\ufeff\u2060",
        "\ud800", "x\udc00y", "\ufffe\uffff", "👩‍💻 Zoë 李 שלום", new string('a', 10_000), new string('\u202e', 10_000), "",
    ];

    private static readonly Arbitrary<string> Any = Arb.From(Gen.OneOf(Gen.Elements(Texts),
        ArbMap.Default.GeneratorFor<string?>().Select(text => text ?? ""),
        Gen.NonEmptyListOf(Gen.Choose(0, 0xFFFF).Select(code => (char)code)).Select(characters => new string([.. characters]))));

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Texts.Length)];

    [Fact]
    public void What_is_shown_has_nothing_that_is_not_seen() => Hold(text =>
    {
        string line = Visible.Line(text), block = Visible.Block(text);
        Assert.DoesNotMatch(Unseen(), line);
        Assert.DoesNotMatch(Unseen(), Flat(block));
        Assert.Equal(line, Visible.Line(line));
        Assert.InRange(Visible.Short(text, 50).Length, 0, 90);
    });

    [Theory]
    [InlineData("a\tb\r\nc", "a b  c")]
    [InlineData("\u001b[2J\0\u007f", "␛[2J␀␡")]
    [InlineData("gnp\u202Eexe", "gnp[U+202E]exe")]
    [InlineData("\u009b\ufeff\uffff", "[U+009B][U+FEFF][U+FFFF]")]
    [InlineData("👩‍💻 Zoë שלום", "👩‍💻 Zoë שלום")]
    public void What_hides_is_shown_by_name(string text, string expected) => Assert.Equal(expected, Visible.Line(text));

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_a_replacement()
    {
        Assert.Equal("a\ufffdb\ufffd", Visible.Line("a\ud800b\udc00"));
        Assert.Equal("aaaa… (6 more characters)", Visible.Short("aaaaaaaaaa", 4));
        Assert.Equal("aaa… (4 more characters)", Visible.Short("aaa👩bb", 4));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Html_has_the_same_tags_whatever_a_tenant_says(int place) =>
        Assert.Equal(Tags(HtmlReport.Render(Saying("a"))), Tags(HtmlReport.Render(Saying(Texts[place]))));

    [Fact]
    public void Html_of_any_text_has_the_same_tags_and_rows_that_can_be_read()
    {
        string tags = Tags(HtmlReport.Render(Saying("a")));
        Hold(text =>
        {
            string page = HtmlReport.Render(Saying(text));
            Assert.Equal(tags, Tags(page));
            Assert.DoesNotMatch(Unseen(), Flat(page));
            Match data = RowData().Match(page);
            using JsonDocument rows = JsonDocument.Parse(data.Groups[1].Value);
            Assert.Equal(20, rows.RootElement.GetProperty("rows").GetArrayLength());
            Assert.Equal(Visible.Line(text), rows.RootElement.GetProperty("rows")[0][1].GetString());
        });
    }

    [BrowserFact]
    public async Task A_browser_shows_every_hostile_text_as_text()
    {
        foreach (string text in new[] { string.Concat(Texts.Where(text => text.Length < 1000)), new string('a', 10_000) })
        {
            await using ReportBrowser browser = await ReportBrowser.OpenAsync(Saying(text), width: 360);
            ILocator cell = browser.Rows("mailstore-mailboxes").First.GetByRole(AriaRole.Rowheader);
            string expected = Visible.Line(text);
            Assert.Equal(expected, await cell.EvaluateAsync<string>("cell => cell.textContent"));
            await browser.Page.Locator("#mailstore-mailboxes").GetByRole(AriaRole.Columnheader).First.GetByRole(AriaRole.Button).ClickAsync();
            Assert.Equal(expected, await cell.EvaluateAsync<string>("cell => cell.textContent"));
            Assert.Equal(360, await browser.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            Assert.Empty(browser.Complaints);
            Assert.All(browser.Asked, url => Assert.StartsWith("file:", url, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Json_of_any_text_keeps_to_its_schema_and_says_the_text_as_it_is()
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(JsonReport.SchemaText);
        Hold(text =>
        {
            string json = JsonReport.Render(Saying(text));
            Assert.Empty(schema.Validate(json));
            using JsonDocument document = JsonDocument.Parse(json);
            string? name = document.RootElement.GetProperty("integrations")[0].GetProperty("displayName").GetString();
            Assert.Equal(string.Concat(text.EnumerateRunes()), name);
            Assert.DoesNotMatch(@"[\u0000-\u0009\u000b-\u001f\u007f-\u009f]", json);
        });
    }

    [Fact]
    public void JUnit_of_any_text_is_xml_with_the_same_elements()
    {
        string elements = Elements(JUnitReport.Render(Saying("a")));
        Hold(text =>
        {
            string xml = JUnitReport.Render(Saying(text));
            Assert.Equal(elements, Elements(xml));
            Assert.DoesNotMatch(Unseen(), Flat(xml));
        });
    }

    [Fact]
    public void Csv_of_any_text_has_the_same_cells_and_none_that_calculates()
    {
        int rows = Rows(CsvReport.Render(Saying("a"))).Count;
        Hold(text =>
        {
            List<string[]> read = Rows(CsvReport.Render(Saying(text)));
            Assert.Equal(rows, read.Count);
            Assert.All(read, row => Assert.Equal(11, row.Length));
            Assert.All(read.SelectMany(row => row), cell => Assert.DoesNotMatch(@"^\s*[=+\-@＝＋－＠]", cell));
            Assert.All(read.SelectMany(row => row), cell => Assert.DoesNotMatch(Unseen(), cell));
            Assert.Contains(read, row => row[3].TrimStart('\'') == Visible.Line(text).TrimStart('\''));
        });
    }

    [Fact]
    public void Csv_begins_with_the_mark_of_utf8_and_disarms_a_formula_with_an_apostrophe()
    {
        string csv = CsvReport.Render(Saying("=1+\"1\""));
        Assert.StartsWith("\uFEFFIntegration,Kind,About,Name,By,Verdict,Code,What is the case,Fix,See,Evidence\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("\"mailstore\",\"user\",\"'=1+\"\"1\"\"\",\"'=1+\"\"1\"\"\",\"\",\"synchronized\",\"\",\"'=1+\"\"1\"\"\",\"\",\"\",\"\"\r\n", csv,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_of_any_text_has_the_same_blocks_and_no_markup_of_its_own()
    {
        string shape = Shape(MarkdownReport.Render(Saying("a")));
        Hold(text =>
        {
            string markdown = MarkdownReport.Render(Saying(text));
            Assert.Equal(shape, Shape(markdown));
            Assert.DoesNotMatch(Unseen(), Flat(markdown));
            Assert.DoesNotMatch(@"[<>\[\]`]", Regex.Replace(markdown, "</?details>|</?summary>", ""));
            Assert.InRange(Encoding.UTF8.GetByteCount(markdown), 1, MarkdownReport.MostBytes);
        });
    }

    [Fact]
    public void Console_of_any_text_gets_no_control_character_and_no_line_without_end()
    {
        Hold(text =>
        {
            using StringWriter plain = new();
            ConsoleReport.WritePlain(plain, Saying(text));
            Assert.DoesNotMatch(Unseen(), Flat(plain.ToString()));
            Assert.All(plain.ToString().Split('\n').Where(line => !line.StartsWith(ScriptIndent, StringComparison.Ordinal)),
                line => Assert.InRange(line.Length, 0, 2100));
            Assert.Contains($"For a ticket: {TicketLine.Of(Saying(text))}", plain.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_terminal_gets_no_escape_but_the_reports_own(int place)
    {
        using StringWriter writer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new TerminalOutput(writer),
        });
        ConsoleReport.WriteRich(console, Saying(Texts[place]));
        Assert.DoesNotMatch(Unseen(), Flat(OwnColour().Replace(writer.ToString(), "")));
    }

    [Fact]
    public void Progress_of_any_text_is_one_line()
    {
        Hold(text =>
        {
            using StringWriter writer = new();
            ConsoleProgress progress = new(writer);
            progress.IntegrationStarted("mailstore", text);
            progress.CheckCompleted("mailstore", Saying(text).Integrations[0].Checks[0]);
            Assert.Equal(2, writer.ToString().ReplaceLineEndings("\n").Count(character => character == '\n'));
            Assert.DoesNotMatch(Unseen(), Flat(writer.ToString()));
        });
    }

    private static void Hold(Action<string> property)
    {
        foreach (string text in Texts)
            property(text);
        Prop.ForAll(Any, property).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(Seeded, 1));
    }

    private static VerificationReport Saying(string text)
    {
        VerificationReport sample = SampleReport.Large(20);
        return sample with
        {
            Integrations = [.. sample.Integrations.Select(integration => integration with
            {
                DisplayName = text,
                Checks = [.. integration.Checks.Select(check => check with
                {
                    Summary = text,
                    Findings = [.. check.Findings.Select(finding => finding with
                    {
                        Subject = text, Cause = text, Fix = text, Detail = text, Script = text,
                    })],
                })],
                Users = [.. integration.Users.Select(user => user with { UserPrincipalName = text, DisplayName = text, Reason = text })],
                Mailboxes = [.. integration.Mailboxes.Select((mailbox, number) => mailbox with
                {
                    DisplayName = text,
                    Reason = text,
                    Address = text + new string(' ', number),
                })],
            })],
        };
    }

    private static string Flat(string lines) => lines.ReplaceLineEndings(" ").Replace('\t', ' ');

    private static string Tags(string page) => string.Join('\n', Tag().Matches(ScriptText().Replace(page, "$1")).Select(tag => tag.Value));

    private static string Elements(string xml) =>
        string.Join(' ', XDocument.Parse(xml).Descendants().Select(element => element.Name.LocalName));

    // What a line begins with, and its cells.
    private static string Shape(string markdown) => string.Join('\n', markdown.Split('\n').Select(line =>
        line.StartsWith('|') ? $"| {line.Count(character => character == '|').ToString(CultureInfo.InvariantCulture)}"
        : line.StartsWith('#') ? line.Split(' ')[0] : line.Length == 0 ? "" : "text"));

    private static List<string[]> Rows(string csv)
    {
        List<string[]> rows = [];
        foreach (string line in csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            MatchCollection cells = CsvCell().Matches(line);
            Assert.Equal(line.Length, cells.Sum(cell => cell.Length));
            rows.Add([.. cells.Select(cell => cell.Groups[1].Value.Replace("\"\"", "\"", StringComparison.Ordinal))]);
        }
        return rows;
    }

    [GeneratedRegex(@"[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]")]
    private static partial Regex Unseen();

    [GeneratedRegex("<[/!]?[a-zA-Z][a-zA-Z0-9]*")]
    private static partial Regex Tag();

    [GeneratedRegex("(<(?:script|style)[^>]*>).*?(?=</(?:script|style)>)", RegexOptions.Singleline)]
    private static partial Regex ScriptText();

    [GeneratedRegex("<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex RowData();

    [GeneratedRegex("(?:^|\\G),?\"((?:[^\"]|\"\")*)\"")]
    private static partial Regex CsvCell();

    [GeneratedRegex(@"\u001b\[[0-9;]*m")]
    private static partial Regex OwnColour();
}
