using Pulumi;

namespace TenantOnboarding.Components;

/// <summary>The vault and the certificate of a <see cref="KeyVaultCertificate"/>.</summary>
public sealed class KeyVaultCertificateArgs : ResourceArgs
{
    /// <summary>The value of <see cref="KeySize"/> where none is given.</summary>
    public const int DefaultKeySize = 2048;

    /// <summary>The value of <see cref="ValidityMonths"/> where none is given.</summary>
    public const int DefaultValidityMonths = 24;

    /// <summary>The value of <see cref="RenewDaysBeforeExpiry"/> where none is given.</summary>
    public const int DefaultRenewDaysBeforeExpiry = 60;

    /// <summary>Length of the random suffix: a vault's name is unique in the whole of Azure.</summary>
    public const int SuffixLength = 6;

    /// <summary>Longest name of a vault, suffix included (Azure's limit).</summary>
    public const int LongestVaultName = 24;

    /// <summary>The certificate's name in the vault, and its subject.</summary>
    public required string CertificateName { get; init; }

    /// <summary>The tenant that guards the vault.</summary>
    public required Input<string> TenantId { get; init; }

    /// <summary>Object id of the principal that deploys, who becomes certificates officer of the vault.</summary>
    public required Input<string> OfficerObjectId { get; init; }

    /// <summary>The Azure region, for example <c>westeurope</c>.</summary>
    public required Input<string> Location { get; init; }

    /// <summary>The resource group to create.</summary>
    public required Input<string> ResourceGroup { get; init; }

    /// <summary>The vault's name without its random suffix and the hyphen before it: 17 characters at most.</summary>
    public required Input<string> VaultName { get; init; }

    /// <summary>RSA key size in bits: 2048 (default), 3072 or 4096.</summary>
    public int KeySize { get; init; } = DefaultKeySize;

    /// <summary>Months until a certificate expires. Default: 24.</summary>
    public int ValidityMonths { get; init; } = DefaultValidityMonths;

    /// <summary>Days before expiry on which the vault makes the next version. Default: 60.</summary>
    public int RenewDaysBeforeExpiry { get; init; } = DefaultRenewDaysBeforeExpiry;

    /// <summary>True, the default, where the vault may not be deleted.</summary>
    public bool Protect { get; init; } = true;
}
