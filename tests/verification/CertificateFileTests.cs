using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TenantOnboarding.Verification.Commands;

namespace TenantOnboarding.Tests.Verification;

public sealed class CertificateFileTests
{
    private static readonly Lazy<X509Certificate2> SharedCertificate = new(() => DeployedStack.NewCertificate(
        "CN=File", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(9)));

    private static X509Certificate2 Certificate => SharedCertificate.Value;

    [Fact]
    public void Read_pfx_has_the_key()
    {
        using X509Certificate2 plain = CertificateFile.Read(Certificate.Export(X509ContentType.Pfx), null, "a");
        using X509Certificate2 guarded = CertificateFile.Read(Certificate.Export(X509ContentType.Pfx, "right"), "right", "b");
        Assert.True(plain.HasPrivateKey);
        Assert.Equal(Certificate.Thumbprint, guarded.Thumbprint);
    }

    [Fact]
    public void Read_pem_has_the_key()
    {
        using RSA key = Certificate.GetRSAPrivateKey()!;
        string guardedKey = key.ExportEncryptedPkcs8PrivateKeyPem(
            "right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        using X509Certificate2 plain = CertificateFile.Read(
            Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem()), null, "a");
        using X509Certificate2 guarded = CertificateFile.Read(
            Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem() + "\n" + guardedKey), "right", "b");
        Assert.True(plain.HasPrivateKey);
        Assert.True(guarded.HasPrivateKey);
    }

    [Fact]
    public void Read_wrong_password_is_said()
    {
        byte[] pfx = Certificate.Export(X509ContentType.Pfx, "right");
        Assert.Equal("--certificate: found 'x.pfx', which does not open with the password given; expected the right password. Check VERIFY_CERTIFICATE_PASSWORD, or the file named for it.",
            Refusal(pfx, "wrong", "'x.pfx'"));
        Assert.Equal("--certificate: found 'x.pfx', which asks for a password; expected one. Give it in VERIFY_CERTIFICATE_PASSWORD, or to the verification in a file (--certificate-password-file).",
            Refusal(pfx, null, "'x.pfx'"));
    }

    [Fact]
    public void Read_encrypted_pem_asks_for_its_password()
    {
        using RSA key = Certificate.GetRSAPrivateKey()!;
        string text = Certificate.ExportCertificatePem() + "\n"
            + key.ExportEncryptedPkcs8PrivateKeyPem(
                "right", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        Assert.Contains("asks for a password", Refusal(Encoding.ASCII.GetBytes(text), null, "x"), StringComparison.Ordinal);
        Assert.Contains("does not open with the password given", Refusal(Encoding.ASCII.GetBytes(text), "wrong", "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_public_part_only_is_refused()
    {
        Assert.Contains("which holds no private key", Refusal(Certificate.Export(X509ContentType.Cert), null, "x"), StringComparison.Ordinal);
        Assert.Contains("which holds no private key", Refusal(Encoding.ASCII.GetBytes(Certificate.ExportCertificatePem()), null, "x"), StringComparison.Ordinal);
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(Certificate.RawData);
        Assert.Contains("which holds no private key", Refusal(bare.Export(X509ContentType.Pfx), null, "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_key_of_another_certificate_is_refused()
    {
        using RSA other = RSA.Create(2048);
        string text = Certificate.ExportCertificatePem() + "\n" + other.ExportPkcs8PrivateKeyPem();
        Assert.Contains("whose certificate and private key do not belong together", Refusal(Encoding.ASCII.GetBytes(text), null, "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_what_is_no_certificate_is_refused()
    {
        Assert.Contains("which is empty", Refusal([], null, "x"), StringComparison.Ordinal);
        Assert.Contains("which is no certificate", Refusal("hello"u8.ToArray(), null, "x"), StringComparison.Ordinal);
        using RSA key = RSA.Create(2048);
        Assert.Contains("which holds no certificate", Refusal(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), null, "x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_missing_file_is_named()
    {
        InputException e = Assert.Throws<InputException>(() => CertificateFile.Load("no-such.pfx", null));
        Assert.Equal("--certificate: found 'no-such.pfx', which does not exist; expected a PFX or PEM file with a private key. Check the path.", Assert.Single(e.Errors));
    }

    [Fact]
    public void Load_what_is_no_file_says_why_it_cannot_be_read()
    {
        string folder = AppContext.BaseDirectory;
        string refusal = Assert.Throws<InputException>(() => CertificateFile.Load(folder, null)).Message;
        Assert.StartsWith($"--certificate: found '{folder}', which cannot be read (", refusal, StringComparison.Ordinal);
        Assert.EndsWith("); expected a PFX or PEM file with a private key. Check its rights.", refusal, StringComparison.Ordinal);
    }

    private static string Refusal(byte[] content, string? password, string name) =>
        Assert.Single(Assert.Throws<InputException>(() => CertificateFile.Read(content, password, name)).Errors);
}
