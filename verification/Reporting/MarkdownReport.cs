using System.Globalization;
using System.Text;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report as a summary in Markdown, for the page of a GitHub workflow's run.</summary>
public static class MarkdownReport
{
    /// <summary>What GitHub takes of a step's summary at most, in bytes: 1 MiB.
    /// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits</summary>
    public const int MostBytes = 1024 * 1024;

    private const int MostMailboxes = 100;
    private const int MostCharacters = 1000;
    private const string CutShort = "\nThe summary ends here, at what GitHub takes; the other reports have all of it.\n";

    /// <summary>Renders the summary.</summary>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    /// <param name="mostBytes">Its bytes at most, as UTF-8; what comes after is left out, by whole blocks.</param>
    public static string Render(VerificationReport report, FindingLinks? links = null, int mostBytes = MostBytes)
    {
        links ??= new();
        StringBuilder text = new();
        int left = mostBytes - Encoding.UTF8.GetByteCount(CutShort);
        foreach (string block in Blocks(report, links))
        {
            left -= Encoding.UTF8.GetByteCount(block);
            if (left < 0)
                return mostBytes < Encoding.UTF8.GetByteCount(CutShort) ? "" : text.Append(CutShort).ToString();
            text.Append(block);
        }
        return text.ToString();
    }

    private static IEnumerable<string> Blocks(VerificationReport report, FindingLinks links)
    {
        Verdict verdict = report.Verdict;
        yield return $"## {StatusText.Look(verdict.Kind).Mark} {Escaped(report.Tenant.Domain)}: {Escaped(verdict.Title)}\n\n"
            + $"{Escaped(verdict.Sentence)} {Escaped(report.Counts)}.\n"
            + (report.Weather.IsCalm ? "" : $"\n{Escaped(report.Weather.Sentence)}\n")
            + (report.Simulated ? "\nThis is a rehearsal: a simulated tenant answered, not Microsoft 365.\n" : "");
        foreach (IntegrationReport integration in report.Integrations)
        {
            yield return $"\n### {Escaped(integration.DisplayName)}\n\n| | Check | Result |\n|---|---|---|\n"
                + string.Concat(integration.Checks.Select(check =>
                    $"| {StatusText.Badge(check.Status).Mark} | {Escaped(check.Title)} | {Escaped(check.Summary)} |\n"));
            foreach (Finding finding in integration.Checks.SelectMany(check => check.Findings).OrderByDescending(one => one.Severity))
                yield return Block(finding, links);
            MailboxVerdict[] mailboxes =
                [.. integration.Mailboxes.Where(mailbox => mailbox.Status >= MailboxStatus.Warning)];
            if (mailboxes.Length > 0)
                yield return "\n<details><summary>Mailboxes to look at</summary>\n\n| Mailbox | By | Verdict |\n|---|---|---|\n"
                    + string.Concat(mailboxes.Take(MostMailboxes).Select(mailbox => $"| {Escaped(mailbox.Address)} | "
                        + $"{Escaped(integration.Protocols.GetValueOrDefault(mailbox.Protocol, mailbox.Protocol))} | "
                        + $"{Escaped(mailbox.Reason)} |\n"))
                    + (mailboxes.Length > MostMailboxes ? $"\nand {Words.Number(mailboxes.Length - MostMailboxes)} more\n" : "")
                    + "\n</details>\n";
        }
        yield return $"\nFor a ticket: {Escaped(TicketLine.Of(report))}\n";
    }

    private static string Block(Finding finding, FindingLinks links)
    {
        string link = links.IsAddress ? $"[{finding.Code}](<{links.For(finding)}>)" : finding.Code;
        string detail = (finding.Detail is string found ? $"  \n**Found** {Escaped(found)}" : "")
            + (finding.Evidence is string evidence ? $"  \n**Evidence** {Escaped(evidence)}" : "");
        return $"\n**{StatusText.Word(finding.Severity)}** {link} {Escaped(finding.Subject)}  \n{Escaped(finding.Cause)}  \n"
            + $"**Fix** {Escaped(finding.Fix)}{detail}\n";
    }

    /// <summary>A text whose characters mean nothing to Markdown or HTML: whatever could begin something there is written as its
    /// number.</summary>
    private static string Escaped(string text)
    {
        string line = Visible.Short(text, MostCharacters);
        StringBuilder escaped = new();
        for (int place = 0; place < line.Length; place++)
        {
            if (IsPlain(line, place))
                escaped.Append(line[place]);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)line[place]};");
        }
        return escaped.ToString();
    }

    // A full stop makes lists after digits and addresses after "www"; a colon makes addresses and pictures; a hyphen makes lists and lines.
    private static bool IsPlain(string line, int place) => line[place] switch
    {
        '.' => place > 0 && char.IsLetter(line[place - 1]) && !line.AsSpan(0, place).EndsWith("www", StringComparison.OrdinalIgnoreCase),
        ':' => place + 1 < line.Length && line[place + 1] == ' ',
        '-' => place > 0 && char.IsLetterOrDigit(line[place - 1]),
        ' ' or ',' or ';' or '/' or '\'' or '%' or '(' or ')' or '?' => true,
        char other => !char.IsAscii(other) || char.IsAsciiLetterOrDigit(other),
    };
}
