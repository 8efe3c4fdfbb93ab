using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TenantOnboarding.Tests.Components;

/// <summary>Throw-away certificates, made at run time, in a folder that vanishes with the test.</summary>
internal sealed class TestCertificates : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public string Folder { get; } = Directory.CreateTempSubdirectory("certificates-").FullName;

    public string Rsa(string file, int bits = 2048, DateTimeOffset? from = null, DateTimeOffset? to = null, bool pem = false)
    {
        using RSA key = TestKeys.Rsa(file, bits);
        CertificateRequest request = new($"CN={file}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(from ?? Now.AddDays(-30), to ?? Now.AddYears(2));
        if (pem)
            return Write(file, certificate.ExportCertificatePem());
        return Write(file, certificate.Export(X509ContentType.Cert));
    }

    public string EllipticCurve(string file)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={file}", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddYears(2));
        return Write(file, certificate.Export(X509ContentType.Cert));
    }

    public string Pfx(string file)
    {
        using RSA key = TestKeys.Rsa(file);
        CertificateRequest request = new($"CN={file}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddYears(2));
        return Write(file, certificate.Export(X509ContentType.Pkcs12, "secret"));
    }

    public string PemWithKey(string file)
    {
        using RSA key = TestKeys.Rsa(file);
        CertificateRequest request = new($"CN={file}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(Now.AddDays(-30), Now.AddYears(2));
        return Write(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    public string Write(string file, string content)
    {
        File.WriteAllText(Path.Combine(Folder, file), content);
        return file;
    }

    public string Write(string file, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(Folder, file), content);
        return file;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
