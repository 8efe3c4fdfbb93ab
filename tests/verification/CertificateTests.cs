using System.Text.Json.Nodes;
using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class CertificateTests
{
    [Fact]
    public async Task Strangers_and_secrets_are_warnings()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 stranger = DeployedStack.NewCertificate(
            "CN=Stranger", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(90));
        await stack.PatchApplicationAsync(
            new JsonObject { ["keyCredentials"] = new JsonArray(DeployedStack.Key(stack.Certificate), DeployedStack.Key(stranger)) });
        await stack.AddSecretAsync("left over from a trial");

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal(CheckStatus.Warning, report.Check("certificate").Status);
        Assert.Equal(stranger.Thumbprint, report.Finding("CERTIFICATE_NOT_DECLARED").Subject);
        Assert.Equal("left over from a trial", report.Finding("CLIENT_SECRET_PRESENT").Subject);
        report.Exits(VerificationExitCode.Ready);
    }

    [Fact]
    public async Task Declared_certificate_that_is_not_registered_fails()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 missing = DeployedStack.NewCertificate(
            "CN=Missing", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(90));
        stack.Integration["certificates"]!.AsArray().Add(DeployedStack.Describe(missing));

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Certificate);
        Assert.Equal(missing.Thumbprint, report.Finding("CERTIFICATE_MISSING").Subject);
    }

    [Theory]
    [InlineData(-10, 10, "CERTIFICATE_EXPIRES_SOON", Severity.Warning, CheckStatus.Warning)]
    [InlineData(-10, 31, null, null, CheckStatus.Passed)]
    [InlineData(-10, -1, "CERTIFICATE_EXPIRED", Severity.Error, CheckStatus.Failed)]
    [InlineData(5, 100, "CERTIFICATE_NOT_YET_VALID", Severity.Error, CheckStatus.Failed)]
    public async Task Only_certificate_is_judged_by_its_days(
        int fromDays, int untilDays, string? code, Severity? severity, CheckStatus status)
    {
        // The check reads validity from the declaration, so the tenant keeps a certificate with which signing in works.
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        SetValidity(stack.Integration["certificates"]![0]!, fromDays, untilDays);

        VerificationReport report = await stack.VerifyAsync();

        CheckResult check = report.Check("certificate");
        Assert.Equal(status, check.Status);
        Assert.Equal(code, check.Findings.SingleOrDefault()?.Code);
        Assert.Equal(severity, check.Findings.SingleOrDefault()?.Severity);
    }

    [Theory]
    [InlineData(-100, -1, "CERTIFICATE_EXPIRED", Severity.Warning)]
    [InlineData(-100, 5, "CERTIFICATE_EXPIRES_SOON", Severity.Info)]
    [InlineData(5, 500, "CERTIFICATE_NOT_YET_VALID", Severity.Info)]
    public async Task Certificate_beside_a_valid_one_weighs_less(int fromDays, int untilDays, string code, Severity severity)
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using System.Security.Cryptography.X509Certificates.X509Certificate2 other = DeployedStack.NewCertificate(
            "CN=Other", TimeProvider.System.GetUtcNow().AddDays(-100), TimeProvider.System.GetUtcNow().AddDays(90));
        await stack.PatchApplicationAsync(
            new JsonObject { ["keyCredentials"] = new JsonArray(DeployedStack.Key(stack.Certificate), DeployedStack.Key(other)) });
        JsonObject description = DeployedStack.Describe(other);
        SetValidity(description, fromDays, untilDays);
        stack.Integration["certificates"]!.AsArray().Add(description);

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal(severity, report.Finding(code).Severity);
    }

    [Fact]
    public void Thumbprint_is_read_from_every_form_of_the_identifier()
    {
        const string Thumbprint = "3F2A9C41D07B6E58A1C4F00D92B7E6634D1A85CE";
        byte[] hash = Convert.FromHexString(Thumbprint);
        Assert.Equal(Thumbprint, RegisteredCertificate.Read(new KeyCredential { CustomKeyIdentifier = hash }).Thumbprint);
        Assert.Equal(Thumbprint,
            RegisteredCertificate.Read(
                new KeyCredential { CustomKeyIdentifier = System.Text.Encoding.ASCII.GetBytes(Thumbprint) }).Thumbprint);
        Assert.Equal(Thumbprint,
            RegisteredCertificate.Read(new KeyCredential { CustomKeyIdentifier = Convert.FromBase64String(Thumbprint) }).Thumbprint);
    }

    private static void SetValidity(JsonNode certificate, int fromDays, int untilDays)
    {
        string At(int days) =>
            TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(days).AddMinutes(5).ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        certificate["notBefore"] = At(fromDays);
        certificate["notAfter"] = At(untilDays);
    }
}
