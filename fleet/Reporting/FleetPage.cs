using System.Globalization;
using System.Net;
using System.Text;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>What came of a fleet as one page that needs nothing else: who is ready, who needs somebody, and what ends when.</summary>
internal static class FleetPage
{
    /// <summary>Renders the page.</summary>
    public static string Render(FleetSummary summary)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            + "<meta name=\"color-scheme\" content=\"light dark\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Encode(Heading(summary))}</title>\n");
        page.Append(CultureInfo.InvariantCulture, $"<style>\n{Styles()}</style>\n</head>\n<body>\n");
        page.Append("<main>\n<header>\n<p class=\"kicker\">Microsoft 365 tenants</p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Encode(Heading(summary))}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>{Encode(When(summary))}</p>\n");
        if (summary.Simulated)
            page.Append("<p class=\"note\">This is a rehearsal: simulated tenants answered, not Microsoft 365.</p>\n");
        Bar(page, summary);
        Facts(page, summary);
        page.Append("</header>\n");
        Table(page, summary);
        page.Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Heading(FleetSummary summary)
    {
        int ready = summary.Stacks.Count(stack => stack.IsReady);
        return string.Create(CultureInfo.InvariantCulture,
            $"{ready} of {summary.Stacks.Count} tenant{(summary.Stacks.Count == 1 ? "" : "s")} ready");
    }

    private static string When(FleetSummary summary) => string.Create(CultureInfo.InvariantCulture,
        $"{summary.StartedAt.UtcDateTime:d MMMM yyyy, HH:mm} UTC, in {summary.Seconds:0} s. Command: {summary.Command}.");

    /// <summary>How many stacks are in which state, as widths.</summary>
    private static void Bar(StringBuilder page, FleetSummary summary)
    {
        page.Append("<div class=\"bar\" aria-hidden=\"true\">");
        foreach ((StackState state, int stacks) in summary.Counts.Reverse())
            page.Append(CultureInfo.InvariantCulture, $"<span class=\"{Tone(state)}\" style=\"flex-grow:{stacks}\"></span>");
        page.Append("</div>\n<ul class=\"legend\">\n");
        foreach ((StackState state, int stacks) in summary.Counts.Reverse())
            page.Append(CultureInfo.InvariantCulture,
                $"<li><span class=\"dot {Tone(state)}\" aria-hidden=\"true\"></span><b>{stacks}</b> {StateWords.Of(state)}</li>\n");
        page.Append("</ul>\n");
    }

    /// <summary>What ends soon in the fleet.</summary>
    private static void Facts(StringBuilder page, FleetSummary summary)
    {
        List<string> facts = [];
        int certificates = summary.Stacks.Count(stack => Deadline.IsSoon(stack.FirstCertificateEnd, summary.StartedAt));
        if (certificates > 0)
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"{certificates} without a certificate within 30 days"));
        foreach (MailboxProtocol protocol in MailboxProtocol.Known.Where(protocol => protocol.EndsOn is not null))
        {
            int users = summary.Stacks.Count(stack => stack.Protocols.Contains(protocol.Key));
            if (users > 0)
                facts.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{users} on {protocol.DisplayName}, which ends on {protocol.EndsOn:yyyy-MM-dd}, in "
                    + $"{protocol.DaysLeft(DateOnly.FromDateTime(summary.StartedAt.UtcDateTime))} days"));
        }
        if (facts.Count > 0)
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"ends\">{Encode(string.Join("; ", facts))}.</p>\n");
    }

    private static void Table(StringBuilder page, FleetSummary summary)
    {
        page.Append("<div class=\"rows\">\n<table>\n<thead><tr><th scope=\"col\">Tenant</th><th scope=\"col\">State</th>"
            + "<th scope=\"col\">What to look at</th><th scope=\"col\">Mailboxes by</th><th scope=\"col\">Certificate until</th></tr>"
            + "</thead>\n<tbody>\n");
        foreach (StackOutcome stack in summary.Stacks.OrderByDescending(stack => stack.State))
            Row(page, stack, summary.StartedAt);
        page.Append("</tbody>\n</table>\n</div>\n");
    }

    private static void Row(StringBuilder page, StackOutcome stack, DateTimeOffset now)
    {
        string name = stack.Report is { } report ? $"<a href=\"{Encode(report)}\">{Encode(stack.Stack)}</a>" : Encode(stack.Stack);
        page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{name}<small>{Encode(stack.Domain ?? "")}</small></th>");
        page.Append(CultureInfo.InvariantCulture,
            $"<td><span class=\"state {Tone(stack.State)}\">{StateWords.Of(stack.State)}</span></td>");
        page.Append(CultureInfo.InvariantCulture, $"<td>{Encode(stack.Sentence)}");
        Details(page, stack);
        string certificate = Encode(Deadline.Certificate(stack.FirstCertificateEnd, now));
        page.Append(CultureInfo.InvariantCulture, $"</td><td>{Encode(string.Join(", ", stack.Protocols))}</td>");
        page.Append(Deadline.IsSoon(stack.FirstCertificateEnd, now)
            ? $"<td class=\"soon\">{certificate}</td></tr>\n" : $"<td>{certificate}</td></tr>\n");
    }

    private static void Details(StringBuilder page, StackOutcome stack)
    {
        if (stack.Errors.Count > 0)
            page.Append(CultureInfo.InvariantCulture, $"<pre>{Encode(string.Join('\n', stack.Errors))}</pre>");
        if (stack.Findings.Count == 0)
            return;
        // Of a stack that may be used, what may be looked at some day does not fill the page.
        page.Append(stack.IsReady
            ? string.Create(CultureInfo.InvariantCulture, $"<details><summary>{stack.Findings.Count} to look at</summary><ul>") : "<ul>");
        foreach (StackFinding finding in stack.Findings)
            page.Append(CultureInfo.InvariantCulture,
                $"<li class=\"{finding.Severity}\"><code>{Encode(finding.Code)}</code> {Encode(finding.Integration)}: "
                + $"{Encode(finding.Subject)}</li>");
        page.Append(stack.IsReady ? "</ul></details>" : "</ul>");
    }

    private static string Tone(StackState state) => state switch
    {
        StackState.Ready => "good",
        StackState.ReadyWithWarnings => "warn",
        StackState.Sampled or StackState.NotProven or StackState.Unanswered or StackState.NotDone => "open",
        StackState.Drifted or StackState.NotReady or StackState.Broken or StackState.Crashed => "bad",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    // The colours are those of the verification's report.
    private static string Styles()
    {
        using Stream stream = typeof(FleetPage).Assembly.GetManifestResourceStream("fleet.css")!;
        using StreamReader reader = new(stream);
        return EmbeddedText.Read("colours.css") + reader.ReadToEnd();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
