using System.Globalization;
using System.Net;
using System.Text;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report as one page that needs nothing else: for a customer, a browser or a printer.</summary>
public static class HtmlReport
{
    /// <summary>Rows of a table at most; the JSON report has all.</summary>
    public const int MostRows = 1000;

    /// <summary>Renders the page.</summary>
    public static string Render(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        Page page = new();
        string verdict = Verdicts.Name(report);
        page.Line("<!DOCTYPE html>");
        page.Line("<html lang=\"en\">");
        page.Line("<head>");
        page.Line("<meta charset=\"utf-8\">");
        page.Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Line("<meta name=\"color-scheme\" content=\"light dark\">");
        page.Line($"<title>{E(report.Tenant.Domain)}: {E(VerdictWords(verdict))}</title>");
        page.Line("<style>");
        page.Line(EmbeddedText.Read("report.css").TrimEnd());
        page.Line("</style>");
        page.Line("</head>");
        page.Line("<body>");
        page.Line("<main>");
        Header(page, report, verdict);
        foreach (IntegrationReport integration in report.Integrations)
            Integration(page, integration, report.StartedAt);
        page.Line("<footer>");
        page.Line($"<p>Verified by signing in as each application and asking the tenant itself, {E(Time(report.StartedAt))}. The verdict holds for that moment.</p>");
        page.Line("</footer>");
        page.Line("</main>");
        page.Line("</body>");
        page.Line("</html>");
        return page.ToString();
    }

    private static void Header(Page page, VerificationReport report, string verdict)
    {
        page.Line("<header>");
        page.Line("<p class=\"kicker\">Microsoft 365 tenant verification</p>");
        page.Line($"<h1>{E(report.Tenant.Domain)}</h1>");
        page.Line($"<div class=\"verdict {verdict}\"><span class=\"mark\" aria-hidden=\"true\">{VerdictMark(verdict)}</span><div><strong>{E(VerdictWords(verdict))}</strong><p>{E(Counts(report))}</p></div></div>");
        if (report.Simulated)
            page.Line("<p class=\"note\">This is a rehearsal: a simulated tenant answered, not Microsoft 365.</p>");
        page.Line("<dl class=\"facts\">");
        Fact(page, "Verified", Time(report.StartedAt));
        Fact(page, "Took", Words.Span(report.Duration));
        Fact(page, "Cloud", Cloud(report.Tenant.Environment));
        Fact(page, "Tenant id", report.Tenant.Id.ToString(), code: true);
        page.Line("</dl>");
        if (report.Integrations.Count > 1)
        {
            page.Line("<nav aria-label=\"Integrations\"><ul>");
            foreach (IntegrationReport integration in report.Integrations)
            {
                CheckStatus worst = Worst(integration);
                page.Line($"<li><a href=\"#{E(integration.Name)}\">{Badge(worst)}{E(integration.DisplayName)}</a></li>");
            }
            page.Line("</ul></nav>");
        }
        ToLookAt(page, report);
        page.Line("</header>");
    }

    /// <summary>Errors first, then warnings, each with a link to its check.</summary>
    private static void ToLookAt(Page page, VerificationReport report)
    {
        var all = report.Integrations
            .SelectMany(i => i.Checks.SelectMany(c => c.Findings.Select(f => (Integration: i, Check: c, Finding: f))))
            .Where(entry => entry.Finding.Severity > Severity.Info)
            .OrderByDescending(entry => entry.Finding.Severity)
            .ToList();
        if (all.Count == 0)
            return;
        page.Line("<section class=\"todo\" aria-label=\"To look at\">");
        page.Line("<h2>To look at</h2>");
        page.Line("<ul>");
        foreach ((IntegrationReport integration, CheckResult check, Finding finding) in all)
        {
            string product = report.Integrations.Count > 1 ? $"{integration.DisplayName}, " : "";
            page.Line($"<li class=\"{finding.Severity.ToString().ToLowerInvariant()}\"><span class=\"word\">{Word(finding.Severity)}</span> <a href=\"#{E(integration.Name)}-{check.Id}\">{E(product + check.Title)}</a>: {E(finding.Subject)}</li>");
        }
        page.Line("</ul>");
        page.Line("</section>");
    }

    private static string Word(Severity severity) => severity switch { Severity.Error => "Error", Severity.Warning => "Warning", _ => "Note" };

