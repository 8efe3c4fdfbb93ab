namespace TenantOnboarding.Configuration;

/// <summary>The public part of a certificate, read from a file.</summary>
/// <param name="Path">The path as configured.</param>
/// <param name="Thumbprint">SHA-1 of the DER form, 40 upper-case hexadecimal digits, as portals show it.</param>
/// <param name="Sha256">SHA-256 of the DER form, 64 upper-case hexadecimal digits.</param>
/// <param name="Subject">The subject's distinguished name.</param>
/// <param name="NotBefore">First moment of validity, UTC.</param>
/// <param name="NotAfter">Last moment of validity, UTC.</param>
/// <param name="IsSelfSigned">True where the certificate names itself as its issuer.</param>
/// <param name="Pem">The certificate as PEM text: what the provider uploads.</param>
public sealed record CertificateFile(
    string Path,
    string Thumbprint,
    string Sha256,
    string Subject,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    bool IsSelfSigned,
    string Pem)
{
    /// <summary>True where the certificate is valid at <paramref name="moment"/>.</summary>
    public bool IsValidAt(DateTimeOffset moment) => NotBefore <= moment && moment < NotAfter;
}
