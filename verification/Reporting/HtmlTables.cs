using TenantOnboarding.Verification.Outputs;
using static TenantOnboarding.Verification.Reporting.HtmlPage;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The tables of one integration.</summary>
internal static class HtmlTables
{
    /// <summary>Rows of a table at most; the JSON report has all.</summary>
    private const int MostRows = 1000;

    public static void Write(HtmlPage page, IntegrationReport integration, DateTimeOffset now)
    {
        Certificates(page, integration, now);
        Permissions(page, integration);
        Users(page, integration);
        Mailboxes(page, integration);
    }

    private static void Certificates(HtmlPage page, IntegrationReport integration, DateTimeOffset now)
    {
        page.Line("<h3>Certificates</h3>");
        Table(page, ["Thumbprint (SHA-1)", "Subject", "Valid from", "Valid until", "Days left"], integration.Certificates,
            integration.Certificates.Count, certificate =>
        {
            int days = (int)Math.Floor((certificate.NotAfter - now).TotalDays);
            return [$"<code>{Encode(certificate.Thumbprint)}</code>", Encode(certificate.Subject), Words.Date(certificate.NotBefore),
                Words.Date(certificate.NotAfter),
                days < 0 ? "<span class=\"bad\">expired</span>" : Words.Number(days)];
        }, numbers: [4]);
    }

    private static void Permissions(HtmlPage page, IntegrationReport integration)
    {
        if (integration.Permissions.Count == 0)
            return;
        page.Line("<h3>Permissions declared</h3>");
        Table(page, ["API", "Permission", "Type"], integration.Permissions, integration.Permissions.Count,
            permission => [Encode(permission.Api), $"<code>{Encode(permission.Value)}</code>",
                permission.Type == PermissionType.Application ? "application" : "delegated"]);
    }

    private static void Users(HtmlPage page, IntegrationReport integration)
    {
        if (integration.Users.Count == 0)
            return;
        int synchronized = integration.Users.Count(u => u.Synchronized);
        page.Line(
            $"<h3>Users <small>{Words.Number(synchronized)} synchronized, {Words.Number(integration.Users.Count - synchronized)} left "
            + "out</small></h3>");
        Table(page, ["Account", "Name", "Synchronized", "Why"], StatusText.Rows(integration.Users, u => u.Attention, MostRows),
            integration.Users.Count,
            user => [Encode(user.UserPrincipalName), Encode(user.DisplayName),
                user.Synchronized ? Chip("good", "yes") : user.Attention ? Chip("warn", "no") : Chip("plain", "no"), Encode(user.Reason)]);
    }

    private static void Mailboxes(HtmlPage page, IntegrationReport integration)
    {
        if (integration.Mailboxes.Count == 0)
            return;
        string[] protocols = [.. integration.Mailboxes.Select(m => m.Protocol).Distinct()];
        List<MailboxVerdict[]> rows = integration.Mailboxes.GroupBy(m => m.Address,
            StringComparer.OrdinalIgnoreCase).Select(g => g.ToArray()).ToList();
        int reachable = rows.Count(row => row.All(m => m.Status == MailboxStatus.Reachable));
        page.Line($"<h3>Mailboxes <small>{Words.Number(reachable)} of {Words.Number(rows.Count)} reachable</small></h3>");
        Table(page, ["Mailbox", "Name", .. protocols.Select(protocol => integration.Protocols.GetValueOrDefault(protocol, protocol))],
            StatusText.Rows(rows, row => row.Any(
                m => m.Status is MailboxStatus.Failed or MailboxStatus.Warning or MailboxStatus.Unanswered), MostRows), rows.Count,
            row => [Encode(row[0].Address), Encode(row[0].DisplayName),
                .. protocols.Select(p => row.FirstOrDefault(m => m.Protocol == p) is MailboxVerdict verdict
                ? Chip(StatusText.Look(verdict.Status).Tone, verdict.Reason) : "")]);
    }

    private static void Table<T>(HtmlPage page, string[] headings, IReadOnlyList<T> rows, int all, Func<T, string[]> cells,
        int[]? numbers = null)
    {
        page.Line("<div class=\"scroll\"><table>");
        page.Line($"<thead><tr>{string.Concat(headings.Select((h, i) => $"<th scope=\"col\"{Number(i)}>{Encode(h)}</th>"))}</tr></thead>");
        page.Line("<tbody>");
        foreach (T row in rows)
            page.Line($"<tr>{string.Concat(cells(row).Select((cell, i) => $"<td{Number(i)}>{cell}</td>"))}</tr>");
        page.Line("</tbody>");
        page.Line("</table></div>");
        if (all > rows.Count)
            page.Line($"<p class=\"more\">and {Words.Number(all - rows.Count)} more; the JSON report has all of them.</p>");

        string Number(int column) => numbers?.Contains(column) == true ? " class=\"number\"" : "";
    }

    private static string Chip(string tone, string text) => $"<span class=\"chip {tone}\">{Encode(text)}</span>";
}
