using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TenantOnboarding.Configuration;

/// <summary>Reads the public part of a certificate as products hand it out: <c>.cer</c>, <c>.crt</c> or <c>.pem</c>, DER or PEM.</summary>
internal static class CertificateFileReader
{
    /// <summary>Smallest RSA key that is accepted, in bits: below it Entra's own guidance and today's practice end.</summary>
    public const int SmallestRsaKey = 2048;

    private const string PublicPart = "the public part of one certificate (.cer, .crt or .pem; DER or PEM)";
    private const string Export = "export the certificate without its private key from the product, and name that file";

    /// <summary>The certificate, or null after the mistake has been noted. Dates are judged by the caller, who knows the other certificates.</summary>
    /// <param name="setting">The setting that holds the path.</param>
    /// <param name="rootDirectory">The folder that relative paths start from: the one that holds Pulumi.yaml.</param>
    public static CertificateFile? Read(Setting setting, string rootDirectory)
    {
        if (setting.Text("the path of a certificate file, relative to Pulumi.yaml", "for example certificates/mailstore.cer") is not { } path)
            return null;

        string full = Path.GetFullPath(path, rootDirectory);
        byte[] content;
        try
        {
            content = File.ReadAllBytes(full);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            setting.Error($"{setting.Met}, which does not exist", PublicPart, "download the certificate from the product (MailStore: the credential's page) and save it there");
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            setting.Error($"{setting.Met}, which cannot be read ({exception.Message.ReplaceLineEndings(" ")})", PublicPart, "give a readable file");
            return null;
        }

        return Parse(setting, path, content);
    }

    private static CertificateFile? Parse(Setting setting, string path, byte[] content)
    {
        if (content.Length == 0)
        {
            setting.Error($"{setting.Met}, which is empty", PublicPart, Export);
            return null;
        }

        string text = Text(content);
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) || IsPkcs12(content))
        {
            setting.Error($"{setting.Met}, which holds a private key", PublicPart, Export + "; a private key that was committed must be replaced");
            return null;
        }

        int count = text.Split("-----BEGIN CERTIFICATE-----").Length - 1;
        if (count > 1)
        {
            setting.Error($"{setting.Met}, which holds {count} certificates", PublicPart, "keep the product's own certificate alone in the file; several certificates are several files");
            return null;
        }

        X509Certificate2 certificate;
        try
        {
            certificate = count == 1 ? X509Certificate2.CreateFromPem(text) : X509CertificateLoader.LoadCertificate(content);
        }
        catch (CryptographicException)
        {
            setting.Error($"{setting.Met}, which is no certificate", PublicPart, Export);
            return null;
        }

        using (certificate)
            return Judge(setting, path, certificate);
    }

    private static CertificateFile? Judge(Setting setting, string path, X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        if (rsa is null)
        {
            setting.Error($"{setting.Met}, whose key is {certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value}", "an RSA key: Entra verifies an application's assertions with RSA", "make a new certificate with an RSA key in the product");
            return null;
        }
        if (rsa.KeySize < SmallestRsaKey)
        {
            setting.Error($"{setting.Met}, whose RSA key has {rsa.KeySize} bits", $"an RSA key of {SmallestRsaKey} bits or more", "make a new certificate with a longer key in the product");
            return null;
        }

        return Describe(path, certificate);
    }

    /// <summary>The facts of a certificate that is known to be usable.</summary>
    public static CertificateFile Describe(string path, X509Certificate2 certificate) => new(
        path,
        certificate.Thumbprint,
        certificate.GetCertHashString(HashAlgorithmName.SHA256),
        certificate.Subject,
        new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
        new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData),
        certificate.ExportCertificatePem());

    /// <summary>The content as text. Windows editors begin a text with a byte order mark, and PowerShell's redirection writes UTF-16.</summary>
    private static string Text(byte[] content)
    {
        using StreamReader reader = new(new MemoryStream(content), Encoding.Latin1, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static bool IsPkcs12(byte[] content)
    {
        try
        {
            return X509Certificate2.GetCertContentType(content) == X509ContentType.Pkcs12;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>RFC 3339, UTC, whole seconds: the form in which the provider takes and returns dates.</summary>
    public static string Rfc3339(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
