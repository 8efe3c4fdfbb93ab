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

    /// <summary>The JSON schema of the report.</summary>
    public static string SchemaText => EmbeddedText.Read("report.schema.json");

    /// <summary>Renders the report, with a line break at its end.</summary>
    /// <param name="report">The report.</param>
    /// <param name="links">Where the paragraphs about findings are, or null for their place in the repository.</param>
    public static string Render(VerificationReport report, FindingLinks? links = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        links ??= new();
        Verdict verdict = report.Verdict;
        return JsonSerializer.Serialize(new
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
            Ticket = TicketLine.Of(report),
            Integrations = report.Integrations.Select(integration => new
            {
                integration.Name,
                integration.DisplayName,
                integration.ClientId,
                integration.RedirectUri,
                integration.SignedInWith,
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
                integration.Users,
                integration.Mailboxes,
            }),
        }, Options) + "\n";
    }
}
