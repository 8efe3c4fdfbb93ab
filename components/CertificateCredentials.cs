using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Configuration;

namespace TenantOnboarding.Components;

/// <summary>
/// The public certificates with which the product signs in, one resource each, named by thumbprint: a rotation adds the new one and later removes the
/// old one, and replaces nothing.
/// </summary>
public sealed class CertificateCredentials : ComponentResource
{
    /// <summary>The type of every key credential that is a certificate; the provider does not set it by itself.</summary>
    private const string CertificateType = "AsymmetricX509Cert";

    /// <param name="name">The component's name.</param>
    /// <param name="integration">Its certificate files, or the vault that makes its certificate.</param>
    /// <param name="applicationId">The registration's resource id, <c>/applications/{objectId}</c>.</param>
    /// <param name="vault">The vault's certificate, or null in file mode.</param>
    /// <param name="options">The component's options.</param>
    internal CertificateCredentials(
        string name,
        IntegrationConfiguration integration,
        Input<string> applicationId,
        KeyVaultCertificate? vault,
        ComponentResourceOptions options)
        : base("tenant-onboarding:index:CertificateCredentials", name, options)
    {
        // Each credential is a write of the application's whole list of keys, so they go one after the other, in both directions.
        ApplicationCertificate? previous = null;
        foreach (CertificateFile certificate in integration.Certificates)
        {
            previous = new ApplicationCertificate(
                $"{name}/{certificate.Thumbprint}",
                new ApplicationCertificateArgs
                {
                    ApplicationId = applicationId,
                    Type = CertificateType,
                    Encoding = "pem",
                    Value = certificate.Pem,
                    StartDate = CertificateFileReader.Rfc3339(certificate.NotBefore),
                    EndDate = CertificateFileReader.Rfc3339(certificate.NotAfter),
                },
                new CustomResourceOptions { Parent = this, DependsOn = previous is null ? [] : [previous] });
        }

        if (vault is not null)
        {
            // When the vault renews, the next version is registered and the present one stays until it expires: the product may still hold it.
            _ = new ApplicationCertificate(
                $"{name}/key-vault",
                new ApplicationCertificateArgs
                {
                    ApplicationId = applicationId,
                    Type = CertificateType,
                    Encoding = "base64",
                    Value = vault.PublicDer,
                    StartDate = vault.NotBefore,
                    EndDate = vault.NotAfter,
                },
                new CustomResourceOptions { Parent = this, RetainOnDelete = true });
        }

        RegisterOutputs();
    }
}
