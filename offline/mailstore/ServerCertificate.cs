using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SimulatedMailStore;

/// <summary>A self-signed certificate, as MailStore's installer makes one. Its key never leaves the process.</summary>
internal static class ServerCertificate
{
    /// <param name="now">Today by the machine's clock: TLS clients judge validity by theirs.</param>
    public static X509Certificate2 Create(DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Simulated MailStore (this run only)", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        // TLS stacks refuse the ephemeral key of a certificate made in memory; a PKCS#12 round trip gives one that they take.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
