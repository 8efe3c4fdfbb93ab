using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TenantOnboarding.Components.Certificates;

/// <summary>The public part of a certificate, read from a file.</summary>
/// <param name="Path">The path as it was given.</param>
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
    /// <summary>
    /// The certificate of a file: <c>.cer</c>, <c>.crt</c> or <c>.pem</c>, DER or PEM, with an RSA key of 2048 bits or more.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// The file holds no such certificate, or a private key: what was found, what was expected and the fix.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CertificateFile Load(string path) => CertificateReader.Read(path, File.ReadAllBytes(path)) switch
    {
        { Certificate: { } certificate } => certificate,
        { Problem: { } problem } =>
        throw new InvalidDataException($"\"{path}\", {problem.Found}; expected {problem.Expected}. Fix: {problem.Fix}."),
        _ => throw new InvalidDataException(path),
    };

    /// <summary>True where the certificate is valid at <paramref name="moment"/>.</summary>
    public bool IsValidAt(DateTimeOffset moment) => NotBefore <= moment && moment < NotAfter;

    /// <summary>RFC 3339, UTC, whole seconds: the form in which the provider takes and returns dates.</summary>
    public static string Rfc3339(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The facts of a certificate that is known to be usable.</summary>
    internal static CertificateFile Of(string path, X509Certificate2 certificate) => new(
        path,
        certificate.Thumbprint,
        certificate.GetCertHashString(HashAlgorithmName.SHA256),
        certificate.Subject,
        new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
        new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData),
        certificate.ExportCertificatePem());
}
