using System.Globalization;
using Spectre.Console;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report for a person at a console: a tree and tables on a terminal, plain lines elsewhere and with
/// <c>NO_COLOR</c>.</summary>
public static class ConsoleReport
{
    /// <summary>Rows of a table at most; the JSON report has all.</summary>
    public const int MostRows = 100;

    /// <summary>Characters of a text at most; the JSON report has all.</summary>
    internal const int MostCharacters = 2000;

    private const int MostOfCell = 100;

    /// <summary>Writes the report as fits the console.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    /// <param name="environment">Reads an environment variable; null = of this process.</param>
    public static void Write(
        IAnsiConsole console, VerificationReport report, FindingLinks? links = null, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        if (IsPlain(console, environment))
            WritePlain(console.Profile.Out.Writer, report, links);
        else
            WriteRich(console, report, links);
    }

    /// <summary>Whether a console gets plain lines.</summary>
    /// <param name="console">The console.</param>
    /// <param name="environment">Reads an environment variable; null = of this process.</param>
    public static bool IsPlain(IAnsiConsole console, Func<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(console);
        return !console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi
            || !string.IsNullOrEmpty((environment ?? Environment.GetEnvironmentVariable)("NO_COLOR"));
    }

    /// <summary>Writes the report as plain lines.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static void WritePlain(TextWriter writer, VerificationReport report, FindingLinks? links = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        writer.WriteLine(Heading(report));
        foreach (IntegrationReport integration in report.Integrations)
        {
            writer.WriteLine();
            writer.WriteLine($"{Text(integration.DisplayName)} ({integration.Name})");
            foreach (CheckResult check in integration.Checks)
            {
                writer.WriteLine($"  {StatusText.Mark(check.Status),-8} {check.Title}: {Text(check.Summary)}");
                foreach (Finding finding in check.Findings)
                {
                    writer.WriteLine($"           {StatusText.Word(finding.Severity)} {finding.Code}: {Text(finding.Subject)}");
                    foreach (string line in Wrapped(Text(finding.Cause)).Concat(Wrapped($"Fix: {Text(finding.Fix)}")))
                        writer.WriteLine($"             {line}");
                    foreach (string line in Script(finding)?.Split('\n') ?? [])
                        writer.WriteLine($"               {line}");
                    if (finding.Detail is string detail)
                        writer.WriteLine($"             Found: {Text(detail)}");
                    if (finding.Evidence is string evidence)
                        writer.WriteLine($"             Evidence: {Text(evidence)}");
                }
            }
            PlainTable(writer, "Users", ["Account", "Name", "Synchronized", "Why"],
                StatusText.Rows(integration.Users, u => u.Attention, MostRows), integration.Users.Count,
                user => [user.UserPrincipalName, user.DisplayName, user.Synchronized ? "yes" : user.Attention ? "NO" : "no", user.Reason]);
            PlainTable(writer, "Mailboxes", ["Mailbox", "Protocol", "Verdict", "Code"],
                StatusText.Rows(integration.Mailboxes, NeedsAttention, MostRows), integration.Mailboxes.Count,
                mailbox => [mailbox.Address, mailbox.Protocol, mailbox.Reason, mailbox.Code ?? ""]);
        }
        writer.WriteLine();
        if (!report.Weather.IsCalm)
            writer.WriteLine(report.Weather.Sentence);
        writer.WriteLine(report.Verdict.Sentence);
        writer.WriteLine();
        if (report.Findings.Any())
            writer.WriteLine($"Each finding explained: {(links ?? new()).Document}");
        writer.WriteLine($"For a ticket: {TicketLine.Of(report)}");
    }

    internal static void WriteRich(IAnsiConsole console, VerificationReport report, FindingLinks? links = null)
    {
        links ??= new();
        bool linked = links.IsAddress && console.Profile.Capabilities.Links;
        console.MarkupLine($"[bold]{Markup.Escape(Heading(report))}[/]");
        foreach (IntegrationReport integration in report.Integrations)
        {
            console.WriteLine();
            Tree tree = new(
                $"[bold]{Escaped(integration.DisplayName)}[/] [grey]{Markup.Escape(integration.Name)}, {integration.ClientId}[/]");
            foreach (CheckResult check in integration.Checks)
            {
                TreeNode node = tree.AddNode(
                    $"{StatusText.RichMark(check.Status)} [bold]{Escaped(check.Title)}[/]  {Escaped(check.Summary)}");
                foreach (Finding finding in check.Findings)
                {
                    TreeNode about = node.AddNode(
                        $"[{StatusText.Colour(finding.Severity)}]{StatusText.Word(finding.Severity)} {Code(finding)}[/]  "
                        + $"{Escaped(finding.Subject)}");
                    about.AddNode(Escaped(finding.Cause));
                    about.AddNode(
                        $"[bold]Fix[/]  "
                            + $"{Escaped(finding.Fix)}{(Script(finding) is string script ? "\n" + Markup.Escape(script) : "")}");
                    if (finding.Detail is string detail)
                        about.AddNode($"[grey]Found  {Escaped(detail)}[/]");
                    if (finding.Evidence is string evidence)
                        about.AddNode($"[grey]Evidence  {Escaped(evidence)}[/]");
                }
            }
            console.Write(tree);
            console.WriteLine();
            RichTable(console, "Users", ["Account", "Name", "Synchronized", "Why"],
                StatusText.Rows(integration.Users, u => u.Attention, MostRows), integration.Users.Count,
                user => [Cell(user.UserPrincipalName), Cell(user.DisplayName),
                    user.Synchronized ? "[green]yes[/]" : user.Attention ? "[yellow]no[/]" : "[grey]no[/]", Cell(user.Reason)]);
            RichTable(console, "Mailboxes", ["Mailbox", "Protocol", "Verdict", "Code"],
                StatusText.Rows(integration.Mailboxes, NeedsAttention, MostRows), integration.Mailboxes.Count,
                mailbox => [Cell(mailbox.Address), Cell(mailbox.Protocol),
                    $"[{StatusText.Look(mailbox.Status).Colour}]{Cell(mailbox.Reason)}[/]", Cell(mailbox.Code ?? "")]);
        }
        console.WriteLine();
        if (!report.Weather.IsCalm)
            console.MarkupLine(Markup.Escape(report.Weather.Sentence));
        Verdict verdict = report.Verdict;
        console.MarkupLine($"[bold {StatusText.Look(verdict.Kind).Colour}]{Markup.Escape(verdict.Sentence)}[/]");
        console.WriteLine();
        if (!linked && report.Findings.Any())
            console.MarkupLine($"[grey]Each finding explained:[/] {Markup.Escape(links.Document)}");
        // A line to be copied is one line: the console must not break it.
        console.Profile.Out.Writer.WriteLine($"For a ticket: {TicketLine.Of(report)}");

        string Code(Finding finding)
        {
            string address = links.For(finding).Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
            return linked ? $"[link={address}]{Markup.Escape(finding.Code)}[/]" : Markup.Escape(finding.Code);
        }
    }

    private static string Text(string text) => Visible.Short(text, MostCharacters);

    private static string Escaped(string text) => Markup.Escape(Text(text));

    private static string Cell(string text) => Markup.Escape(Visible.Short(text, MostOfCell));

    private static string? Script(Finding finding) => finding.Script is string script ? Visible.Block(script) : null;

    private static string Heading(VerificationReport report) => string.Create(CultureInfo.InvariantCulture,
        $"Verification of {report.Tenant.Domain}{(report.Simulated ? " (simulated tenant)" : "")}, "
            + $"{report.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, took {Words.Span(report.Duration)}");

    private static bool NeedsAttention(MailboxVerdict mailbox) => 
        mailbox.Status is MailboxStatus.Failed or MailboxStatus.Warning or MailboxStatus.Unanswered;

    private static void PlainTable<T>(TextWriter writer, string title, string[] headings, IReadOnlyList<T> rows, int all, Func<T,
        string[]> cells)
    {
        if (rows.Count == 0)
            return;
        string[][] table =
            [headings, .. rows.Select(row => cells(row).Select(cell => Visible.Short(cell, MostOfCell)).ToArray())];
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => table.Max(row => row[column].Length))];
        writer.WriteLine();
        writer.WriteLine($"  {title}");
        foreach (string[] row in table)
            writer.WriteLine(("    " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))).TrimEnd());
        if (all > rows.Count)
            writer.WriteLine($"    and {Words.Number(all - rows.Count)} more (all of them in the JSON report)");
    }

    private static void RichTable<T>(IAnsiConsole console, string title, string[] headings, IReadOnlyList<T> rows, int all, Func<T,
        string[]> cells)
    {
        if (rows.Count == 0)
            return;
        console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns(headings);
        foreach (T row in rows)
            table.AddRow(cells(row));
        if (all > rows.Count)
            table.Caption($"and {Words.Number(all - rows.Count)} more (all of them in the JSON report)");
        console.Write(table);
    }

    private static IEnumerable<string> Wrapped(string text)
    {
        const int Width = 100;
        int start = 0;
        while (text.Length - start > Width && text.LastIndexOf(' ', start + Width, Width) is not -1 and int space)
        {
            yield return text[start..space];
            start = space + 1;
        }
        yield return text[start..];
    }
}
