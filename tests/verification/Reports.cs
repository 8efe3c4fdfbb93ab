using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Looks things up in a report.</summary>
internal static class Reports
{
    public static CheckResult Check(this VerificationReport report, string id) => report.Checks.Single(c => c.Id == id);

    public static Finding Finding(this VerificationReport report, string code) =>
        report.Findings.SingleOrDefault(f => f.Code == code)
        ?? throw new Xunit.Sdk.XunitException($"No finding {code}. The report:\n{report.AsText()}");

    public static string[] Codes(this VerificationReport report) => [.. report.Findings.Select(f => f.Code)];

    public static string AsText(this VerificationReport report)
    {
        using StringWriter writer = new();
        ConsoleReport.WritePlain(writer, report);
        return writer.ToString();
    }

    public static void Exits(this VerificationReport report, VerificationExitCode expected, bool strict = false) =>
        Assert.True((report with { Strict = strict }).Verdict.ExitCode == expected,
            $"Expected {expected}, found {(report with { Strict = strict }).Verdict.ExitCode}:\n{report.AsText()}");

    public static MailboxVerdict Mailbox(this VerificationReport report, string alias, string protocol) =>
        report.Integrations.SelectMany(i => i.Mailboxes)
            .Single(m => m.Address.StartsWith(alias + "@", StringComparison.Ordinal) && m.Protocol == protocol);

    public static UserVerdict User(this VerificationReport report, string alias) =>
        report.Integrations.SelectMany(i => i.Users).Single(u => u.UserPrincipalName.StartsWith(alias, StringComparison.Ordinal));
}
