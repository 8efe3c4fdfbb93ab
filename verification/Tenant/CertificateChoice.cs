using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Tenant;

/// <summary>Which of the certificates at hand an integration signs in with.</summary>
internal static class CertificateChoice
{
    /// <summary>One that the integration declares, rather one that is valid now; where there is one certificate and one integration, that
    /// one
    /// even if it is not declared, so that the report says so; else null.</summary>
    /// <param name="integration">The integration.</param>
    /// <param name="document">The document that it is of.</param>
    /// <param name="certificates">Certificates with private keys.</param>
    /// <param name="now">The moment.</param>
    public static X509Certificate2? For(
        IntegrationOutputs integration, OutputsDocument document, IReadOnlyList<X509Certificate2> certificates, DateTimeOffset now) =>
        certificates
            .Where(certificate => integration.Certificates.Any(declared => declared.Thumbprint == certificate.Thumbprint))
            .OrderByDescending(certificate => certificate.IsValidAt(now))
            .FirstOrDefault()
        ?? (certificates.Count == 1 && document.Integrations.Count == 1 ? certificates[0] : null);

    /// <summary>Whether a certificate is valid at a moment.</summary>
    public static bool IsValidAt(this X509Certificate2 certificate, DateTimeOffset moment) =>
        certificate.NotBefore.ToUniversalTime() <= moment.UtcDateTime && certificate.NotAfter.ToUniversalTime() > moment.UtcDateTime;
}