    private static void Integration(Page page, IntegrationReport integration, DateTimeOffset now)
    {
        page.Line($"<section id=\"{E(integration.Name)}\" class=\"integration\">");
        page.Line($"<h2>{E(integration.DisplayName)}</h2>");
        page.Line("<dl class=\"facts\">");
        Fact(page, "Application (client) id", integration.ClientId.ToString(), code: true);
        if (integration.RedirectUri is string uri)
            Fact(page, "Redirect URI", uri, code: true);
        Fact(page, "Signed in with", integration.SignedInWith is string thumbprint ? thumbprint : "no certificate at hand", code: integration.SignedInWith is not null);
        page.Line("</dl>");

        page.Line("<h3>Checks</h3>");
        page.Line("<ol class=\"checks\">");
        foreach (CheckResult check in integration.Checks)
        {
            page.Line($"<li id=\"{E(integration.Name)}-{check.Id}\">");
            page.Line($"<div class=\"check\">{Badge(check.Status)}<div><h4>{E(check.Title)}</h4><p>{E(Sentence(check.Summary))}</p></div></div>");
            foreach (Finding finding in check.Findings)
                Finding(page, finding);
            page.Line("</li>");
        }
        page.Line("</ol>");

        Certificates(page, integration, now);
        Permissions(page, integration);
        Users(page, integration);
        Mailboxes(page, integration);
        page.Line("</section>");
    }

    private static void Finding(Page page, Finding finding)
    {
        string severity = finding.Severity.ToString().ToLowerInvariant();
        page.Line($"<article class=\"finding {severity}\">");
        page.Line($"<p class=\"head\"><span class=\"word\">{Word(finding.Severity)}</span> <code>{E(finding.Code)}</code></p>");
        page.Line($"<p class=\"subject\">{E(finding.Subject)}</p>");
        page.Line($"<p>{E(finding.Cause)}</p>");
        page.Line($"<p class=\"fix\"><b>Fix</b> {E(finding.Fix)}</p>");
        if (finding.Script is string script)
            page.Line($"<pre><code>{E(script)}</code></pre>");
        if (finding.Detail is string detail)
            page.Line($"<p class=\"found\"><b>Found</b> <code>{E(detail)}</code></p>");
        page.Line("</article>");
    }

    private static void Certificates(Page page, IntegrationReport integration, DateTimeOffset now)
    {
        page.Line("<h3>Certificates</h3>");
        Table(page, ["Thumbprint (SHA-1)", "Subject", "Valid from", "Valid until", "Days left"], integration.Certificates, integration.Certificates.Count, certificate =>
        {
            int days = (int)Math.Floor((certificate.NotAfter - now).TotalDays);
            return [$"<code>{E(certificate.Thumbprint)}</code>", E(certificate.Subject), Words.Date(certificate.NotBefore), Words.Date(certificate.NotAfter),
                days < 0 ? "<span class=\"bad\">expired</span>" : Words.Number(days)];
        }, numbers: [4]);
    }

    private static void Permissions(Page page, IntegrationReport integration)
    {
        if (integration.Permissions.Count == 0)
            return;
        page.Line("<h3>Permissions declared</h3>");
        Table(page, ["API", "Permission", "Type"], integration.Permissions, integration.Permissions.Count,
            permission => [E(permission.Api), $"<code>{E(permission.Value)}</code>", permission.Type == PermissionType.Application ? "application" : "delegated"]);
    }

    private static void Users(Page page, IntegrationReport integration)
    {
        if (integration.Users.Count == 0)
            return;
        int synchronized = integration.Users.Count(u => u.Synchronized);
        page.Line($"<h3>Users <small>{Words.Number(synchronized)} synchronized, {Words.Number(integration.Users.Count - synchronized)} left out</small></h3>");
        Table(page, ["Account", "Name", "Synchronized", "Why"], Verdicts.Rows(integration.Users, u => u.Attention, MostRows), integration.Users.Count,
            user => [E(user.UserPrincipalName), E(user.DisplayName),
                user.Synchronized ? Chip("good", "yes") : user.Attention ? Chip("warn", "no") : Chip("plain", "no"), E(user.Reason)]);
    }

    private static void Mailboxes(Page page, IntegrationReport integration)
    {
        if (integration.Mailboxes.Count == 0)
            return;
        string[] protocols = [.. integration.Mailboxes.Select(m => m.Protocol).Distinct()];
        var rows = integration.Mailboxes.GroupBy(m => m.Address, StringComparer.OrdinalIgnoreCase).Select(g => g.ToArray()).ToList();
        int reachable = rows.Count(row => row.All(m => m.Status == MailboxStatus.Reachable));
        page.Line($"<h3>Mailboxes <small>{Words.Number(reachable)} of {Words.Number(rows.Count)} reachable</small></h3>");
        Table(page, ["Mailbox", "Name", .. protocols.Select(ProtocolWords)],
            Verdicts.Rows(rows, row => row.Any(m => m.Status is MailboxStatus.Failed or MailboxStatus.Warning), MostRows), rows.Count,
            row => [E(row[0].Address), E(row[0].DisplayName), .. protocols.Select(p => row.FirstOrDefault(m => m.Protocol == p) is MailboxVerdict verdict
                ? Chip(Tone(verdict.Status), verdict.Reason) : "")]);
    }

