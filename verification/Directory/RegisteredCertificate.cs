using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Graph.Models;

namespace TenantOnboarding.Verification.Directory;

/// <summary>A certificate as an application registration holds it.</summary>
/// <param name="Thumbprint">SHA-1 in 40 upper-case hexadecimal digits, or <c>key …</c> with its key id where the registration does not
/// tell.</param>
/// <param name="KeyId">Id of the entry; the same certificate may have several.</param>
/// <param name="Name">What the registration calls it, or null.</param>
/// <param name="Subject">Distinguished name of its subject, or null where the registration does not tell.</param>
/// <param name="NotBefore">Start of validity, or null where the registration does not tell.</param>
/// <param name="NotAfter">End of validity, or null where the registration does not tell.</param>
internal sealed record RegisteredCertificate(
    string Thumbprint, string KeyId, string? Name, string? Subject, DateTimeOffset? NotBefore, DateTimeOffset? NotAfter)
{
    /// <summary>Reads an entry: from the certificate where Graph hands it out, else from the identifier.</summary>
    public static RegisteredCertificate Read(KeyCredential credential)
    {
        string keyId = credential.KeyId?.ToString() ?? "unknown";
        if (credential.Key is { Length: > 0 } key && CertificateIn(key) is X509Certificate2 certificate)
        {
            using (certificate)
            {
                return new(certificate.Thumbprint, keyId, credential.DisplayName, certificate.Subject,
                    certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            }
        }
        return new(ThumbprintOf(credential.CustomKeyIdentifier ?? []) ?? $"key {keyId}", keyId, credential.DisplayName,
            Subject: null, credential.StartDateTime, credential.EndDateTime);
    }

    /// <summary>Services write the identifier in three ways: bytes, hexadecimal text, hexadecimal text as bytes.</summary>
    private static string? ThumbprintOf(byte[] identifier)
    {
        const int Digits = 2 * SHA1.HashSizeInBytes;
        if (identifier.Length == SHA1.HashSizeInBytes)
            return Convert.ToHexString(identifier);
        string text = identifier.Length == Digits ? Encoding.ASCII.GetString(identifier) : Convert.ToBase64String(identifier);
        return text.Length == Digits ? text.ToUpperInvariant() : null;
    }

    private static X509Certificate2? CertificateIn(byte[] key)
    {
        try
        {
            // In DER or PEM.
            return X509CertificateLoader.LoadCertificate(key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
