using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Tests.Components;

/// <summary>What a certificate file says of itself, at the borders.</summary>
public sealed class CertificateFactsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(86_399, true)]
    [InlineData(86_400, false)]
    public void A_certificate_is_valid_from_its_first_moment_until_its_last(int seconds, bool expected)
    {
        CertificateFile certificate = Load(_certificates.Rsa("day.cer", from: TestCertificates.Now, to: TestCertificates.Now.AddDays(1)));

        Assert.Equal(expected, certificate.IsValidAt(TestCertificates.Now.AddSeconds(seconds)));
    }

    [Fact]
    public void A_certificate_that_names_itself_as_its_issuer_is_self_signed() =>
        Assert.True(Load(_certificates.Rsa("self.cer")).IsSelfSigned);

    [Fact]
    public void A_certificate_of_an_authority_is_not_self_signed()
    {
        using RSA key = TestKeys.Rsa("authority");
        CertificateRequest request = new("CN=app", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 issued = request.Create(
            new X500DistinguishedName("CN=authority"), X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1),
            TestCertificates.Now, TestCertificates.Now.AddDays(1), [1, 2, 3]);

        Assert.False(Load(_certificates.Write("app.cer", issued.Export(X509ContentType.Cert))).IsSelfSigned);
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_told_with_what_was_expected_and_the_fix()
    {
        string path = Path.Combine(_certificates.Folder, _certificates.Write("empty.cer", ""));

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => CertificateFile.Load(path));

        Assert.Equal($"\"{path}\", which is empty; expected the public part of one certificate (.cer, .crt or .pem; DER or PEM). Fix: "
            + "export the certificate without its private key from the product, and name that file.", exception.Message);
    }

    private CertificateFile Load(string file) => CertificateFile.Load(Path.Combine(_certificates.Folder, file));
}
