using System.Globalization;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A report with what is rare: cancelled, of a sample, gone on from an earlier run, through a storm, not signed in, expired
/// certificates, scripts, evidence, notes, every status.</summary>
internal static class UnusualReport
{
    public static VerificationReport Make() => SampleReport.Mixed() with
    {
        Tenant = new(new("99999999-8888-7777-6666-555555555555"), "contoso.onmicrosoft.us", "usgovernment"),
        Duration = TimeSpan.FromSeconds(3725.5006),
        Simulated = false,
        ResumedFrom = SampleReport.Now.AddHours(-3),
        Weather = new(1234, 56, 7, TimeSpan.FromSeconds(89.5006)),
        Integrations = [Archive()],
    };

    private static IntegrationReport Archive() => new()
    {
        Name = "archive",
        DisplayName = "Archive [EU]",
        ClientId = new("aaaaaaaa-0000-0000-0000-000000000003"),
        OutputsSha256 = new('C', 64),
        SignInTried = false,
        Certificates = [Ending(TimeSpan.FromHours(-1)), Ending(TimeSpan.Zero), Ending(TimeSpan.FromHours(47))],
        Permissions = [],
        Checks =
        [
            Check("sign-in", "Sign-in as the application", CheckStatus.Open, "not tried: no private key was given"),
            Check("redirect-uri", "Redirect URI", CheckStatus.Unanswered, "http://localhost did not answer"),
            Check("user-sync", "User synchronization", CheckStatus.Passed, "",
                MailboxFindings.NoMailboxKind.About("a note")),
            Check("mailboxes-ews", "Mailboxes by Exchange Web Services", CheckStatus.Failed, "Zoë's mailbox is closed",
                Scripted("rooms@contoso.com", "evidence/1 a.json"), Scripted("zoë@contoso.com", null),
                EwsFindings.EndsKind.About("2027-04-01")) with { Sample = new(9, 3000, 2, 7) },
            Check("ews-policy", "Exchange Web Services policy", CheckStatus.Open, "not begun: the verification was cancelled") with
            {
                Partial = true,
            },
        ],
        Users = [.. Enumerable.Range(0, 11).Select(number => new UserVerdict(Name(number), $"User {number}", number > 5,
            number > 5 ? "licensed" : "no licence", Attention: number == 3))],
        Protocols = new Dictionary<string, string> { ["ews"] = "EWS" },
        Mailboxes =
        [
            .. Enum.GetValues<MailboxStatus>().Select((status, number) => new MailboxVerdict(Name(number), $"User {number}", "ews", status,
                status == MailboxStatus.Reachable ? null : $"CODE_{number}", $"by EWS: {status}")),
            // Addresses differ in their capitals from one protocol to the other.
            new(Name(0).ToUpperInvariant(), "User 0", "imap", MailboxStatus.Failed, "CODE_9", "by IMAP: closed"),
            new(Name(2), "User 2", "imap", MailboxStatus.Reachable, null, "by IMAP: open"),
            new("imap.only@contoso.com", "Imap", "imap", MailboxStatus.Reachable, null, "by IMAP: open"),
            .. Enumerable.Range(6, 5).Select(number =>
                new MailboxVerdict(Name(number), $"User {number}", "ews", MailboxStatus.Reachable, null, "by EWS: Reachable")),
        ],
    };

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number}@contoso.com");

    private static CertificateOutputs Ending(TimeSpan left) => SampleReport.Certificate with { NotAfter = SampleReport.Now + left };

    private static Finding Scripted(string subject, string? evidence) => MailboxFindings.AccessDeniedKind.About(
        subject, "Exchange refuses.", "403 Forbidden\nX-Reason: <none>") with
        {
            Script = "Connect-ExchangeOnline\nGet-Mailbox -Identity \"[rooms]\"",
            Evidence = evidence,
        };

    private static CheckResult Check(string id, string title, CheckStatus status, string summary, params Finding[] findings) =>
        new() { Id = id, Title = title, Status = status, Summary = summary, Findings = findings };
}
