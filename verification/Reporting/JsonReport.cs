using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report for the next system: one JSON object, version 1.</summary>
public static class JsonReport
{
    /// <summary>Version of the report's shape.</summary>
    public const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The report is a file of its own, never part of a page: addresses and names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private static readonly JsonSerializerOptions OneLine = new(Options) { WriteIndented = false };

    /// <summary>The JSON schema of the report.</summary>
    public static string SchemaText => EmbeddedText.Read("report.schema.json");

    /// <summary>Verdicts about users and mailboxes up to which the report holds them itself; where there are more, files of lines beside it
    /// do.</summary>
    public const int MostRows = 2000;

    /// <summary>Renders the report, with a line break at its end.</summary>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static string Render(VerificationReport report, FindingLinks? links = null) =>
        JsonSerializer.Serialize(Document(report, links, rows: null), Options) + "\n";

    /// <summary>Writes the report piece by piece, so that its size costs no memory.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    /// <param name="rows">Files that hold the verdicts instead, or null where the report does.</param>
    internal static void Write(Stream stream, VerificationReport report, FindingLinks links, (string Users, string Mailboxes)? rows)
    {
        JsonSerializer.Serialize(stream, Document(report, links, rows), Options);
        stream.Write("\n"u8);
    }

    /// <summary>Whether a report holds its verdicts itself.</summary>
    internal static bool HoldsRows(VerificationReport report) =>
        report.Integrations.Sum(integration => integration.Users.Count + integration.Mailboxes.Count) <= MostRows;

    /// <summary>Writes one verdict a line, each with the name of its integration.</summary>
    internal static void WriteUsers(Stream stream, VerificationReport report) => Lines(stream, report.Integrations.SelectMany(integration =>
        integration.Users.Select(user => new
        {
            Integration = integration.Name,
            user.UserPrincipalName,
            user.DisplayName,
            user.Synchronized,
            user.Reason,
            user.Attention,
        })));

    /// <summary>Writes one verdict a line, each with the name of its integration.</summary>
    internal static void WriteMailboxes(Stream stream, VerificationReport report) => Lines(stream, report.Integrations.SelectMany(
        integration => integration.Mailboxes.Select(mailbox => new
        {
            Integration = integration.Name,
            mailbox.Address,
            mailbox.DisplayName,
            mailbox.Protocol,
            mailbox.Status,
            mailbox.Code,
            mailbox.Reason,
        })));

    private static void Lines<T>(Stream stream, IEnumerable<T> items)
    {
        foreach (T item in items)
        {
            JsonSerializer.Serialize(stream, item, OneLine);
            stream.Write("\n"u8);
        }
    }

    private static object Document(VerificationReport report, FindingLinks? links, (string Users, string Mailboxes)? rows)
    {
        ArgumentNullException.ThrowIfNull(report);
        links ??= new();
        Verdict verdict = report.Verdict;
        return new
        {
            SchemaVersion,
            Verdict = verdict.Kind,
            ExitCode = (int)verdict.ExitCode,
            report.Strict,
            Partial = report.Partial ? true : (bool?)null,
            report.Sample,
            report.Tenant,
            report.Simulated,
            StartedAt = report.StartedAt.UtcDateTime,
            DurationSeconds = Math.Round(report.Duration.TotalSeconds, 3),
            SatThrough = report.Weather.IsCalm ? null : new
            {
                report.Weather.Requests,
                report.Weather.Failed,
                report.Weather.Throttled,
                WaitedSeconds = Math.Round(report.Weather.Waited.TotalSeconds, 3),
                report.Weather.Sentence,
            },
            ResumedFrom = report.ResumedFrom?.UtcDateTime,
            UsersFile = rows?.Users,
            MailboxesFile = rows?.Mailboxes,
            Ticket = TicketLine.Of(report),
            Integrations = report.Integrations.Select(integration => new
            {
                integration.Name,
                integration.DisplayName,
                integration.ClientId,
                integration.RedirectUri,
                integration.SignedInWith,
                integration.OutputsSha256,
                Checks = integration.Checks.Select(check => new
                {
                    check.Id,
                    check.Title,
                    check.Status,
                    check.Summary,
                    Partial = check.Partial ? true : (bool?)null,
                    check.Sample,
                    Findings = check.Findings.Select(finding => new
                    {
                        finding.Code,
                        finding.Severity,
                        finding.Subject,
                        finding.Cause,
                        finding.Fix,
                        finding.Detail,
                        finding.Script,
                        finding.Evidence,
                        HelpUri = links.For(finding),
                    }),
                }),
                integration.Certificates,
                integration.Permissions,
                Users = rows is null ? integration.Users : [],
                Mailboxes = rows is null ? integration.Mailboxes : [],
            }),
        };
    }
}
