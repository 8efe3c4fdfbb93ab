using System.Text;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Tests.Components;

public sealed class CertificateFileTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DER_and_PEM_are_read_alike(bool pem)
    {
        CertificateFile certificate = Stack.Read(
            Stack.MailStore(_certificates.Rsa("a.cer", pem: pem)), _certificates).Integrations[0].Certificates[0];

        Assert.Equal("CN=a.cer", certificate.Subject);
        Assert.Equal(40, certificate.Thumbprint.Length);
        Assert.Equal(64, certificate.Sha256.Length);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", certificate.Pem, StringComparison.Ordinal);
        Assert.Equal("2026-10-22T12:00:00Z", CertificateFile.Rfc3339(certificate.NotBefore));
        Assert.Equal("2028-11-21T12:00:00Z", CertificateFile.Rfc3339(certificate.NotAfter));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void A_PEM_with_the_byte_order_mark_of_a_Windows_editor_is_read(string encoding)
    {
        string path = System.IO.Path.Combine(_certificates.Folder, _certificates.Rsa("a.cer", pem: true));
        File.WriteAllText(path, File.ReadAllText(path), Encoding.GetEncoding(encoding));

        Assert.Equal("CN=a.cer", Stack.Read(Stack.MailStore("a.cer"), _certificates).Integrations[0].Certificates[0].Subject);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Assert.Contains("\"missing.cer\", which does not exist", Error("missing.cer"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_certificate()
    {
        Directory.CreateDirectory(System.IO.Path.Combine(_certificates.Folder, "folder"));

        Assert.Contains("\"folder\", which cannot be read", Error("folder"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_refused() => Assert.Contains("which is empty", Error(_certificates.Write("empty.cer", "")), StringComparison.Ordinal);

    [Fact]
    public void Text_is_no_certificate() => Assert.Contains("which is no certificate", Error(_certificates.Write("text.cer", "no certificate")), StringComparison.Ordinal);

    [Fact]
    public void A_broken_PEM_is_no_certificate() =>
        Assert.Contains("which is no certificate", Error(_certificates.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")), StringComparison.Ordinal);

    [Fact]
    public void A_PEM_with_a_private_key_is_refused() => Assert.Contains("which holds a private key", Error(_certificates.PemWithKey("key.pem")), StringComparison.Ordinal);

    [Fact]
    public void A_PFX_is_refused() => Assert.Contains("which holds a private key", Error(_certificates.Pfx("app.pfx")), StringComparison.Ordinal);

    [Fact]
    public void A_short_RSA_key_is_refused() => Assert.Contains("whose RSA key has 1024 bits", Error(_certificates.Rsa("short.cer", bits: 1024)), StringComparison.Ordinal);

    [Fact]
    public void Another_kind_of_key_is_refused() => Assert.Contains("an RSA key: Entra verifies", Error(_certificates.EllipticCurve("ec.cer")), StringComparison.Ordinal);

    [Fact]
    public void Several_certificates_in_one_file_are_refused()
    {
        string first = File.ReadAllText(System.IO.Path.Combine(_certificates.Folder, _certificates.Rsa("1.pem", pem: true)));
        string second = File.ReadAllText(System.IO.Path.Combine(_certificates.Folder, _certificates.Rsa("2.pem", pem: true)));

        Assert.Contains("which holds 2 certificates", Error(_certificates.Write("both.pem", first + "\n" + second)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_certificate_alone_is_refused() =>
        Assert.Contains("which expired on 2026-11-20T12:00:00Z | one certificate that is valid now", Error(_certificates.Rsa("old.cer", to: TestCertificates.Now.AddDays(-1))), StringComparison.Ordinal);

    [Fact]
    public void A_certificate_that_is_not_valid_yet_is_refused_alone() =>
        Assert.Contains("which is not valid before 2026-11-22T12:00:00Z", Error(_certificates.Rsa("new.cer", from: TestCertificates.Now.AddDays(1))), StringComparison.Ordinal);

    [Fact]
    public void Beside_a_valid_one_both_are_advisories()
    {
        string old = _certificates.Rsa("old.cer", to: TestCertificates.Now.AddDays(-1));
        string next = _certificates.Rsa("next.cer", from: TestCertificates.Now.AddDays(1));
        string valid = _certificates.Rsa("valid.cer", to: TestCertificates.Now.AddDays(20));

        StackConfiguration stack = Stack.Read(
            Stack.MailStore(valid, ("certificates", $"""[ "{old}", "{valid}", "{next}" ]"""), ("mailboxAccess", """[ "graph" ]""")), _certificates);
        string[] advisories = [.. Advisories.For(stack, TestCertificates.Now)];

        Assert.Equal(3, advisories.Length);
        Assert.Contains("old.cer", advisories[0], StringComparison.Ordinal);
        Assert.Contains("expired on 2026-11-20; remove it", advisories[0], StringComparison.Ordinal);
        Assert.Contains("expires on 2026-12-11, in 20 days, and no other certificate follows it", advisories[1], StringComparison.Ordinal);
        Assert.Contains("is not valid before 2026-11-22", advisories[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_certificate_twice_is_refused()
    {
        string one = _certificates.Rsa("one.cer");
        File.Copy(System.IO.Path.Combine(_certificates.Folder, one), System.IO.Path.Combine(_certificates.Folder, "copy.cer"));

        string error = Assert.Single(Stack.Errors(Stack.MailStore(one, ("certificates", """[ "one.cer", "copy.cer" ]""")), _certificates));

        Assert.Contains("\"copy.cer\", the same certificate as one.cer", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_would_remove_the_last_certificate() =>
        Assert.Contains("removing the last one would lock the product out", Assert.Single(Stack.Errors(Stack.MailStore("x", ("certificates", "[]")), _certificates)), StringComparison.Ordinal);

    private string Error(string file) => Assert.Single(Stack.Errors(Stack.MailStore(file), _certificates));
}
