using System.Security.Cryptography.X509Certificates;
using Pulumi;
using Pulumi.Azure.Authorization;
using Pulumi.Azure.Core;
using Pulumi.Azure.KeyVault;
using Pulumi.Azure.KeyVault.Inputs;
using Pulumi.Random;
using TenantOnboarding.Configuration;

namespace TenantOnboarding.Components;

/// <summary>
/// A key vault that makes, keeps and renews the application's certificate. The private key stays in the vault; only the public part leaves it.
/// </summary>
public sealed class KeyVaultCertificate : ComponentResource
{
    /// <summary>Built-in Azure role that lets the deployer make and read certificates in a vault with RBAC.</summary>
    private const string CertificatesOfficer = "Key Vault Certificates Officer";

    /// <param name="name">The component's name.</param>
    /// <param name="integration">The integration whose certificate it is.</param>
    /// <param name="vault">The vault to make.</param>
    /// <param name="tenantId">The tenant that guards the vault.</param>
    /// <param name="deployerObjectId">Object id of the signed-in principal, who becomes certificates officer.</param>
    /// <param name="protect">True where the vault may not be deleted.</param>
    /// <param name="options">The component's options, with the Azure provider among its providers.</param>
    internal KeyVaultCertificate(
        string name,
        IntegrationConfiguration integration,
        KeyVaultConfiguration vault,
        string tenantId,
        string deployerObjectId,
        bool protect,
        ComponentResourceOptions options)
        : base("tenant-onboarding:index:KeyVaultCertificate", name, options)
    {
        RandomString suffix = new(
            $"{name}/suffix",
            new RandomStringArgs { Length = KeyVaultConfiguration.SuffixLength, Upper = false, Special = false },
            new CustomResourceOptions { Parent = this });
        ResourceGroup group = new(
            $"{name}/resource-group",
            new ResourceGroupArgs { Name = vault.ResourceGroup, Location = vault.Location },
            new CustomResourceOptions { Parent = this });
        KeyVault keyVault = new(
            $"{name}/vault",
            new KeyVaultArgs
            {
                Name = Output.Format($"{vault.VaultName}-{suffix.Result}"),
                ResourceGroupName = group.Name,
                Location = group.Location,
                TenantId = tenantId,
                SkuName = "standard",
                RbacAuthorizationEnabled = true,
                PurgeProtectionEnabled = true,
            },
            new CustomResourceOptions { Parent = this, Protect = protect });
        Assignment officer = new(
            $"{name}/officer",
            new AssignmentArgs { Scope = keyVault.Id, RoleDefinitionName = CertificatesOfficer, PrincipalId = deployerObjectId },
            new CustomResourceOptions { Parent = this });
        Certificate certificate = new(
            $"{name}/certificate",
            new CertificateArgs { Name = integration.Name, KeyVaultId = keyVault.Id, CertificatePolicy = Policy(integration, vault) },
            new CustomResourceOptions { Parent = this, DependsOn = { officer } });

        VaultUri = keyVault.VaultUri;
        SecretId = certificate.VersionlessSecretId;
        PublicDer = certificate.CertificateDataBase64;
        NotBefore = PublicDer.Apply(der => CertificateFileReader.Rfc3339(Parse(der).NotBefore));
        NotAfter = PublicDer.Apply(der => CertificateFileReader.Rfc3339(Parse(der).NotAfter));
        Description = PublicDer.Apply(Parse);
        RegisterOutputs(new Dictionary<string, object?> { ["vaultUri"] = VaultUri, ["secretId"] = SecretId });
    }

    /// <summary>The vault's URI.</summary>
    public Output<string> VaultUri { get; }

    /// <summary>Id, without version, of the secret from which the certificate can be fetched with its private key.</summary>
    public Output<string> SecretId { get; }

    /// <summary>Base64 of the DER form of the public part.</summary>
    public Output<string> PublicDer { get; }

    /// <summary>First moment of validity, RFC 3339.</summary>
    public Output<string> NotBefore { get; }

    /// <summary>Last moment of validity, RFC 3339.</summary>
    public Output<string> NotAfter { get; }

    /// <summary>The certificate's thumbprints, subject and dates.</summary>
    internal Output<CertificateFile> Description { get; }

    private static CertificateCertificatePolicyArgs Policy(IntegrationConfiguration integration, KeyVaultConfiguration vault) => new()
    {
        IssuerParameters = new CertificateCertificatePolicyIssuerParametersArgs { Name = "Self" },
        // Exportable: the product signs in with it, and Exchange Online PowerShell needs it as a CSP key in the machine's store.
        KeyProperties = new CertificateCertificatePolicyKeyPropertiesArgs { KeyType = "RSA", KeySize = vault.KeySize, Exportable = true, ReuseKey = false },
        SecretProperties = new CertificateCertificatePolicySecretPropertiesArgs { ContentType = "application/x-pkcs12" },
        LifetimeActions =
        {
            new CertificateCertificatePolicyLifetimeActionArgs
            {
                Action = new CertificateCertificatePolicyLifetimeActionActionArgs { ActionType = "AutoRenew" },
                Trigger = new CertificateCertificatePolicyLifetimeActionTriggerArgs { DaysBeforeExpiry = vault.RenewDaysBeforeExpiry },
            },
        },
        X509CertificateProperties = new CertificateCertificatePolicyX509CertificatePropertiesArgs
        {
            Subject = $"CN={integration.Name}",
            ValidityInMonths = vault.ValidityMonths,
            KeyUsages = { "digitalSignature", "keyEncipherment" },
            ExtendedKeyUsages = { "1.3.6.1.5.5.7.3.2" },
        },
    };

    private static CertificateFile Parse(string base64)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
        return CertificateFileReader.Describe("Key Vault", certificate);
    }
}
