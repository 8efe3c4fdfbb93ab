using System.Collections.Immutable;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Reads one integration and applies its product's preset.</summary>
internal static class IntegrationReader
{
    /// <summary>Longest display name of an application (Microsoft Graph's limit).</summary>
    private const int LongestDisplayName = 256;

    /// <returns>
    /// The integration, or null after its mistakes have been noted. A returned one may still be one of a stack with mistakes elsewhere.
    /// </returns>
    public static IntegrationConfiguration? Read(string name, Setting entry, string rootDirectory, DateTimeOffset now)
    {
        if (!entry.IsObject)
        {
            entry.Error("a mapping with product, displayName, certificates and so on", "see the sample stacks");
            return null;
        }
        entry.AllowOnly(
            "product", "displayName", "directory", "signIn", "certificates", "certificate", "mailboxAccess", "deleteAfterArchiving",
            "readMailboxPurpose", "mailboxes", "userSync", "permissions", "exchangeRole", "owners", "protect", "adopt");

        if (entry["product"].Choice(Product.Known, product => product.Key, "name the product that is made ready") is not { } product)
        {
            // Without a product nothing says which other settings belong here; those that mean the same everywhere are still read.
            ReadDisplayName(entry["displayName"]);
            CertificateSettings.ReadFiles(entry["certificates"], entry["adopt"]["certificates"], rootDirectory, now);
            return null;
        }

        string? displayName = ReadDisplayName(entry["displayName"]);
        DirectorySource directory = ReadDirectory(entry["directory"], product);
        ImmutableArray<MailboxProtocol> protocols = MailboxSettings.ReadProtocols(entry["mailboxAccess"], product, now);
        bool deletes = MailboxSettings.ReadDeleteAfterArchiving(entry["deleteAfterArchiving"], protocols);
        MailboxScope? scope = MailboxSettings.ReadScope(entry["mailboxes"], protocols);
        bool purposes = MailboxSettings.ReadPurpose(entry["readMailboxPurpose"], scope);
        (KeyVaultConfiguration? keyVault, ImmutableArray<CertificateFile> certificates, ImmutableArray<CertificateFile> byHand) =
            ReadCertificates(name, entry, rootDirectory, now);
        SignInConfiguration? signIn = SignInReader.Read(entry["signIn"], product, directory);
        UserSyncConfiguration? userSync = UserSyncReader.Read(entry["userSync"], product, directory);
        ImmutableArray<Permission> named = PermissionSettings.Read(entry["permissions"], product, protocols, scope);
        string? exchangeRole = MailboxSettings.ReadExchangeRole(entry["exchangeRole"], protocols);
        ImmutableArray<string> owners = entry["owners"].Or([], ReadOwners);
        bool? protect = entry["protect"].Or(null,
            setting => setting.Flag("write false to let this integration be removed, or remove the key"));
        AdoptConfiguration? adopt = entry["adopt"].Or(null, setting => ReadAdopt(setting, byHand));

        PermissionSet permissions = PermissionSet.For(product, protocols, deletes, scope, entry["signIn"].Exists, named, purposes);
        if (displayName is null)
            return null;
        return new IntegrationConfiguration
        {
            Name = name,
            Product = product,
            DisplayName = displayName,
            Directory = directory,
            SignIn = signIn,
            Certificates = certificates,
            KeyVault = keyVault,
            MailboxAccess = protocols,
            DeletesAfterArchiving = deletes,
            MailboxScope = scope,
            UserSync = userSync,
            ExchangeRole = exchangeRole,
            Permissions = permissions.Consented,
            ScopedPermissions = permissions.Scoped,
            Owners = owners,
            Protect = protect,
            Adopt = adopt,
        };
    }

    private static string? ReadDisplayName(Setting setting)
    {
        const string Expected = "the application's name as the portal shows it, for example MailStore Server";
        if (setting.Text(Expected, "give the application a name") is not { } text)
            return null;
        if (text.Length <= LongestDisplayName && text == text.Trim() && !text.Any(char.IsControl) && !text.Any(char.IsSurrogate))
            return text;
        setting.Error(Expected, $"use at most {LongestDisplayName} printable characters, without blanks at either end");
        return null;
    }

    private static DirectorySource ReadDirectory(Setting setting, Product product)
    {
        if (!setting.Exists)
            return DirectorySource.Microsoft365;
        DirectorySource? directory = setting.Choice(
            DirectorySource.Known, source => source.Key, "say where the product takes its users from, or leave it out for microsoft365");
        if (directory == DirectorySource.ActiveDirectory && !product.TakesLocalUsers)
            setting.Error("no directory, or microsoft365, for this product",
                "remove it: only MailStore takes users from a local Active Directory");
        return directory ?? DirectorySource.Microsoft365;
    }

    private static (KeyVaultConfiguration?, ImmutableArray<CertificateFile>, ImmutableArray<CertificateFile>) ReadCertificates(
        string name, Setting entry, string rootDirectory, DateTimeOffset now)
    {
        Setting files = entry["certificates"];
        Setting vault = entry["certificate"];
        if (vault.Exists && files.Exists)
        {
            vault.Error(
                "either certificates (files) or certificate (Key Vault), not both",
                "remove one of the two; to move to a vault, change over in one deploy: "
                    + "the vault's certificate is added before the files' ones are removed");
            return (null, [], []);
        }
        if (vault.Exists)
            return (KeyVaultReader.Read(name, vault), [], []);
        (ImmutableArray<CertificateFile> declared, ImmutableArray<CertificateFile> byHand) =
            CertificateSettings.ReadFiles(files, entry["adopt"]["certificates"], rootDirectory, now);
        return (null, declared, byHand);
    }

    private static ImmutableArray<string> ReadOwners(Setting setting)
    {
        List<string> owners = [];
        foreach (Setting item in setting.Items("a list of object ids of users", "name at least one, or remove it"))
        {
            if (item.Id("the object id of a user, a GUID", "copy it from the user's page in the Entra portal") is { } id)
            {
                if (owners.Contains(id))
                    item.Error($"{item.Found}, a second time", "every owner once", "remove the repetition");
                owners.Add(id);
            }
        }
        return [.. owners];
    }

    private static AdoptConfiguration? ReadAdopt(Setting setting, ImmutableArray<CertificateFile> byHand)
    {
        if (!setting.IsObject)
        {
            setting.Error("{ clientId: <application (client) id> }", "give the client id of the application to take over");
            return null;
        }
        setting.AllowOnly("clientId", "align", "certificates");
        string? clientId = setting["clientId"].Id(
            "the application (client) id of an application of this tenant, a GUID",
            "copy it from the application's overview page in the Entra portal");
        bool? align = setting["align"].Or<bool?>(
            false, item => item.Flag("write true once the application is taken over, to make it what the configuration says"));
        return clientId is null || align is null ? null : new AdoptConfiguration(clientId, align.Value, byHand);
    }
}
