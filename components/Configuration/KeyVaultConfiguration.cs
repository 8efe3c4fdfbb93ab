namespace TenantOnboarding.Components.Configuration;

/// <summary>A certificate that Azure Key Vault makes, keeps and renews.</summary>
/// <param name="SubscriptionId">The Azure subscription that pays for the vault.</param>
/// <param name="Location">The Azure region, for example <c>westeurope</c>.</param>
/// <param name="ResourceGroup">The resource group to create.</param>
/// <param name="VaultName">The vault's name without its random suffix and the hyphen before it.</param>
/// <param name="KeySize">RSA key size in bits: 2048 (default), 3072 or 4096.</param>
/// <param name="ValidityMonths">Months until a certificate expires: 1 to 120, default 24.</param>
/// <param name="RenewDaysBeforeExpiry">Days before expiry on which the vault makes the next version: 1 to 365, default 60.</param>
public sealed record KeyVaultConfiguration(
    string SubscriptionId,
    string Location,
    string ResourceGroup,
    string VaultName,
    int KeySize,
    int ValidityMonths,
    int RenewDaysBeforeExpiry);
