using System.Text.RegularExpressions;
using TenantOnboarding.Components.Certificates;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Reads <c>certificate</c>: a Key Vault.</summary>
internal static partial class KeyVaultReader
{
    private const int LargestRsaKey = 4096;

    /// <summary>The vault, or null after its mistakes have been noted.</summary>
    public static KeyVaultConfiguration? Read(string name, Setting certificate)
    {
        if (!certificate.IsObject || !certificate["keyVault"].IsObject)
        {
            certificate.Error("{ keyVault: { subscriptionId: …, location: … } }", "say in which subscription and region the vault is made");
            return null;
        }
        certificate.AllowOnly("keyVault");
        Setting vault = certificate["keyVault"];
        vault.AllowOnly("subscriptionId", "location", "resourceGroup", "vaultName", "keySize", "validityMonths", "renewDaysBeforeExpiry");

        string? subscription = vault["subscriptionId"]
            .Matching(SubscriptionPattern(), "the id of an Azure subscription, a GUID", "copy it from the Azure portal");
        string? location = vault["location"].Matching(
            LocationPattern(), "an Azure region, for example westeurope", "name a region in lower case, without blanks");
        string? resourceGroup = vault["resourceGroup"].Or<string?>($"rg-{name}", setting => setting.Matching(
            ResourceGroupPattern(), "letters, digits, hyphen, underscore, dot and brackets, 90 at most, no dot at the end",
            "give the resource group another name"));
        string? vaultName = vault["vaultName"].Or<string?>(DefaultVaultName(name), setting => setting.Matching(
            VaultNamePattern(),
            $"letters, digits and single hyphens, beginning with a letter, {LongestName} at most: "
                + $"a hyphen and {KeyVaultCertificateArgs.SuffixLength} random characters "
                + $"follow, and Azure ends at {KeyVaultCertificateArgs.LongestVaultName}",
            "shorten it"));
        int? keySize = vault["keySize"].Or<int?>(KeyVaultCertificateArgs.DefaultKeySize, ReadKeySize);
        int? validity = vault["validityMonths"].Or<int?>(
            KeyVaultCertificateArgs.DefaultValidityMonths,
            setting => setting.WholeNumber(1, 120, "give the months until a certificate expires"));
        int? renew = vault["renewDaysBeforeExpiry"].Or<int?>(
            KeyVaultCertificateArgs.DefaultRenewDaysBeforeExpiry,
            setting => setting.WholeNumber(1, 365, "give the days before expiry on which the vault renews"));
        if (validity is not null && renew is not null && renew >= validity * 28)
        {
            vault["renewDaysBeforeExpiry"].Error(
                $"{renew}", $"fewer days than the {validity} month{(validity == 1 ? "" : "s")} that a certificate is valid",
                "renew later, or let certificates be valid for longer");
        }

        return subscription is null || location is null || resourceGroup is null || vaultName is null || keySize is null
            || validity is null || renew is null
            ? null
            : new KeyVaultConfiguration(subscription, location, resourceGroup, vaultName, keySize.Value, validity.Value, renew.Value);
    }

    private static int LongestName => KeyVaultCertificateArgs.LongestVaultName - KeyVaultCertificateArgs.SuffixLength - 1;

    private static string DefaultVaultName(string name)
    {
        string vaultName = "kv-" + name;
        return vaultName.Length <= LongestName ? vaultName : vaultName[..LongestName].TrimEnd('-');
    }

    private static int? ReadKeySize(Setting setting)
    {
        if (setting.WholeNumber(CertificateReader.SmallestRsaKey, LargestRsaKey, "choose 2048, 3072 or 4096") is not { } size)
            return null;
        if (size is CertificateReader.SmallestRsaKey or 3072 or LargestRsaKey)
            return size;
        setting.Error("2048, 3072 or 4096", "choose one of these");
        return null;
    }

    [GeneratedRegex(@"\A[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", RegexOptions.IgnoreCase)]
    private static partial Regex SubscriptionPattern();

    [GeneratedRegex(@"\A[a-z][a-z0-9]{2,40}\z")]
    private static partial Regex LocationPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_.()-]{0,89}[A-Za-z0-9_()-]\z")]
    private static partial Regex ResourceGroupPattern();

    [GeneratedRegex(@"\A(?=.{1,17}\z)[A-Za-z](?:-?[A-Za-z0-9])*\z")]
    private static partial Regex VaultNamePattern();
}
