using System.Globalization;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Reporting;

/// <summary>The report in one line, to be copied into a ticket.</summary>
public static class TicketLine
{
    private const int MostCodes = 8;

    /// <summary>Tenant, time, verdict, exit code, and the codes of errors and warnings by the integration that has them.</summary>
    public static string Of(VerificationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string[] codes = [.. report.Integrations
            .SelectMany(integration =>
                integration.Checks.SelectMany(check => check.Findings).Select(finding => (integration.Name, finding)))
            .Where(one => one.finding.Severity > Severity.Info)
            .OrderByDescending(one => one.finding.Severity)
            .GroupBy(one => one.finding.Code)
            .Select(group => $"{group.Key} ({string.Join(", ", group.Select(one => one.Name).Distinct())})")];
        string found = codes.Length == 0 ? "nothing to look at" : Words.Names(codes, MostCodes);
        return Visible.Line(string.Create(CultureInfo.InvariantCulture,
            $"{report.Tenant.Domain} ({report.Tenant.Id}), {report.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
            + $"{(report.Simulated ? ", simulated" : "")}: {report.Verdict.Title.ToLowerInvariant()}, exit code "
            + $"{(int)report.Verdict.ExitCode}; {found}"));
    }
}
