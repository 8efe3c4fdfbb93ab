using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What certificates mean for an application, moment by moment, on a tenant of a few answers.</summary>
public sealed class CertificateJudgementTests
{
    private static readonly DateTimeOffset Now = StubTenant.Now;
    private static readonly CertificateOutputs Valid = Of("A", Now.AddYears(-1), Now.AddYears(1));

    private readonly StubTenant _tenant = new();

    [Theory]
    [InlineData(-1, "CERTIFICATE_EXPIRED", Severity.Error, null)]
    [InlineData(0, "CERTIFICATE_EXPIRED", Severity.Error, null)]
    [InlineData(1, "CERTIFICATE_EXPIRES_SOON", Severity.Warning, "in 0 days")]
    [InlineData(24, "CERTIFICATE_EXPIRES_SOON", Severity.Warning, "in 1 day.")]
    [InlineData((30 * 24) - 1, "CERTIFICATE_EXPIRES_SOON", Severity.Warning, "in 29 days")]
    [InlineData(30 * 24, "CERTIFICATE_EXPIRES_SOON", Severity.Warning, "in 30 days")]
    [InlineData((30 * 24) + 1, null, null, null)]
    public async Task The_end_of_a_certificate_is_judged_to_the_hour(int hoursLeft, string? code, Severity? severity, string? cause)
    {
        Finding? finding = (await LookAsync(Of("A", Now.AddYears(-1), Now.AddHours(hoursLeft)))).Findings.SingleOrDefault();

        Assert.Equal((code, severity), (finding?.Code, finding?.Severity));
        Assert.Contains(cause ?? "", finding?.Cause ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, "CERTIFICATE_NOT_YET_VALID")]
    public async Task A_certificate_is_valid_from_its_first_moment_on(int hours, string? code) => Assert.Equal(
        code, (await LookAsync(Of("A", Now.AddHours(hours), Now.AddYears(1)))).Findings.SingleOrDefault()?.Code);

    [Fact]
    public async Task One_that_is_expired_or_to_come_weighs_less_beside_one_that_is_valid()
    {
        CheckOutcome outcome = await LookAsync(
            Of("B", Now.AddYears(-2), Now.AddDays(-1)), Valid, Of("C", Now.AddDays(1), Now.AddYears(3)));

        Assert.Equal(
            [("CERTIFICATE_EXPIRED", Severity.Warning), ("CERTIFICATE_NOT_YET_VALID", Severity.Info)],
            outcome.Findings.Select(finding => (finding.Code, finding.Severity)));
        Assert.Equal("3 certificates registered as declared, valid until 2029-11-21, no password", outcome.Summary);
    }

    [Theory]
    [InlineData(10, 60 * 24, Severity.Info)]
    [InlineData(10 * 24, 60 * 24, Severity.Info)]
    [InlineData((10 * 24) + 1, 60 * 24, Severity.Warning)]
    [InlineData(0, 30 * 24, Severity.Warning)]
    [InlineData(0, (30 * 24) + 1, Severity.Info)]
    public async Task One_that_expires_soon_is_no_worry_where_another_takes_over_without_a_gap(int from, int until, Severity severity)
    {
        CheckOutcome outcome = await LookAsync(
            Of("A", Now.AddYears(-1), Now.AddDays(10)), Of("B", Now.AddHours(from), Now.AddHours(until)));

        Assert.Equal(severity, outcome.Findings.Single(finding => finding.Code == "CERTIFICATE_EXPIRES_SOON"
            && finding.Subject.StartsWith(Print("A"), StringComparison.Ordinal)).Severity);
    }

    [Fact]
    public async Task What_the_registration_lacks_or_holds_besides_is_named()
    {
        Declare(Valid, Of("B", Now.AddYears(-1), Now.AddYears(1)));
        Register(Entry("A", 1), Entry("C", 2, name: "by hand"), Entry("D", 3));

        CheckOutcome outcome = await _tenant.LookAsync(new CertificateCheck());

        Assert.Equal(
            [("CERTIFICATE_MISSING", Print("B")), ("CERTIFICATE_NOT_DECLARED", Print("C")), ("CERTIFICATE_NOT_DECLARED", Print("D"))],
            outcome.Findings.Select(finding => (finding.Code, finding.Subject)));
        Assert.Contains("(by hand)", outcome.Findings[1].Cause, StringComparison.Ordinal);
        Assert.Contains("(without a name)", outcome.Findings[2].Cause, StringComparison.Ordinal);
        Assert.Equal("the certificate to be listed on the registration", outcome.WaitingFor);
    }

