using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Loads certificates with their private keys: PKCS#12 (.pfx, .p12) or PEM.</summary>
public static class CertificateFile
{
    /// <summary>Loads one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">Password of the private key; null = none.</param>
    /// <exception cref="InputException">The file is missing, no certificate, without private key, or the password does not fit.</exception>
    public static X509Certificate2 Load(string path, string? password)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(
                $"--certificate: found '{path}', which does not exist; expected a PFX or PEM file with a private key. Check the path.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"--certificate: found '{path}', which cannot be read ({exception.Message}); expected a PFX or PEM file with a private "
                + "key. Check its rights.");
        }
        return Read(content, password, $"'{path}'");
    }

    /// <summary>Reads a certificate from the bytes of a PKCS#12 or PEM file.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="password">Password of the private key; null = none.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="InputException">As for <see cref="Load"/>.</exception>
    public static X509Certificate2 Read(byte[] content, string? password, string name)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Length == 0)
            throw new InputException(
                $"--certificate: found {name}, which is empty; expected a PFX or PEM file with a private key. Export the certificate "
                + "again.");
        X509Certificate2 certificate = content.AsSpan().IndexOf("-----BEGIN "u8) >= 0 ? FromPem(content, password, name)
            : FromBinary(content, password, name);
        if (certificate.HasPrivateKey)
            return certificate;
        throw new InputException(
            $"--certificate: found {name}, which holds no private key; expected a certificate with its private key, as signing in needs "
            + "it. Export it from the product with the private key.");
    }

    private static X509Certificate2 FromPem(byte[] content, string? password, string name)
    {
        string text = System.Text.Encoding.UTF8.GetString(content);
        if (!text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            throw new InputException(
                $"--certificate: found {name}, which holds no certificate; expected a PEM file with certificate and private key. Put both "
                + "into one file.");
        if (!text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            throw new InputException(
                $"--certificate: found {name}, which holds no private key; expected a certificate with its private key, as signing in "
                + "needs it. Put both into one file.");
        bool encrypted = text.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (encrypted && password is null)
            throw NeedsPassword(name);
        try
        {
            return encrypted ? X509Certificate2.CreateFromEncryptedPem(text, text, password) : X509Certificate2.CreateFromPem(text, text);
        }
        catch (CryptographicException exception)
        {
            throw encrypted
                ? new InputException(
                    $"--certificate: found {name}, whose private key does not open with the password given; expected the right password. "
                    + "Check VERIFY_CERTIFICATE_PASSWORD, or the file named for it.")
                : new InputException(
                    $"--certificate: found {name}, whose certificate and private key do not belong together or are damaged "
                    + $"({exception.Message}); expected a matching pair. Export them again.");
        }
    }

    private static X509Certificate2 FromBinary(byte[] content, string? password, string name)
    {
        switch (KindOf(content))
        {
            case X509ContentType.Cert:
                return X509CertificateLoader.LoadCertificate(content);
            case X509ContentType.Pkcs12:
                break;
            default:
                throw new InputException(
                    $"--certificate: found {name}, which is no certificate; expected a PFX or PEM file with a private key. Export the "
                    + "certificate again.");
        }
        try
        {
            return X509CertificateLoader.LoadPkcs12(content, password, X509KeyStorageFlags.Exportable);
        }
        catch (CryptographicException) when (password is null)
        {
            throw NeedsPassword(name);
        }
        catch (CryptographicException)
        {
            throw new InputException(
                $"--certificate: found {name}, which does not open with the password given; expected the right password. Check "
                + "VERIFY_CERTIFICATE_PASSWORD, or the file named for it.");
        }
    }

    private static X509ContentType KindOf(byte[] content)
    {
        try
        {
            return X509Certificate2.GetCertContentType(content);
        }
        catch (CryptographicException)
        {
            return X509ContentType.Unknown;
        }
    }

    private static InputException NeedsPassword(string name) =>
        new(
            $"--certificate: found {name}, which asks for a password; expected one. Give it in VERIFY_CERTIFICATE_PASSWORD, or to the "
            + "verification in a file (--certificate-password-file).");
}
