using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
}