    [Fact]
    public async Task An_entry_that_is_there_twice_is_told_once()
    {
        Declare(Valid);
        Register(Entry("A", 1), Entry("A", 2), Entry("C", 3), Entry("C", 4), Entry("C", 5));

        CheckOutcome outcome = await _tenant.LookAsync(new CertificateCheck());

        Assert.Equal(
            [("CERTIFICATE_TWICE", Print("A")), ("CERTIFICATE_TWICE", Print("C")), ("CERTIFICATE_NOT_DECLARED", Print("C"))],
            outcome.Findings.Select(finding => (finding.Code, finding.Subject)));
        Assert.Contains("2 times (key ids 00000000-0000-0000-0000-000000000001, 00000000-0000-0000-0000-000000000002)",
            outcome.Findings[0].Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Password of the installer", "hin", "Password of the installer")]
    [InlineData("", "hin", "hin")]
    [InlineData(null, "hin", "hin")]
    [InlineData(null, null, "a client secret")]
    public async Task A_password_is_called_by_its_name_or_its_first_letters(string? name, string? hint, string subject)
    {
        Declare(Valid);
        Register(new JsonArray(new JsonObject { ["displayName"] = name, ["hint"] = hint }), Entry("A", 1));

        Finding finding = Assert.Single((await _tenant.LookAsync(new CertificateCheck())).Findings);

        Assert.Equal(("CLIENT_SECRET_PRESENT", subject), (finding.Code, finding.Subject));
    }

    [Fact]
    public async Task The_version_that_a_vault_made_before_is_no_stranger_until_it_expires()
    {
        (string Code, string Subject)[] found = await PreviousAsync("CN=MailStore Server", -1, 0, 1, 2);
        Assert.Equal([("CERTIFICATE_PREVIOUS_VERSION", Print("C"))], found);
        Assert.Equal([("CERTIFICATE_PREVIOUS_VERSION_EXPIRED", Print("C"))], await PreviousAsync("CN=MailStore Server", -1, 0, 0, 2));
    }

    [Fact]
    public async Task A_registered_certificate_is_a_version_of_the_vaults_only_with_its_subject_and_an_earlier_begin()
    {
        Assert.Equal("CERTIFICATE_NOT_DECLARED", (await PreviousAsync("CN=Other", -1, 0, 1, 2)).Single().Code);
        Assert.Equal("CERTIFICATE_NOT_DECLARED", (await PreviousAsync("CN=MailStore Server", 0, 0, 1, 2)).Single().Code);
        Assert.Equal("CERTIFICATE_NOT_DECLARED", (await PreviousAsync("CN=MailStore Server", -1, 0, 1, 2, vault: false)).Single().Code);
    }

    [Fact]
    public async Task A_previous_version_is_one_of_any_declared_certificate()
    {
        Declare(Of("A", Now.AddYears(-1), Now.AddYears(1)) with { Subject = "CN=Other" }, Of("B", Now.AddDays(-1), Now.AddYears(1)));
        _tenant.Integration = _tenant.Integration with { KeyVault = new(new("https://v.example.test"), "c", new("https://v.example.test/s")) };
        JsonObject previous = Entry("C", 3);
        previous["key"] = Convert.ToBase64String(StubTenant.Certificate.RawData);
        Register(Entry("A", 1), Entry("B", 2), previous);

        Assert.Equal("CERTIFICATE_PREVIOUS_VERSION", Assert.Single((await _tenant.LookAsync(new CertificateCheck())).Findings).Code);
    }

    [Fact]
    public async Task A_registration_without_lists_holds_nothing()
    {
        Declare(Valid);
        _tenant.Says($"/applications/{StubTenant.ApplicationId}", """{"id":"1"}""");

        Assert.Equal("CERTIFICATE_MISSING", Assert.Single((await _tenant.LookAsync(new CertificateCheck())).Findings).Code);
    }

    [Fact]
    public async Task Where_nobody_may_read_the_registration_the_validity_is_all_that_is_known()
    {
        Declare(Valid);
        _tenant.GraphRoles("Mail.Read");

        CheckOutcome outcome = await _tenant.LookAsync(new CertificateCheck());

        Assert.Equal(CheckStatus.Open, outcome.Status);
        Assert.Equal("valid until 2027-11-21; what is registered is not known: to read it the application would need Application.Read.All or "
            + "Directory.Read.All; an operator could read it", outcome.Summary);
    }

    private static string Print(string letter) => string.Concat(Enumerable.Repeat(letter, 40));

    private static CertificateOutputs Of(string letter, DateTimeOffset from, DateTimeOffset until) =>
        new(Print(letter), "", "CN=MailStore Server", from, until);

    private static JsonObject Entry(string letter, int number, string? name = null) => new()
    {
        ["keyId"] = $"00000000-0000-0000-0000-{number:D12}",
        ["displayName"] = name,
        ["customKeyIdentifier"] = Convert.ToBase64String(Convert.FromHexString(Print(letter))),
    };

    private void Declare(params CertificateOutputs[] declared) =>
        _tenant.Integration = _tenant.Integration with { Certificates = declared };

    private void Register(params JsonObject[] keys) => Register([], keys);

    private void Register(JsonArray passwords, params JsonObject[] keys) => _tenant.Says($"/applications/{StubTenant.ApplicationId}",
        new JsonObject { ["keyCredentials"] = new JsonArray([.. keys]), ["passwordCredentials"] = passwords }.ToJsonString());

    private async Task<CheckOutcome> LookAsync(params CertificateOutputs[] declared)
    {
        Declare(declared);
        Register([.. declared.Select((one, index) => Entry(one.Thumbprint[..1], index))]);
        return await _tenant.LookAsync(new CertificateCheck());
    }

    // A certificate of years from now, beside a declared one of other years.
    private async Task<(string Code, string Subject)[]> PreviousAsync(
        string subject, int begin, int declaredBegin, int end, int declaredEnd, bool vault = true)
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 previous =
            DeployedStack.NewCertificate(subject, Now.AddYears(begin).AddDays(-1), Now.AddYears(end));
        _tenant.Integration = _tenant.Integration with
        {
            Certificates = [new(Print("A"), "", "CN=MailStore Server", Now.AddYears(declaredBegin).AddDays(-1), Now.AddYears(declaredEnd))],
            KeyVault = vault ? new(new("https://v.example.test"), "c", new("https://v.example.test/s")) : null,
        };
        JsonObject entry = Entry("C", 2);
        entry["key"] = Convert.ToBase64String(previous.RawData);
        Register(Entry("A", 1), entry);
        return [.. (await _tenant.LookAsync(new CertificateCheck())).Findings
            .Select(finding => (finding.Code, finding.Subject == previous.Thumbprint ? Print("C") : finding.Subject))];
    }
}
