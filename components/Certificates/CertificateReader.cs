using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TenantOnboarding.Components.Certificates;

/// <summary>Reads the public part of a certificate as products hand it out: <c>.cer</c>, <c>.crt</c> or <c>.pem</c>, DER or PEM.</summary>
internal static class CertificateReader
{
    /// <summary>Smallest RSA key that is accepted, in bits: below it Entra's own guidance and today's practice end.</summary>
    public const int SmallestRsaKey = 2048;

    /// <summary>What the content of a file is. Dates are judged by the caller, who knows the other certificates.</summary>
    /// <param name="path">The file, as the result names it.</param>
    /// <param name="content">What it holds.</param>
    public static CertificateReading Read(string path, byte[] content)
    {
        if (content.Length == 0)
            return Problem("which is empty");

        string text = Text(content);
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) || IsPkcs12(content))
        {
            return Problem(new CertificateProblem(
                "which holds a private key", CertificateProblem.PublicPart,
                CertificateProblem.Export + "; a private key that was committed must be replaced"));
        }

        int count = text.Split("-----BEGIN CERTIFICATE-----").Length - 1;
        if (count > 1)
        {
            return Problem(new CertificateProblem(
                $"which holds {count} certificates", CertificateProblem.PublicPart,
                "keep the product's own certificate alone in the file; several certificates are several files"));
        }

        try
        {
            using X509Certificate2 certificate = count == 1
                ? X509Certificate2.CreateFromPem(text) : X509CertificateLoader.LoadCertificate(content);
            return Judge(path, certificate);
        }
        catch (CryptographicException)
        {
            return Problem("which is no certificate");
        }
    }

    private static CertificateReading Judge(string path, X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        if (rsa is null)
        {
            return Problem(new CertificateProblem(
                $"whose key is {certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value}",
                "an RSA key: Entra verifies an application's assertions with RSA",
                "make a new certificate with an RSA key in the product"));
        }
        if (rsa.KeySize < SmallestRsaKey)
        {
            return Problem(new CertificateProblem(
                $"whose RSA key has {rsa.KeySize} bits", $"an RSA key of {SmallestRsaKey} bits or more",
                "make a new certificate with a longer key in the product"));
        }
        return new CertificateReading(CertificateFile.Of(path, certificate), null);
    }

    private static CertificateReading Problem(string found) => Problem(new CertificateProblem(found));

    private static CertificateReading Problem(CertificateProblem problem) => new(null, problem);

    /// <summary>
    /// The content as text. Windows editors begin a text with a byte order mark, and PowerShell's redirection writes UTF-16.
    /// </summary>
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
}
