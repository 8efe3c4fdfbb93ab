using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report as one table for a spreadsheet: checks, findings, users and mailboxes, a row each (RFC 4180, UTF-8).</summary>
public static class CsvReport
{
    private const string Headings = "Integration,Kind,About,Name,By,Verdict,Code,What is the case,Fix,See,Evidence";

    /// <summary>Renders the table. A cell that a spreadsheet would calculate begins with an apostrophe.</summary>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static string Render(VerificationReport report, FindingLinks? links = null)
    {
        using StringWriter writer = new();
        Write(writer, report, links);
        return writer.ToString();
    }

    /// <summary>Writes the table, with the mark by which a spreadsheet knows UTF-8.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static void Write(TextWriter writer, VerificationReport report, FindingLinks? links = null)
    {
        links ??= new();
        writer.Write('\uFEFF');
        writer.Write(Headings + "\r\n");
        foreach (IntegrationReport integration in report.Integrations)
        {
            string name = integration.Name;
            foreach (CheckResult check in integration.Checks)
            {
                Row(writer, name, "check", check.Title, "", "", StatusText.Badge(check.Status).Word, "", check.Summary, "", "", "");
                foreach (Finding finding in check.Findings)
                    Row(writer, name, "finding", finding.Subject, "", check.Title, StatusText.Word(finding.Severity), finding.Code,
                        finding.Cause, finding.Fix, links.For(finding), finding.Evidence ?? "");
            }
            foreach (UserVerdict user in integration.Users)
                Row(writer, name, "user", user.UserPrincipalName, user.DisplayName, "", user.Synchronized ? "synchronized" : "left out", "",
                    user.Reason, "", "", "");
            foreach (MailboxVerdict mailbox in integration.Mailboxes)
                Row(writer, name, "mailbox", mailbox.Address, mailbox.DisplayName,
                    integration.Protocols.GetValueOrDefault(mailbox.Protocol, mailbox.Protocol), StatusText.Word(mailbox.Status),
                    mailbox.Code ?? "", mailbox.Reason, "", "", "");
        }
    }

    private static void Row(TextWriter writer, params ReadOnlySpan<string> cells)
    {
        for (int column = 0; column < cells.Length; column++)
        {
            writer.Write(column == 0 ? "\"" : ",\"");
            writer.Write(Cell(cells[column]));
            writer.Write('"');
        }
        writer.Write("\r\n");
    }

    // What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection. Its full-width forms count too, and
    // blanks before it. Tabs and line breaks are blanks already.
    private static string Cell(string text)
    {
        string line = Visible.Line(text);
        bool formula = line.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..];
        return (formula ? "'" : "") + line.Replace("\"", "\"\"", StringComparison.Ordinal);
    }
}
