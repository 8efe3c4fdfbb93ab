using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TenantOnboarding.Rehearsal.Stacks;

/// <summary>Reads a certificate with its private key: PFX (PKCS#12) or PEM.</summary>
internal static class PrivateKeyFile
{
    /// <summary>The certificate with its key, in memory only.</summary>
    /// <exception cref="StackFileException">The file is missing, is no certificate, has no private key, or the password is wrong.</exception>
    public static X509Certificate2 Read(string file, string? password)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StackFileException($"--certificate: \"{file}\" does not exist; expected a PFX or PEM file with a private key; look at its path");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StackFileException($"--certificate: \"{file}\" cannot be read ({error.Message.ReplaceLineEndings(" ")}); expected a PFX or PEM file with a private key");
        }

        if (X509Certificate2.GetCertContentType(content) == X509ContentType.Cert && !content.AsSpan().StartsWith("-----"u8))
            throw NoPrivateKey(file);
        string text = Encoding.Latin1.GetString(content);
        X509Certificate2 certificate;
        try
        {
            certificate = text.Contains("-----BEGIN", StringComparison.Ordinal)
                ? text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? FromPem(text, password) : X509Certificate2.CreateFromPem(text)
                : X509CertificateLoader.LoadPkcs12(content, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
        }
        catch (CryptographicException error)
        {
            string reason = error.HResult == unchecked((int)0x80070056) || error.Message.Contains("password", StringComparison.OrdinalIgnoreCase)
                ? $"cannot be opened with the given password; expected its password in the variable {RehearsalOptions.PasswordVariable}"
                : "is neither a PFX nor a PEM file with a certificate; expected one with a private key; export it from the product with its private key";
            throw new StackFileException($"--certificate: \"{file}\" {reason}");
        }

        return certificate.HasPrivateKey
            ? certificate
            : throw NoPrivateKey(file);
    }

    private static StackFileException NoPrivateKey(string file) =>
        new($"--certificate: \"{file}\" holds no private key; expected a PFX or PEM file with one; leave the option out, and the rehearsal makes a key pair of its own");

    private static X509Certificate2 FromPem(string text, string? password) =>
        text.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(text, text, password)
            : X509Certificate2.CreateFromPem(text, text);
}
