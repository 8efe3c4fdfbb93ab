using Pulumi;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components;

/// <summary>The certificates of a <see cref="CertificateCredentials"/>.</summary>
public sealed class CertificateCredentialsArgs : ResourceArgs
{
    /// <summary>The registration's resource id, <c>/applications/{objectId}</c>.</summary>
    public required Input<string> ApplicationId { get; init; }

    /// <summary>Certificates from files. Default: none.</summary>
    public IReadOnlyList<CertificateFile> Certificates { get; init; } = [];

    /// <summary>A vault that makes and renews a certificate, or null, the default.</summary>
    public KeyVaultCertificate? Vault { get; init; }
}
