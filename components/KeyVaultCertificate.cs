using System.Security.Cryptography.X509Certificates;
using Pulumi;
using Pulumi.Azure.Authorization;
using Pulumi.Azure.Core;
using Pulumi.Azure.KeyVault;
using Pulumi.Azure.KeyVault.Inputs;
using Pulumi.Random;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components;

/// <summary>
/// A key vault that makes, keeps and renews the application's certificate. The private key stays in the vault; only the public part
/// leaves it.  </summary>
public sealed class KeyVaultCertificate : ComponentResource
{
    /// <summary>Built-in Azure role that lets the deployer make and read certificates in a vault with RBAC.</summary>
    private const string CertificatesOfficer = "Key Vault Certificates Officer";

    /// <summary>Declares the component.</summary>
    /// <param name="name">Its name; its children's names begin with it.</param>
    /// <param name="args">The vault and the certificate.</param>
    /// <param name="options">Its options, with the azure provider among its providers.</param>
    public KeyVaultCertificate(string name, KeyVaultCertificateArgs args, ComponentResourceOptions? options = null)
        : base("tenant-onboarding:index:KeyVaultCertificate", name, options)
    {
        RandomString suffix = new(
            $"{name}/suffix",
            new RandomStringArgs { Length = KeyVaultCertificateArgs.SuffixLength, Upper = false, Special = false },
            new CustomResourceOptions { Parent = this });
        ResourceGroup group = new(
            $"{name}/resource-group",
            new ResourceGroupArgs { Name = args.ResourceGroup, Location = args.Location },
            new CustomResourceOptions { Parent = this });
        KeyVault keyVault = new(
            $"{name}/vault",
            new KeyVaultArgs
            {
                Name = Output.Format($"{args.VaultName}-{suffix.Result}"),
                ResourceGroupName = group.Name,
                Location = group.Location,
                TenantId = args.TenantId,
                SkuName = "standard",
                RbacAuthorizationEnabled = true,
                PurgeProtectionEnabled = true,
            },
            new CustomResourceOptions { Parent = this, Protect = args.Protect });
        Assignment officer = new(
            $"{name}/officer",
            new AssignmentArgs { Scope = keyVault.Id, RoleDefinitionName = CertificatesOfficer, PrincipalId = args.OfficerObjectId },
            new CustomResourceOptions { Parent = this });
        Certificate certificate = new(
            $"{name}/certificate",
            new CertificateArgs { Name = args.CertificateName, KeyVaultId = keyVault.Id, CertificatePolicy = Policy(args) },
            new CustomResourceOptions { Parent = this, DependsOn = { officer } });

        VaultUri = keyVault.VaultUri;
        SecretId = certificate.VersionlessSecretId;
        PublicDer = certificate.CertificateDataBase64;
        NotBefore = PublicDer.Apply(der => CertificateFile.Rfc3339(Parse(der).NotBefore));
        NotAfter = PublicDer.Apply(der => CertificateFile.Rfc3339(Parse(der).NotAfter));
        Description = PublicDer.Apply(Parse);
        RegisterOutputs(new Dictionary<string, object?>
        {
            ["vaultUri"] = VaultUri,
            ["secretId"] = SecretId,
            ["publicDer"] = PublicDer,
            ["notBefore"] = NotBefore,
            ["notAfter"] = NotAfter,
        });
    }

    /// <summary>The vault's URI.</summary>
    [Output("vaultUri")]
    public Output<string> VaultUri { get; private set; }

    /// <summary>Id, without version, of the secret from which the certificate can be fetched with its private key.</summary>
    [Output("secretId")]
    public Output<string> SecretId { get; private set; }

    /// <summary>Base64 of the DER form of the public part.</summary>
    [Output("publicDer")]
    public Output<string> PublicDer { get; private set; }

    /// <summary>First moment of validity, RFC 3339.</summary>
    [Output("notBefore")]
    public Output<string> NotBefore { get; private set; }

    /// <summary>Last moment of validity, RFC 3339.</summary>
    [Output("notAfter")]
    public Output<string> NotAfter { get; private set; }

    /// <summary>The certificate's thumbprints, subject and dates.</summary>
    internal Output<CertificateFile> Description { get; }

    private static CertificateCertificatePolicyArgs Policy(KeyVaultCertificateArgs args) => new()
    {
        IssuerParameters = new CertificateCertificatePolicyIssuerParametersArgs { Name = "Self" },
        // Exportable: the product signs in with it, and Exchange Online PowerShell needs it as a CSP key in the machine's store.
        KeyProperties = new CertificateCertificatePolicyKeyPropertiesArgs
        {
            KeyType = "RSA",
            KeySize = args.KeySize,
            Exportable = true,
            ReuseKey = false,
        },
        SecretProperties = new CertificateCertificatePolicySecretPropertiesArgs { ContentType = "application/x-pkcs12" },
        LifetimeActions =
        {
            new CertificateCertificatePolicyLifetimeActionArgs
            {
                Action = new CertificateCertificatePolicyLifetimeActionActionArgs { ActionType = "AutoRenew" },
                Trigger = new CertificateCertificatePolicyLifetimeActionTriggerArgs { DaysBeforeExpiry = args.RenewDaysBeforeExpiry },
            },
        },
        X509CertificateProperties = new CertificateCertificatePolicyX509CertificatePropertiesArgs
        {
            Subject = $"CN={args.CertificateName}",
            ValidityInMonths = args.ValidityMonths,
            KeyUsages = { "digitalSignature", "keyEncipherment" },
            ExtendedKeyUsages = { "1.3.6.1.5.5.7.3.2" },
        },
    };

    private static CertificateFile Parse(string base64)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
        return CertificateFile.Of("Key Vault", certificate);
    }
}
