using TenantOnboarding.Verification.Outputs;
using static TenantOnboarding.Verification.Reporting.HtmlPage;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The tables of one integration.</summary>
internal static class HtmlTables
{
    // A failure weighs more than silence.
    private static readonly MailboxStatus[] ByWeight =
    [
        MailboxStatus.Reachable, MailboxStatus.RefusedAsDeclared, MailboxStatus.NoMailbox, MailboxStatus.Warning, MailboxStatus.Unanswered,
        MailboxStatus.Failed,
    ];

    public static void Write(HtmlPage page, IntegrationReport integration, DateTimeOffset now)
    {
        Certificates(page, integration, now);
        Permissions(page, integration);
        Users(page, integration);
        Mailboxes(page, integration);
    }

    private static void Certificates(HtmlPage page, IntegrationReport integration, DateTimeOffset now)
    {
        page.Line($"<h3 id=\"{Encode(integration.Name)}-certificates\">Certificates</h3>");
        Table(page, $"{integration.Name}-certificates", ["Thumbprint (SHA-1)", "Subject", "Valid from", "Valid until", "Days left"],
            integration.Certificates, certificate =>
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
        page.Line($"<h3 id=\"{Encode(integration.Name)}-permissions\">Permissions declared</h3>");
        Table(page, $"{integration.Name}-permissions", ["API", "Permission", "Type"], integration.Permissions,
            permission => [Encode(permission.Api), $"<code>{Encode(permission.Value)}</code>",
                permission.Type == PermissionType.Application ? "application" : "delegated"]);
    }

    private static void Users(HtmlPage page, IntegrationReport integration)
    {
        if (integration.Users.Count == 0)
            return;
        int synchronized = integration.Users.Count(u => u.Synchronized);
        HtmlRows rows = new($"{integration.Name}-users", "Users", ["Account", "Name", "Synchronized", "Why"],
            [new("good", "Synchronized"), new("plain", "Left out"), new("warn", "Left out, to look at")]);
        rows.Write(page, $"{Words.Number(synchronized)} synchronized, {Words.Number(integration.Users.Count - synchronized)} left out",
            integration.Users, user => user.Synchronized ? 0 : user.Attention ? 2 : 1,
            user => [new(user.UserPrincipalName), new(user.DisplayName),
                new(user.Synchronized ? "yes" : "no", user.Synchronized ? "good" : user.Attention ? "warn" : "plain", Shared: true),
                new(user.Reason, Shared: true)]);
    }

    private static void Mailboxes(HtmlPage page, IntegrationReport integration)
    {
        if (integration.Mailboxes.Count == 0)
            return;
        string[] protocols = [.. integration.Mailboxes.Select(m => m.Protocol).Distinct()];
        MailboxVerdict[][] mailboxes =
            [.. integration.Mailboxes.GroupBy(m => m.Address, StringComparer.OrdinalIgnoreCase).Select(g => g.ToArray())];
        int reachable = mailboxes.Count(mailbox => mailbox.All(m => m.Status == MailboxStatus.Reachable));
        HtmlRows rows = new($"{integration.Name}-mailboxes", "Mailboxes",
            ["Mailbox", "Name", .. protocols.Select(protocol => integration.Protocols.GetValueOrDefault(protocol, protocol))],
            [.. ByWeight.Select(status => new HtmlRows.Group(StatusText.Look(status).Tone, StatusText.Word(status)))]);
        rows.Write(page, $"{Words.Number(reachable)} of {Words.Number(mailboxes.Length)} reachable", mailboxes,
            mailbox => mailbox.Max(verdict => Array.IndexOf(ByWeight, verdict.Status)),
            mailbox => [new(mailbox[0].Address), new(mailbox[0].DisplayName),
                .. protocols.Select(protocol => mailbox.FirstOrDefault(verdict => verdict.Protocol == protocol) is MailboxVerdict verdict
                    ? new HtmlRows.Cell(verdict.Reason, StatusText.Look(verdict.Status).Tone, Shared: true) : new("", Shared: true))]);
    }

    private static void Table<T>(HtmlPage page, string heading, string[] headings, IReadOnlyList<T> rows, Func<T, string[]> cells,
        int[]? numbers = null)
    {
        page.Line($"<div class=\"scroll\" role=\"region\" aria-labelledby=\"{Encode(heading)}\" tabindex=\"0\"><table>");
        page.Line($"<thead><tr>{string.Concat(headings.Select((h, i) => $"<th scope=\"col\"{Number(i)}>{Encode(h)}</th>"))}</tr></thead>");
        page.Line("<tbody>");
        foreach (T row in rows)
            page.Line($"<tr>{string.Concat(cells(row).Select((cell, i) => $"<td{Number(i)}>{cell}</td>"))}</tr>");
        page.Line("</tbody>");
        page.Line("</table></div>");

        string Number(int column) => numbers?.Contains(column) == true ? " class=\"number\"" : "";
    }
}
