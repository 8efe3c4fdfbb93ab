using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Configuration;

/// <summary>Reads <c>certificates</c> (files) and <c>certificate</c> (Key Vault).</summary>
internal static partial class CertificateSettings
{
    private const string KeepOneValid = "one certificate that is valid now: without it the product cannot sign in";

    /// <summary>The certificates that could be read. At least one of them must be valid at <paramref name="now"/>.</summary>
    /// <param name="declared">The files to declare.</param>
    /// <param name="byHand">The files that were uploaded by hand before the application was taken over; mostly absent.</param>
    /// <param name="rootDirectory">The folder that relative paths start from.</param>
    /// <param name="now">The moment by which validity is judged.</param>
    public static (ImmutableArray<CertificateFile> Declared, ImmutableArray<CertificateFile> ByHand) ReadFiles(
        Setting declared, Setting byHand, string rootDirectory, DateTimeOffset now)
    {
        const string Expected = "a list with at least one certificate file";
        ImmutableArray<Setting> handItems = byHand.Exists ? byHand.Items(Expected, "name the files, or remove the key") : [];
        ImmutableArray<Setting> declaredItems = !declared.Exists && handItems.Length > 0
            ? []
            : declared.Items(Expected, "add the public part of the product's certificate; removing the last one would lock the product out");

        List<(Setting Setting, CertificateFile File)> hand = [];
        List<(Setting Setting, CertificateFile File)> files = [];
        bool complete = ReadEach(handItems, hand, [], rootDirectory) & ReadEach(declaredItems, files, hand, rootDirectory);
        List<(Setting Setting, CertificateFile File)> all = [.. hand, .. files];
        if (complete && all.Count > 0 && !all.Exists(pair => pair.File.IsValidAt(now)))
        {
            foreach ((Setting item, CertificateFile file) in all)
            {
                if (file.NotAfter <= now)
                    item.Error($"{item.Met}, which expired on {CertificateFileReader.Rfc3339(file.NotAfter)}", KeepOneValid, "make a new certificate in the product and add it");
                else
                    item.Error($"{item.Met}, which is not valid before {CertificateFileReader.Rfc3339(file.NotBefore)}", KeepOneValid, "add the certificate that the product uses until then, or correct the clock");
            }
        }
        return ([.. files.Select(pair => pair.File)], [.. hand.Select(pair => pair.File)]);
    }

    private static bool ReadEach(ImmutableArray<Setting> items, List<(Setting Setting, CertificateFile File)> files, List<(Setting Setting, CertificateFile File)> known, string rootDirectory)
    {
        bool complete = true;
        foreach (Setting item in items)
        {
            if (CertificateFileReader.Read(item, rootDirectory) is not { } file)
            {
                complete = false;
                continue;
            }
            if (known.Concat(files).FirstOrDefault(other => other.File.Thumbprint == file.Thumbprint).File is { } twin)
                item.Error($"{item.Met}, the same certificate as {twin.Path} ({twin.Thumbprint})", "every certificate once", "remove one of the two");
            files.Add((item, file));
        }
        return complete;
    }

    /// <summary>The vault, or null after its mistakes have been noted.</summary>
    public static KeyVaultConfiguration? ReadKeyVault(string name, Setting certificate)
    {
        if (!certificate.IsObject || !certificate["keyVault"].IsObject)
        {
            certificate.Error("{ keyVault: { subscriptionId: …, location: … } }", "say in which subscription and region the vault is made");
            return null;
        }
        certificate.AllowOnly("keyVault");
        Setting vault = certificate["keyVault"];
        vault.AllowOnly("subscriptionId", "location", "resourceGroup", "vaultName", "keySize", "validityMonths", "renewDaysBeforeExpiry");

        string? subscription = Matching(vault["subscriptionId"], SubscriptionPattern(), "the id of an Azure subscription, a GUID", "copy it from the Azure portal");
        string? location = Matching(vault["location"], LocationPattern(), "an Azure region, for example westeurope", "name a region in lower case, without blanks");
        string? resourceGroup = vault["resourceGroup"].Exists
            ? Matching(vault["resourceGroup"], ResourceGroupPattern(), "letters, digits, hyphen, underscore, dot and brackets, 90 at most, no dot at the end", "give the resource group another name")
            : $"rg-{name}";
        int longest = KeyVaultConfiguration.LongestVaultName - KeyVaultConfiguration.SuffixLength - 1;
        Setting vaultSetting = vault["vaultName"];
        string? vaultName = vaultSetting.Exists
            ? Matching(vaultSetting, VaultNamePattern(), $"letters, digits and single hyphens, beginning with a letter, {longest} at most: a hyphen and {KeyVaultConfiguration.SuffixLength} random characters follow, and Azure ends at {KeyVaultConfiguration.LongestVaultName}", "shorten it")
            : DefaultVaultName(name, longest);
        int? keySize = vault["keySize"].Exists ? ReadKeySize(vault["keySize"]) : 2048;
        int? validity = vault["validityMonths"].Exists ? vault["validityMonths"].WholeNumber(1, 120, "give the months until a certificate expires") : 24;
        int? renew = vault["renewDaysBeforeExpiry"].Exists ? vault["renewDaysBeforeExpiry"].WholeNumber(1, 365, "give the days before expiry on which the vault renews") : 60;
        if (validity is not null && renew is not null && renew >= validity * 28)
        {
            vault["renewDaysBeforeExpiry"].Error($"{renew}", $"fewer days than the {validity} months that a certificate is valid", "renew later, or let certificates be valid for longer");
        }

        return subscription is null || location is null || resourceGroup is null || vaultName is null || keySize is null || validity is null || renew is null
            ? null
            : new KeyVaultConfiguration(subscription, location, resourceGroup, vaultName, keySize.Value, validity.Value, renew.Value);
    }

    private static string DefaultVaultName(string name, int longest)
    {
        string vaultName = "kv-" + name;
        return vaultName.Length <= longest ? vaultName : vaultName[..longest].TrimEnd('-');
    }

    private static int? ReadKeySize(Setting setting)
    {
        if (setting.WholeNumber(CertificateFileReader.SmallestRsaKey, 4096, "choose 2048, 3072 or 4096") is not { } size)
            return null;
        if (size is 2048 or 3072 or 4096)
            return size;
        setting.Error("2048, 3072 or 4096", "choose one of these");
        return null;
    }

    private static string? Matching(Setting setting, Regex pattern, string expected, string wayOut)
    {
        if (setting.Text(expected, wayOut) is not { } text)
            return null;
        if (pattern.IsMatch(text))
            return text;
        setting.Error(expected, wayOut);
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
