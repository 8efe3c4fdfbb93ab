using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components;

/// <summary>
/// The public certificates with which the product signs in, one resource each, named by thumbprint: a rotation adds the new one and
/// later removes the old one, and replaces nothing.  </summary>
public sealed class CertificateCredentials : ComponentResource
{
    /// <summary>The type of every key credential that is a certificate; the provider does not set it by itself.</summary>
    private const string CertificateType = "AsymmetricX509Cert";

    /// <summary>Declares the component.</summary>
    /// <param name="name">Its name; its children's names begin with it.</param>
    /// <param name="args">The certificates.</param>
    /// <param name="options">Its options; its children take the azuread provider from there.</param>
    public CertificateCredentials(string name, CertificateCredentialsArgs args, ComponentResourceOptions? options = null)
        : base("tenant-onboarding:index:CertificateCredentials", name, options)
    {
        // Each credential is a write of the application's whole list of keys, so they go one after the other, in both directions.
        ApplicationCertificate? previous = null;
        foreach (CertificateFile certificate in args.Certificates)
        {
            previous = new ApplicationCertificate(
                $"{name}/{certificate.Thumbprint}",
                new ApplicationCertificateArgs
                {
                    ApplicationId = args.ApplicationId,
                    Type = CertificateType,
                    Encoding = "pem",
                    Value = certificate.Pem,
                    StartDate = CertificateFile.Rfc3339(certificate.NotBefore),
                    EndDate = CertificateFile.Rfc3339(certificate.NotAfter),
                },
                new CustomResourceOptions { Parent = this, DependsOn = previous is null ? [] : [previous] });
        }

        if (args.Vault is { } vault)
        {
            // When the vault renews, the next version is registered and the present one stays until it expires: the product may
            // still hold it.
            _ = new ApplicationCertificate(
                $"{name}/key-vault",
                new ApplicationCertificateArgs
                {
                    ApplicationId = args.ApplicationId,
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
