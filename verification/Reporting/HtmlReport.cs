using System.Globalization;
using static TenantOnboarding.Verification.Reporting.HtmlPage;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report as one page that needs nothing else: for a customer, a browser or a printer.</summary>
public static class HtmlReport
{
    /// <summary>Renders the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static string Render(VerificationReport report, FindingLinks? links = null)
    {
        using StringWriter writer = new();
        Write(writer, report, links);
        return writer.ToString();
    }

    /// <summary>Writes the page: what it takes is little more than the report, however many rows there are.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static void Write(TextWriter writer, VerificationReport report, FindingLinks? links = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        links ??= new();
        HtmlPage page = new(writer);
        Verdict verdict = report.Verdict;
        string style = Inline("colours.css", "report.css"), script = Inline("report.js");
        page.Line("<!DOCTYPE html>");
        page.Line("<html lang=\"en\">");
        page.Line("<head>");
        page.Line("<meta charset=\"utf-8\">");
        page.Line($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {Hash(style)}; "
            + $"script-src {Hash(script)}; base-uri 'none'; form-action 'none'\">");
        page.Line("<meta name=\"referrer\" content=\"no-referrer\">");
        page.Line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Line("<meta name=\"color-scheme\" content=\"light dark\">");
        page.Line($"<title>{Encode(report.Tenant.Domain)}: {Encode(verdict.Title)}</title>");
        page.Line($"<style>{style}</style>");
        page.Line("</head>");
        page.Line("<body>");
        Header(page, report, verdict);
        page.Line("<main>");
        ToLookAt(page, report);
        foreach (IntegrationReport integration in report.Integrations)
            Integration(page, integration, report.StartedAt, links);
        page.Line("</main>");
        page.Line("<footer>");
        page.Line(
            $"<p>Verified by signing in as each application and asking the tenant itself, {Encode(Time(report.StartedAt))}. The verdict "
            + "holds for that moment.</p>");
        page.Line($"<p>For a ticket: <code>{Encode(TicketLine.Of(report))}</code></p>");
        page.Line("</footer>");
        page.Line($"<script>{script}</script>");
        page.Line("</body>");
        page.Line("</html>");
    }

    private static void Header(HtmlPage page, VerificationReport report, Verdict verdict)
    {
        page.Line("<header>");
        page.Line("<p class=\"kicker\">Microsoft 365 tenant verification</p>");
        page.Line($"<h1>{Encode(report.Tenant.Domain).Replace(".", "<wbr>.", StringComparison.Ordinal)}</h1>");
        (string name, string mark, _) = StatusText.Look(verdict.Kind);
        page.Line($"<div class=\"verdict {name}\"><span class=\"mark\" aria-hidden=\"true\">{mark}</span>"
            + $"<div><strong>{Encode(verdict.Title)}</strong><p>{Encode(verdict.Sentence)}</p></div></div>");
        Checks(page, report);
        if (report.Simulated)
            page.Line("<p class=\"note\">This is a rehearsal: a simulated tenant answered, not Microsoft 365.</p>");
        if (!report.Weather.IsCalm)
            page.Line($"<p class=\"note\">{Encode(report.Weather.Sentence)}</p>");
        page.Line("<dl class=\"facts\">");
        Fact(page, "Verified", Time(report.StartedAt));
        Fact(page, "Took", Words.Span(report.Duration));
        Fact(page, "Cloud", Cloud.Of(report.Tenant.Environment).Name);
        Fact(page, "Tenant id", report.Tenant.Id.ToString(), code: true);
        page.Line("</dl>");
        if (report.Integrations.Count > 1)
        {
            page.Line("<nav aria-label=\"Integrations\"><ul>");
            foreach (IntegrationReport integration in report.Integrations)
            {
                page.Line(
                    $"<li><a href=\"#{Encode(integration.Name)}\">{Badge(integration.Worst)}"
                    + $"{Encode(Visible.Short(integration.DisplayName, 100))}</a></li>");
            }
            page.Line("</ul></nav>");
        }
        page.Line("</header>");
    }

    private static void Checks(HtmlPage page, VerificationReport report)
    {
        CheckStatus[] order = [CheckStatus.Passed, CheckStatus.Open, CheckStatus.Warning, CheckStatus.Unanswered,
            CheckStatus.Failed];
        CheckStatus[] all = [.. report.Checks.Select(check => check.Status)];
        if (all.Length > 0)
            HtmlBar.Write(page, [.. order.Select((status, place) =>
                (StatusText.Badge(status).Tone, StatusText.Badge(status).Word, place, all.Count(one => one == status)))],
                $"{Words.Count(report.Integrations.Count, "integration")}, {Words.Count(all.Length, "check")}:");
    }

    /// <summary>Errors first, then warnings, each with a link to its check.</summary>
    private static void ToLookAt(HtmlPage page, VerificationReport report)
    {
        List<(IntegrationReport Integration, CheckResult Check, Finding Finding)> all = report.Integrations
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
            page.Line(
                $"<li class=\"{finding.Severity.ToString().ToLowerInvariant()}\"><span "
                + $"class=\"word\">{Capital(StatusText.Word(finding.Severity))}</span> <a "
                + $"href=\"#{Encode(integration.Name)}-{check.Id}\">{Encode(product + check.Title)}</a>: "
                + $"<bdi>{Encode(Visible.Short(finding.Subject, 300))}</bdi></li>");
        }
        page.Line("</ul>");
        page.Line("</section>");
    }

    private static void Integration(HtmlPage page, IntegrationReport integration, DateTimeOffset now, FindingLinks links)
    {
        page.Line($"<section id=\"{Encode(integration.Name)}\" class=\"integration\">");
        page.Line($"<h2>{Encode(integration.DisplayName)}</h2>");
        page.Line("<dl class=\"facts\">");
        Fact(page, "Application (client) id", integration.ClientId.ToString(), code: true);
        if (integration.RedirectUri is string uri)
            Fact(page, "Redirect URI", uri, code: true);
        Fact(page, "Signed in with", integration.SignedInWith is string thumbprint ? thumbprint
            : "no certificate at hand", code: integration.SignedInWith is not null);
        page.Line("</dl>");

        page.Line("<h3>Checks</h3>");
        page.Line("<ol class=\"checks\">");
        foreach (CheckResult check in integration.Checks)
        {
            page.Line($"<li id=\"{Encode(integration.Name)}-{check.Id}\">");
            page.Line(
                $"<div class=\"check\">{Badge(check.Status)}<div><h4>{Encode(check.Title)}</h4>"
                + $"<p>{Encode(Sentence(check.Summary))}</p></div></div>");
            foreach (Finding finding in check.Findings)
                Finding(page, finding, links);
            page.Line("</li>");
        }
        page.Line("</ol>");

        HtmlTables.Write(page, integration, now);
        page.Line("</section>");
    }

    private static void Finding(HtmlPage page, Finding finding, FindingLinks links)
    {
        string severity = finding.Severity.ToString().ToLowerInvariant();
        page.Line($"<article class=\"finding {severity}\">");
        page.Line(
            $"<p class=\"head\"><span class=\"word\">{Capital(StatusText.Word(finding.Severity))}</span> <a "
            + $"href=\"{Encode(links.For(finding))}\"><code>{Encode(finding.Code)}</code></a></p>");
        page.Line($"<p class=\"subject\">{Encode(finding.Subject)}</p>");
        page.Line($"<p>{Encode(finding.Cause)}</p>");
        page.Line($"<p class=\"fix\"><b>Fix</b> {Encode(finding.Fix)}</p>");
        if (finding.Script is string script)
            page.Line($"<pre tabindex=\"0\"><code>{EncodeBlock(script)}</code></pre>");
        if (finding.Detail is string detail)
            page.Line($"<p class=\"found\"><b>Found</b> <code>{EncodeBlock(detail)}</code></p>");
        if (links.Evidence(finding) is string evidence)
            page.Line($"<p class=\"found\"><b>Evidence</b> <a href=\"{Encode(evidence)}\"><code>{Encode(finding.Evidence!)}"
                + "</code></a></p>");
        page.Line("</article>");
    }

    // The policy names the hash of exactly what stands between the tags, as a browser reads it: with line feeds.
    private static string Inline(params IEnumerable<string> names) =>
        "\n" + string.Concat(names.Select(EmbeddedText.Read)).ReplaceLineEndings("\n");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Sentence(string text) => text.StartsWith("http", StringComparison.Ordinal) ? text : Capital(text);

    private static string Capital(string text) =>
        text.Length == 0 || !char.IsAsciiLetterLower(text[0]) ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static string Badge(CheckStatus status)
    {
        (string tone, string mark, string word) = StatusText.Badge(status);
        return $"<span class=\"badge {tone}\" role=\"img\" aria-label=\"{word}\">{mark}</span>";
    }

    private static void Fact(HtmlPage page, string name, string value, bool code = false) =>
        page.Line($"<div><dt>{Encode(name)}</dt><dd>{(code ? $"<code>{Encode(value)}</code>" : Encode(value))}</dd></div>");
}