    private static void Table<T>(Page page, string[] headings, IReadOnlyList<T> rows, int all, Func<T, string[]> cells, int[]? numbers = null)
    {
        page.Line("<div class=\"scroll\"><table>");
        page.Line($"<thead><tr>{string.Concat(headings.Select((h, i) => $"<th scope=\"col\"{Number(i)}>{E(h)}</th>"))}</tr></thead>");
        page.Line("<tbody>");
        foreach (T row in rows)
            page.Line($"<tr>{string.Concat(cells(row).Select((cell, i) => $"<td{Number(i)}>{cell}</td>"))}</tr>");
        page.Line("</tbody>");
        page.Line("</table></div>");
        if (all > rows.Count)
            page.Line($"<p class=\"more\">and {Words.Number(all - rows.Count)} more; the JSON report has all of them.</p>");

        string Number(int column) => numbers?.Contains(column) == true ? " class=\"number\"" : "";
    }

    private static void Fact(Page page, string name, string value, bool code = false) =>
        page.Line($"<div><dt>{E(name)}</dt><dd>{(code ? $"<code>{E(value)}</code>" : E(value))}</dd></div>");

    private static string Counts(VerificationReport report)
    {
        int passed = report.Checks.Count(c => c.Status is CheckStatus.Passed or CheckStatus.Warning);
        int failed = report.Checks.Count(c => c.Status == CheckStatus.Failed), open = report.Checks.Count(c => c.Status == CheckStatus.Open);
        int warnings = report.Findings.Count(f => f.Severity == Severity.Warning);
        string[] parts = [.. new[]
        {
            failed > 0 ? $"{Words.Count(failed, "check")} failed" : null,
            $"{Words.Count(passed, "check")} passed",
            open > 0 ? $"{open} left open" : null,
            warnings > 0 ? $"{Words.Count(warnings, "warning")} to look at" : null,
        }.OfType<string>()];
        return $"{string.Join(", ", parts)}, over {Words.Count(report.Integrations.Count, "integration")}.";
    }

    private static CheckStatus Worst(IntegrationReport integration) =>
        integration.Checks.Any(c => c.Status == CheckStatus.Failed) ? CheckStatus.Failed
        : integration.Checks.Any(c => c.Status == CheckStatus.Warning) ? CheckStatus.Warning
        : integration.Checks.Any(c => c.Status == CheckStatus.Open) ? CheckStatus.Open
        : CheckStatus.Passed;

    private static string Badge(CheckStatus status)
    {
        (string tone, string mark, string word) = status switch
        {
            CheckStatus.Passed => ("good", "✓", "Passed"),
            CheckStatus.Warning => ("warn", "!", "Passed with warnings"),
            CheckStatus.Failed => ("bad", "✕", "Failed"),
            _ => ("open", "–", "Left open"),
        };
        return $"<span class=\"badge {tone}\" role=\"img\" aria-label=\"{word}\">{mark}</span>";
    }

    private static string Chip(string tone, string text) => $"<span class=\"chip {tone}\">{E(text)}</span>";

    private static string Tone(MailboxStatus status) => status switch
    {
        MailboxStatus.Reachable or MailboxStatus.RefusedAsDeclared => "good",
        MailboxStatus.NoMailbox => "plain",
        MailboxStatus.Warning => "warn",
        _ => "bad",
    };

    private static string VerdictWords(string verdict) => verdict switch
    {
        "ready" => "Ready",
        "ready-with-warnings" => "Ready, with warnings",
        "not-proven" => "Not proven",
        _ => "Not ready",
    };

    private static string VerdictMark(string verdict) => verdict switch { "ready" => "✓", "ready-with-warnings" => "!", "not-proven" => "?", _ => "✕" };

    private static string ProtocolWords(string protocol) => protocol switch
    {
        "ews" => "EWS",
        "graph" => "Microsoft Graph",
        "imap" => "IMAP",
        _ => "Exchange PowerShell",
    };

    private static string Cloud(CloudEnvironment environment) => environment switch
    {
        CloudEnvironment.UsGovernment => "US government (GCC High)",
        CloudEnvironment.Dod => "US Department of Defense",
        CloudEnvironment.China => "China (21Vianet)",
        _ => "Microsoft 365, worldwide",
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Sentence(string text) => text.Length == 0 || !char.IsAsciiLetterLower(text[0]) || text.StartsWith("http", StringComparison.Ordinal)
        ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private sealed class Page
    {
        private readonly StringBuilder _text = new();

        public void Line(string line) => _text.Append(line).Append('\n');

        public override string ToString() => _text.ToString();
    }
}
