using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Certificates as they were named, and what is said where they do not suffice.</summary>
public sealed class CertificateSourcesTests : IDisposable
{
    private static readonly Lazy<X509Certificate2> SharedCertificate = new(
        () => DeployedStack.NewCertificate("CN=MailStore Server", SampleReport.Now.AddDays(-1), SampleReport.Now.AddDays(9)));

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("certificates-").FullName;

    private static X509Certificate2 Certificate => SharedCertificate.Value;

    [Fact]
    public void Each_integration_without_a_certificate_is_named_with_what_it_declares()
    {
        OutputsDocument document = SampleOutputs.Of(("first", "AAAA"), ("second", Certificate.Thumbprint), ("third", "BBBB"));
        document = document with
        {
            Integrations = document.Integrations.ToDictionary(one => one.Key, one => one.Key != "third" ? one.Value : one.Value with
            {
                Certificates = [.. one.Value.Certificates, SampleReport.Certificate with { Thumbprint = "CCCC" }],
            }),
        };

        Assert.Equal(
        [
            "--certificate: found none that fits for integration 'first', expected the certificate AAAA with its private key. "
                + "Give it with --certificate, or leave the integration out with --integration.",
            "--certificate: found none that fits for integration 'third', expected the certificate BBBB or CCCC with its private key. "
                + "Give it with --certificate, or leave the integration out with --integration.",
        ], Refusal([Certificate]));
        Assert.StartsWith("--certificate: found none for integration 'first', ", Refusal([])[0], StringComparison.Ordinal);

        IReadOnlyList<string> Refusal(IReadOnlyList<X509Certificate2> given) => Assert.Throws<InputException>(() =>
            CertificateSources.RefuseMissing(document, new() { Certificates = given, Clock = new TestClock(SampleReport.Now) })).Errors;
    }

    [Fact]
    public void An_operator_verifies_without_any_certificate() =>
        CertificateSources.RefuseMissing(SampleOutputs.Of(("first", "AAAA")), new() { Operator = new NoAccount() });

    [Fact]
    public async Task The_first_line_of_a_file_is_the_password_and_an_empty_file_is_an_empty_one()
    {
        File.WriteAllBytes(In("secret.pfx"), Certificate.Export(X509ContentType.Pfx, "secret"));
        File.WriteAllBytes(In("empty.pfx"), Certificate.Export(X509ContentType.Pfx, ""));
        File.WriteAllText(In("secret.txt"), "secret\nand a note\n");
        File.WriteAllText(In("empty.txt"), "");

        Assert.Equal(Certificate.Thumbprint, Assert.Single(await LoadAsync(["secret.pfx"], "secret.txt")).Thumbprint);
        Assert.Equal(Certificate.Thumbprint, Assert.Single(await LoadAsync(["empty.pfx"], "empty.txt")).Thumbprint);
    }

    [Fact]
    public async Task Every_file_that_cannot_be_read_is_named_and_why()
    {
        File.WriteAllText(In("password.txt"), "secret");
        using FileStream held = new(In("password.txt"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        IReadOnlyList<string> errors = (await Assert.ThrowsAsync<InputException>(() => LoadAsync(["a.pfx", "b.pfx"], "password.txt"))).Errors;

        Assert.Collection(errors,
            password => Assert.StartsWith($"--certificate-password-file: found '{In("password.txt")}', which cannot be read (", password,
                StringComparison.Ordinal),
            first => Assert.Contains($"'{In("a.pfx")}', which does not exist", first, StringComparison.Ordinal),
            second => Assert.Contains($"'{In("b.pfx")}', which does not exist", second, StringComparison.Ordinal));
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private string In(string name) => Path.Combine(_folder, name);

    private Task<IReadOnlyList<X509Certificate2>> LoadAsync(string[] files, string passwordFile) =>
        new CertificateSources(_ => null).LoadAsync(
            [.. files.Select(In)], In(passwordFile), null, () => new NoAccount(), CancellationToken.None);

    private sealed class NoAccount : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody is asked.");

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody is asked.");
    }
}
