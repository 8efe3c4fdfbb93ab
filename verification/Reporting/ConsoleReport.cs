using System.Globalization;
using Spectre.Console;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report for a person at a console: a tree and tables on a terminal, plain lines elsewhere and with <c>NO_COLOR</c>.</summary>
public static class ConsoleReport
{
    /// <summary>Rows of a table at most; the JSON report has all.</summary>
    public const int MostRows = 100;

    /// <summary>Writes the report as fits the console.</summary>
    public static void Write(IAnsiConsole console, VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(console);
        if (IsPlain(console))
            WritePlain(console.Profile.Out.Writer, report);
        else
            WriteRich(console, report);
    }

    /// <summary>Whether a console gets plain lines.</summary>
    public static bool IsPlain(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        return !console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    }

    /// <summary>Writes the report as plain lines.</summary>
    public static void WritePlain(TextWriter writer, VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        writer.WriteLine(Heading(report));
        foreach (IntegrationReport integration in report.Integrations)
        {
            writer.WriteLine();
            writer.WriteLine($"{integration.DisplayName} ({integration.Name})");
            foreach (CheckResult check in integration.Checks)
            {
                writer.WriteLine($"  {Mark(check.Status),-8} {check.Title}: {check.Summary}");
                foreach (Finding finding in check.Findings)
                {
                    writer.WriteLine($"           {Mark(finding.Severity)} {finding.Code}: {finding.Subject}");
                    foreach (string line in Wrapped(finding.Cause).Concat(Wrapped($"Fix: {finding.Fix}")))
                        writer.WriteLine($"             {line}");
                    foreach (string line in finding.Script?.Split('\n') ?? [])
                        writer.WriteLine($"               {line}");
                    if (finding.Detail is string detail)
                        writer.WriteLine($"             Found: {detail}");
                }
            }
            PlainTable(writer, "Users", ["Account", "Name", "Synchronized", "Why"],
                Verdicts.Rows(integration.Users, u => u.Attention, MostRows), integration.Users.Count,
                user => [user.UserPrincipalName, user.DisplayName, user.Synchronized ? "yes" : user.Attention ? "NO" : "no", user.Reason]);
            PlainTable(writer, "Mailboxes", ["Mailbox", "Protocol", "Verdict", "Code"],
                Verdicts.Rows(integration.Mailboxes, NeedsAttention, MostRows), integration.Mailboxes.Count,
                mailbox => [mailbox.Address, mailbox.Protocol, mailbox.Reason, mailbox.Code ?? ""]);
        }
        writer.WriteLine();
        writer.WriteLine(Verdicts.Sentence(report));
    }

    internal static void WriteRich(IAnsiConsole console, VerificationReport report)
    {
        console.MarkupLine($"[bold]{Markup.Escape(Heading(report))}[/]");
        foreach (IntegrationReport integration in report.Integrations)
        {
            console.WriteLine();
            Tree tree = new($"[bold]{Markup.Escape(integration.DisplayName)}[/] [grey]{Markup.Escape(integration.Name)}, {integration.ClientId}[/]");
            foreach (CheckResult check in integration.Checks)
            {
                TreeNode node = tree.AddNode($"{RichMark(check.Status)} [bold]{Markup.Escape(check.Title)}[/]  {Markup.Escape(check.Summary)}");
                foreach (Finding finding in check.Findings)
                {
                    TreeNode about = node.AddNode($"[{Colour(finding.Severity)}]{Mark(finding.Severity)} {Markup.Escape(finding.Code)}[/]  {Markup.Escape(finding.Subject)}");
                    about.AddNode(Markup.Escape(finding.Cause));
                    about.AddNode($"[bold]Fix[/]  {Markup.Escape(finding.Fix)}{(finding.Script is string script ? "\n" + Markup.Escape(script) : "")}");
                    if (finding.Detail is string detail)
                        about.AddNode($"[grey]Found  {Markup.Escape(detail)}[/]");
                }
            }
            console.Write(tree);
            console.WriteLine();
            RichTable(console, "Users", ["Account", "Name", "Synchronized", "Why"],
                Verdicts.Rows(integration.Users, u => u.Attention, MostRows), integration.Users.Count,
                user => [Markup.Escape(user.UserPrincipalName), Markup.Escape(user.DisplayName),
                    user.Synchronized ? "[green]yes[/]" : user.Attention ? "[yellow]no[/]" : "[grey]no[/]", Markup.Escape(user.Reason)]);
            RichTable(console, "Mailboxes", ["Mailbox", "Protocol", "Verdict", "Code"],
                Verdicts.Rows(integration.Mailboxes, NeedsAttention, MostRows), integration.Mailboxes.Count,
                mailbox => [Markup.Escape(mailbox.Address), mailbox.Protocol,
                    $"[{Colour(mailbox.Status)}]{Markup.Escape(mailbox.Reason)}[/]", Markup.Escape(mailbox.Code ?? "")]);
        }
        console.WriteLine();
        string colour = Verdicts.Name(report) switch { "ready" => "green", "not-ready" => "red", "not-proven" => "blue", _ => "yellow" };
        console.MarkupLine($"[bold {colour}]{Markup.Escape(Verdicts.Sentence(report))}[/]");
    }

    private static string Heading(VerificationReport report) => string.Create(CultureInfo.InvariantCulture,
        $"Verification of {report.Tenant.Domain}{(report.Simulated ? " (simulated tenant)" : "")}, {report.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, took {Words.Span(report.Duration)}");

    private static bool NeedsAttention(MailboxVerdict mailbox) => mailbox.Status is MailboxStatus.Failed or MailboxStatus.Warning;

    private static void PlainTable<T>(TextWriter writer, string title, string[] headings, IReadOnlyList<T> rows, int all, Func<T, string[]> cells)
    {
        if (rows.Count == 0)
            return;
        string[][] table = [headings, .. rows.Select(cells)];
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => table.Max(row => row[column].Length))];
        writer.WriteLine();
        writer.WriteLine($"  {title}");
        foreach (string[] row in table)
            writer.WriteLine(("    " + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))).TrimEnd());
        if (all > rows.Count)
            writer.WriteLine($"    and {Words.Number(all - rows.Count)} more (all of them in the JSON report)");
    }

    private static void RichTable<T>(IAnsiConsole console, string title, string[] headings, IReadOnlyList<T> rows, int all, Func<T, string[]> cells)
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
        while (text.Length - start > Width && text.LastIndexOf(' ', start + Width, Width) is int space && space > start)
        {
            yield return text[start..space];
            start = space + 1;
        }
        yield return text[start..];
    }

    private static string Mark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "ok",
        CheckStatus.Warning => "WARNING",
        CheckStatus.Failed => "FAILED",
        _ => "open",
    };

    private static string Mark(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    private static string RichMark(CheckStatus status) => status switch
    {
        CheckStatus.Passed => "[green]✓[/]",
        CheckStatus.Warning => "[yellow]![/]",
        CheckStatus.Failed => "[red]✗[/]",
        _ => "[blue]○[/]",
    };

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Error => "red",
        Severity.Warning => "yellow",
        _ => "blue",
    };

    private static string Colour(MailboxStatus status) => status switch
    {
        MailboxStatus.Reachable or MailboxStatus.RefusedAsDeclared => "green",
        MailboxStatus.NoMailbox => "grey",
        MailboxStatus.Warning => "yellow",
        _ => "red",
    };
}
