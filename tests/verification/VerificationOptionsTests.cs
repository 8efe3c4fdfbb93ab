using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

public sealed class VerificationOptionsTests
{
    [Fact]
    public void A_simulated_tenant_is_asked_past_the_machines_proxy()
    {
        using RSA key = TestKeys.Rsa("options");
        CertificateRequest request = new("CN=authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 authority = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));

        using HttpMessageHandler handler = new VerificationOptions().TrustingOnly(authority).HandlerFactory!();

        Assert.False(Assert.IsType<SocketsHttpHandler>(handler).UseProxy);
    }

    [Fact]
    public void A_simulated_tenants_certificate_is_for_its_name_and_of_its_authority_alone()
    {
        RemoteCertificateValidationCallback judge =
            new VerificationOptions().TrustingOnly(StubTenant.Certificate).ImapCertificateValidation!;
        using X509Certificate2 other = DeployedStack.NewCertificate("CN=Other", StubTenant.Now.AddYears(-1), StubTenant.Now.AddYears(1));

        Assert.False(judge(this, null, null, SslPolicyErrors.None));
        Assert.False(judge(this, null, null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.False(judge(this, StubTenant.Certificate, null, SslPolicyErrors.RemoteCertificateNameMismatch));
        Assert.False(judge(this, other, null, SslPolicyErrors.RemoteCertificateChainErrors));
    }

    [Fact]
    public void An_integration_signs_in_with_a_declared_certificate_rather_one_that_is_valid_now()
    {
        DateTimeOffset now = StubTenant.Now;
        using X509Certificate2 expired = Certificate(now.AddDays(-1)), valid = Certificate(now.AddDays(1)),
            stranger = Certificate(now.AddDays(2));
        IntegrationOutputs integration = new StubTenant().Integration with
        {
            Certificates = [StubTenant.Declared(expired), StubTenant.Declared(valid)],
        };

        Assert.Same(valid, Chosen(1, stranger, expired, valid));
        Assert.Same(valid, Chosen(2, valid, expired));
        Assert.Same(expired, Chosen(2, stranger, expired));
        Assert.Same(stranger, Chosen(1, stranger));
        Assert.Null(Chosen(2, stranger));
        Assert.Null(Chosen(1, stranger, stranger));
        Assert.Null(Chosen(1));

        X509Certificate2? Chosen(int integrations, params X509Certificate2[] certificates) => CertificateChoice.For(
            integration,
            new()
            {
                SchemaVersion = 1,
                Tenant = new(StubTenant.TenantId, StubTenant.Domain, "public"),
                Integrations = Enumerable.Range(0, integrations).ToDictionary(number => $"{number}", _ => integration),
            },
            certificates, now);

        static X509Certificate2 Certificate(DateTimeOffset until) =>
            DeployedStack.NewCertificate("CN=MailStore Server", StubTenant.Now.AddYears(-1), until);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(60, false)]
    public void A_certificate_is_valid_from_its_first_second_to_before_its_last(int second, bool valid)
    {
        using X509Certificate2 certificate = DeployedStack.NewCertificate("CN=MailStore Server", StubTenant.Now, StubTenant.Now.AddMinutes(1));

        Assert.Equal(valid, certificate.IsValidAt(StubTenant.Now.AddSeconds(second)));
    }

    [Fact]
    public void Each_api_has_its_scope()
    {
        TenantEndpoints endpoints = Cloud.UsGovernment.Endpoints;
        Guid other = new("dddddddd-0000-0000-0000-000000000001");

        Assert.Equal(
            ["https://graph.microsoft.us/.default", "https://outlook.office365.us/.default", "dddddddd-0000-0000-0000-000000000001/.default"],
            new[] { WellKnown.MicrosoftGraph, WellKnown.ExchangeOnline, other }.Select(endpoints.ScopeOf));
    }

    [Fact]
    public void A_cloud_that_is_not_known_is_refused_with_those_that_are() => Assert.StartsWith(
        "environment: found 'mars', expected public | usgovernment | dod | china.",
        Assert.Throws<ArgumentException>(() => Cloud.Of("mars")).Message, StringComparison.Ordinal);
}
