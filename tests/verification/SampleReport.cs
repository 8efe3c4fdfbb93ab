using System.Globalization;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Reports with every kind of content, always the same.</summary>
internal static class SampleReport
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 30, 0, TimeSpan.Zero);

    public static readonly CertificateOutputs Certificate = new(
        "3F2A9C41D07B6E58A1C4F00D92B7E6634D1A85CE", new string('A', 64), "CN=MailStore Server",
        new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly CertificateOutputs ActivateCertificate = new("77B0C9E1D2F3A4B5C6D7E8F901234567890ABCDE", new string('B', 64),
        "CN=Activate", new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

    public static VerificationReport Mixed() => new()
    {
        Tenant = new(new("11111111-2222-3333-4444-555555555555"), "contoso.onmicrosoft.com", "public"),
        StartedAt = Now,
        Duration = TimeSpan.FromSeconds(12.345),
        Simulated = true,
        Integrations = [MailStore(), Activate()],
    };

    public static VerificationReport Clean() => Mixed() with
    {
        Simulated = false,
        Integrations = [MailStore() with
        {
            Checks = [.. MailStore().Checks.Select(c => c with { Status = CheckStatus.Passed, Findings = [] })],
            Mailboxes = [.. MailStore().Mailboxes.Where(m => m.Status == MailboxStatus.Reachable)],
        }],
    };

    /// <summary>Of a hundred mailboxes one is refused, four are not there yet.</summary>
    public static VerificationReport Large(int mailboxes) => Mixed() with
    {
        Integrations =
        [
            MailStore() with
            {
                Users = [.. Enumerable.Range(0, mailboxes).Select(i => new UserVerdict(
                    Address(i), Person(i), i % 10 != 0, i % 10 != 0 ? "licensed: Exchange Online (Plan 2)" : "no licence for a mailbox"))],
                Mailboxes = [.. Enumerable.Range(0, mailboxes).Select(i => (i % 100) switch
                {
                    99 => new MailboxVerdict(Address(i), Person(i), "ews", MailboxStatus.Failed, "MAILBOX_ACCESS_DENIED", "access denied"),
                    > 94 => new(Address(i), Person(i), "ews", MailboxStatus.Warning, "MAILBOX_NOT_PROVISIONED", "not provisioned yet"),
                    _ => new(Address(i), Person(i), "ews", MailboxStatus.Reachable, null, "reachable"),
                })],
            },
            Activate(),
        ],
    };

    private static string Address(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:D6}@contoso.com");

    private static string Person(int number) => string.Create(CultureInfo.InvariantCulture, $"Jürgen Müller {number:D6}");

    private static IntegrationReport MailStore() => new()
    {
        Name = "mailstore",
        DisplayName = "MailStore Server",
        ClientId = new("aaaaaaaa-0000-0000-0000-000000000001"),
        RedirectUri = "https://mailstore.contoso.com:8462/oidc/signin",
        SignedInWith = Certificate.Thumbprint,
        Certificates = [Certificate],
        Permissions =
        [
            new("Microsoft Graph", new("00000003-0000-0000-c000-000000000000"), PermissionType.Application, "Directory.Read.All", new("7ab1d382-f21e-4acd-a863-ba3e13f7da61")),
            new("Office 365 Exchange Online", new("00000002-0000-0ff1-ce00-000000000000"), PermissionType.Application, "full_access_as_app", new("dc890d15-9560-4a4c-9b7f-a736ec74ec40")),
            new("Microsoft Graph", new("00000003-0000-0000-c000-000000000000"), PermissionType.Delegated, "User.Read", new("e1fe6dd8-ba31-4d61-89e7-88639da4683d")),
        ],
        Checks =
        [
            Check("sign-in", "Sign-in as the application", CheckStatus.Passed, "signed in with certificate 3F2A9C41…"),
            Check("certificate", "Certificates", CheckStatus.Passed, "1 certificate registered as declared, valid until 2028-01-01, no password"),
            Check("consent", "Admin consent", CheckStatus.Passed, "3 permissions granted as declared, seen in tokens and assignments; waited 38 s for full_access_as_app to appear in tokens"),
            Check("redirect-uri", "Redirect URI", CheckStatus.Passed, "https://mailstore.contoso.com:8462/oidc/signin, ID tokens on, access tokens off"),
            Check("user-sync", "User synchronization", CheckStatus.Warning, "licensed users only: 3 of 6 accounts would be synchronized, 3 left out",
                UserSyncFindings.SharedLeftOut(["info@contoso.com"], [])),
            Check("mailboxes-ews", "Mailboxes by Exchange Web Services", CheckStatus.Warning, "3 of 4 mailboxes reachable",
                MailboxFindings.NotProvisioned(Group("nina.neu@contoso.com", "ErrorNonExistentMailbox", noneReachable: false))),
            Check("ews-policy", "Exchange Web Services policy", CheckStatus.Warning, "allowed; 131 days left until 2027-04-01",
                EwsFindings.Ends(new DateOnly(2027, 4, 1), 131)),
            Check("basic-authentication", "Basic authentication refused", CheckStatus.Passed, "refused by HTTP and IMAP (tried with an account that does not exist)"),
        ],
        Users =
        [
            new("anna.albrecht@contoso.com", "Anna Albrecht", true, "licensed: Exchange Online (Plan 2)"),
            new("dora.deaktiviert@contoso.com", "Dora Deaktiviert", true, "licensed: Exchange Online (Plan 2), sign-in disabled"),
            new("gast_fabrikam.com#EXT#@contoso.onmicrosoft.com", "Gerda Gast <extern>", false, "guest: no licence for a mailbox"),
            new("info@contoso.com", "Info & Service", false, "no licence for a mailbox: shared, room or equipment mailbox", Attention: true),
            new("nina.neu@contoso.com", "Nina Neu", true, "licensed: Exchange Online (Plan 1)"),
            new("ohne.lizenz@contoso.com", "Otto Ohnelizenz", false, "no licence for a mailbox"),
        ],
        Protocols = new Dictionary<string, string> { ["ews"] = "EWS" },
        Mailboxes =
        [
            new("anna.albrecht@contoso.com", "Anna Albrecht", "ews", MailboxStatus.Reachable, null, "reachable"),
            new("dora.deaktiviert@contoso.com", "Dora Deaktiviert", "ews", MailboxStatus.Reachable, null, "reachable"),
            new("info@contoso.com", "Info & Service", "ews", MailboxStatus.Reachable, null, "reachable (shared, room or equipment mailbox)"),
            new("nina.neu@contoso.com", "Nina Neu", "ews", MailboxStatus.Warning, "MAILBOX_NOT_PROVISIONED", "not provisioned yet"),
        ],
    };

    private static IntegrationReport Activate() => new()
    {
        Name = "activate",
        DisplayName = "Activate",
        ClientId = new("aaaaaaaa-0000-0000-0000-000000000002"),
        SignedInWith = "77B0C9E1D2F3A4B5C6D7E8F901234567890ABCDE",
        Certificates = [ActivateCertificate],
        Permissions = [new("Office 365 Exchange Online", new("00000002-0000-0ff1-ce00-000000000000"), PermissionType.Application, "Exchange.ManageAsApp", new("dc50a0fb-09a3-484d-be87-e023b12c6440"))],
        Checks =
        [
            Check("sign-in", "Sign-in as the application", CheckStatus.Passed, "signed in with certificate 77B0C9E1…"),
            Check("certificate", "Certificates", CheckStatus.Open, "valid until 2026-12-01; what is registered is not known: to read it the application would need Application.Read.All or Directory.Read.All; an operator could read it",
                CertificateFindings.ExpiresSoon(ActivateCertificate, 9, successorIsDeclared: false)),
            Check("mailboxes-exchange-powershell", "Mailboxes by Exchange Online PowerShell", CheckStatus.Failed, "0 of 1 mailbox reachable",
                MailboxFindings.AccessDenied(Group("contoso.onmicrosoft.com", "403 Forbidden", noneReachable: true))) with { FailureClass = VerificationExitCode.Mailboxes },
        ],
        Users = [],
        Protocols = new Dictionary<string, string> { ["exchange-powershell"] = "Exchange PowerShell" },
        Mailboxes = [new("contoso.onmicrosoft.com", "contoso.onmicrosoft.com", "exchange-powershell", MailboxStatus.Failed, "MAILBOX_ACCESS_DENIED", "access denied")],
    };

    private static CheckResult Check(string id, string title, CheckStatus status, string summary, params Finding[] findings) =>
        new() { Id = id, Title = title, Status = status, Summary = summary, Findings = findings };

    private static MailboxGroup Group(string address, string detail, bool noneReachable) =>
        new([address], detail, noneReachable, "Exchange.ManageAsApp or the Exchange role is not effective", SetUpByScript: false, Scoped: false);
}
