using System.Collections.Immutable;
using TenantOnboarding.Permissions;

namespace TenantOnboarding.Configuration;

/// <summary>Reads one integration and applies its product's preset.</summary>
internal static class IntegrationReader
{
    /// <summary>Longest display name of an application (Microsoft Graph's limit).</summary>
    private const int LongestDisplayName = 256;

    /// <summary>The role that app-only automation of mailboxes gets where none is named.</summary>
    private const string DefaultExchangeRole = "Exchange Recipient Administrator";

    /// <returns>The integration, or null after its mistakes have been noted. A returned one may still be one of a stack with mistakes elsewhere.</returns>
    public static IntegrationConfiguration? Read(string name, Setting entry, string rootDirectory, DateTimeOffset now)
    {
        if (!entry.IsObject)
        {
            entry.Error("a mapping with product, displayName, certificates and so on", "see the sample stacks");
            return null;
        }
        entry.AllowOnly(
            "product", "displayName", "directory", "signIn", "certificates", "certificate", "mailboxAccess", "deleteAfterArchiving",
            "mailboxes", "userSync", "permissions", "exchangeRole", "owners", "protect", "adopt");

        if (entry["product"].Choice(ConfigurationNames.Products, "name the product that is made ready") is not { } product)
        {
            // Without a product nothing says which other settings belong here; those that mean the same everywhere are still read.
            ReadDisplayName(entry["displayName"]);
            CertificateSettings.ReadFiles(entry["certificates"], entry["adopt"]["certificates"], rootDirectory, now);
            return null;
        }

        string? displayName = ReadDisplayName(entry["displayName"]);
        DirectorySource directory = ReadDirectory(entry["directory"], product);
        ImmutableArray<MailboxAccess> mailboxAccess = ReadMailboxAccess(entry["mailboxAccess"], product, now);
        bool deletes = ReadDeleteAfterArchiving(entry["deleteAfterArchiving"], mailboxAccess);
        MailboxScope? scope = ReadScope(entry["mailboxes"], mailboxAccess);
        (KeyVaultConfiguration? keyVault, ImmutableArray<CertificateFile> certificates, ImmutableArray<CertificateFile> byHand) = ReadCertificates(name, entry, rootDirectory, now);
        SignInConfiguration? signIn = ReadSignIn(entry, product, directory);
        UserSyncConfiguration? userSync = ReadUserSync(entry, product, directory);
        ImmutableArray<Permission> named = ReadPermissions(entry["permissions"], product, mailboxAccess, scope);
        string? exchangeRole = ReadExchangeRole(entry["exchangeRole"], mailboxAccess);
        ImmutableArray<string> owners = ReadOwners(entry["owners"]);
        bool? protect = entry["protect"].Exists ? entry["protect"].Flag("write false to let this integration be removed, or remove the key") : null;
        AdoptConfiguration? adopt = ReadAdopt(entry["adopt"], byHand);

        (ImmutableArray<Permission> consented, ImmutableArray<Permission> scoped) =
            PermissionSet.For(product, mailboxAccess, deletes, scope, entry["signIn"].Exists, named);
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
            MailboxAccess = mailboxAccess,
            DeletesAfterArchiving = deletes,
            MailboxScope = scope,
            UserSync = userSync,
            ExchangeRole = exchangeRole,
            Permissions = consented,
            ScopedPermissions = scoped,
            Owners = owners,
            Protect = protect,
            Adopt = adopt,
        };
    }

    private static bool IsMailStore(Product product) => product is Product.MailStoreServer or Product.MailStoreSpe;

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
        DirectorySource? directory = setting.Choice(ConfigurationNames.Directories, "say where the product takes its users from, or leave it out for microsoft365");
        if (directory == DirectorySource.ActiveDirectory && !IsMailStore(product))
            setting.Error("no directory, or microsoft365, for this product", "remove it: only MailStore takes users from a local Active Directory");
        return directory ?? DirectorySource.Microsoft365;
    }

    private static ImmutableArray<MailboxAccess> ReadMailboxAccess(Setting setting, Product product, DateTimeOffset now)
    {
        int daysLeft = ExchangeWebServices.DaysLeft(DateOnly.FromDateTime(now.UtcDateTime));
        string ews = daysLeft > 0
            ? $"ews needs the tenant's allow list and ends on {ExchangeWebServices.EndOfLife:yyyy-MM-dd}, in {daysLeft} day{(daysLeft == 1 ? "" : "s")}"
            : $"ews ended on {ExchangeWebServices.EndOfLife:yyyy-MM-dd}";
        if (!setting.Exists && !IsMailStore(product))
            return product == Product.Activate ? [MailboxAccess.ExchangePowerShell] : [];

        List<MailboxAccess> access = [];
        foreach (Setting item in setting.Items(
            $"a list of the protocols that the product uses: {string.Join(", ", ConfigurationNames.MailboxAccess.Keys)}",
            $"look up which protocol this version of the product uses and name it; {ews}"))
        {
            if (item.Choice(ConfigurationNames.MailboxAccess, $"name a protocol; {ews}") is not { } protocol)
                continue;
            if (access.Contains(protocol))
                item.Error($"{item.Met}, a second time", "every protocol once", "remove the repetition");
            else if (protocol == MailboxAccess.Ews && daysLeft <= 0)
                item.Error("another protocol", $"{ews}: use graph or imap");
            access.Add(protocol);
        }
        return [.. access.Distinct()];
    }

    private static bool ReadDeleteAfterArchiving(Setting setting, ImmutableArray<MailboxAccess> access)
    {
        if (!setting.Exists)
            return false;
        bool? flag = setting.Flag("write true where the product deletes mail after it has archived it");
        if (flag == true && !access.Contains(MailboxAccess.Graph))
            setting.Error("mailboxAccess with graph", "remove it: with the other protocols deleting needs no permission of its own");
        return flag ?? false;
    }

    private static MailboxScope? ReadScope(Setting setting, ImmutableArray<MailboxAccess> access)
    {
        if (!setting.Exists)
            return null;
        const string Expected = "{ group: <display name> } or { administrativeUnit: <name> }";
        if (!setting.IsObject || setting.Entries().Count() != 1)
        {
            setting.Error(Expected, "name the group, or the administrative unit, whose members' mailboxes may be reached; for all mailboxes leave it out");
            return null;
        }
        setting.AllowOnly("group", "administrativeUnit");
        if (access.IsEmpty)
            setting.Error("a product with mailboxAccess", "remove it, or say by which protocol mailboxes are reached");
        if (access.Contains(MailboxAccess.ExchangePowerShell))
            setting.Error("no scope together with exchange-powershell", "remove it: what PowerShell may do is decided by exchangeRole, which no mailbox scope limits");
        if (setting["administrativeUnit"].Exists && access.Contains(MailboxAccess.Imap))
            setting["administrativeUnit"].Error("a group together with imap", "name a group: IMAP is granted mailbox by mailbox, and Exchange lists no mailboxes by administrative unit");

        Setting group = setting["group"];
        Setting unit = setting["administrativeUnit"];
        if (group.Exists)
            return Name(group) is { } groupName ? new MailboxScope(MailboxScopeKind.Group, groupName) : null;
        return unit.Exists && Name(unit) is { } unitName ? new MailboxScope(MailboxScopeKind.AdministrativeUnit, unitName) : null;

        static string? Name(Setting name)
        {
            if (name.Text("a name", "give the name as the Entra portal shows it") is not { } text)
                return null;
            if (text == text.Trim() && !text.Any(char.IsControl))
                return text;
            name.Error("a name of printable characters, without blanks at either end", "give the name as the Entra portal shows it");
            return null;
        }
    }

    private static (KeyVaultConfiguration?, ImmutableArray<CertificateFile>, ImmutableArray<CertificateFile>) ReadCertificates(string name, Setting entry, string rootDirectory, DateTimeOffset now)
    {
        Setting files = entry["certificates"];
        Setting vault = entry["certificate"];
        if (vault.Exists && files.Exists)
        {
            vault.Error("either certificates (files) or certificate (Key Vault), not both", "remove one of the two; to move to a vault, change over in one deploy: the vault's certificate is added before the files' ones are removed");
            return (null, [], []);
        }
        if (vault.Exists)
            return (CertificateSettings.ReadKeyVault(name, vault), [], []);
        (ImmutableArray<CertificateFile> declared, ImmutableArray<CertificateFile> byHand) = CertificateSettings.ReadFiles(files, entry["adopt"]["certificates"], rootDirectory, now);
        return (null, declared, byHand);
    }

    private static SignInConfiguration? ReadSignIn(Setting entry, Product product, DirectorySource directory)
    {
        Setting signIn = entry["signIn"];
        bool wanted = IsMailStore(product) && directory == DirectorySource.Microsoft365;
        if (wanted || (product == Product.Custom && signIn.Exists))
            return SignInReader.Read(signIn, product);
        if (!signIn.Exists)
            return null;
        signIn.Error(
            directory == DirectorySource.ActiveDirectory ? "no signIn with directory: active-directory" : "no signIn for this product",
            directory == DirectorySource.ActiveDirectory ? "remove it: users sign in against the local Active Directory" : "remove it: the product has no web sign-in through the tenant");
        return null;
    }

    private static UserSyncConfiguration? ReadUserSync(Setting entry, Product product, DirectorySource directory)
    {
        Setting sync = entry["userSync"];
        bool possible = product == Product.Custom || (IsMailStore(product) && directory == DirectorySource.Microsoft365);
        if (!possible)
        {
            if (sync.Exists)
            {
                sync.Error(
                    directory == DirectorySource.ActiveDirectory ? "no userSync with directory: active-directory" : "no userSync for this product",
                    "remove it: users do not come from the tenant");
            }
            return null;
        }
        if (!sync.Exists)
            return product == Product.Custom ? null : new UserSyncConfiguration(UserSyncFilter.Licensed, []);
        if (!sync.IsObject)
        {
            sync.Error("a mapping such as { filter: licensed }", "say which users are synchronized");
            return null;
        }

        sync.AllowOnly("filter", "groups");
        UserSyncFilter? filter = sync["filter"].Choice(ConfigurationNames.UserSyncFilters, "say which users are synchronized; licensed where nothing else is known");
        ImmutableArray<string> groups = [];
        if (filter == UserSyncFilter.Groups)
        {
            groups = [.. sync["groups"].Items("a list of display names of groups", "name at least one group").Select(item => item.Text("a group's display name", "give the name as the Entra portal shows it")).OfType<string>()];
            if (groups.Distinct(StringComparer.OrdinalIgnoreCase).Count() != groups.Length)
                sync["groups"].Error("every group once", "remove the repetition");
        }
        else if (sync["groups"].Exists && filter is not null)
        {
            sync["groups"].Error("no groups with this filter", "write filter: groups, or remove the groups");
        }
        return filter is null ? null : new UserSyncConfiguration(filter.Value, groups);
    }

    private static ImmutableArray<Permission> ReadPermissions(Setting setting, Product product, ImmutableArray<MailboxAccess> access, MailboxScope? scope)
    {
        if (product != Product.Custom)
        {
            if (setting.Exists)
                setting.Error("no permissions for this product: its preset names them", "remove it, or use product: custom");
            return [];
        }
        if (!setting.Exists && !access.IsEmpty)
            return [];
        if (!setting.IsObject || !setting.Entries().Any())
        {
            setting.Error("a mapping from an API to a list of permissions", $"for example {{ {Api.MicrosoftGraph.Key}: [ Directory.Read.All ] }}");
            return [];
        }

        setting.AllowOnly([.. Api.All.Select(api => api.Key)]);
        List<Permission> permissions = [];
        foreach (Api api in Api.All)
        {
            Setting list = setting[api.Key];
            if (!list.Exists)
                continue;
            foreach (Setting item in list.Items("a list of permission values", "name at least one, or remove the API"))
            {
                if (item.Text("a permission's value, for example Directory.Read.All", "name a permission") is { } value
                    && PermissionSet.Resolve(item, api, value) is { } permission)
                {
                    if (permissions.Contains(permission))
                        item.Error($"{item.Met}, a second time", "every permission once", "remove the repetition");
                    else if (scope is not null && permission.ExchangeApplicationRole is not null)
                        item.Error("no permission on the mail of all mailboxes together with mailboxes", "remove it here: consent for the whole tenant would defeat the scope");
                    permissions.Add(permission);
                }
            }
        }
        return [.. permissions.Distinct()];
    }

    private static string? ReadExchangeRole(Setting setting, ImmutableArray<MailboxAccess> access)
    {
        if (!access.Contains(MailboxAccess.ExchangePowerShell))
        {
            if (setting.Exists)
                setting.Error("no exchangeRole without mailboxAccess: [ exchange-powershell ]", "remove it, or add the protocol");
            return null;
        }
        return setting.Exists
            ? setting.Text("the display name of a directory role, for example Exchange Recipient Administrator", "give the role as the Entra portal shows it")
            : DefaultExchangeRole;
    }

    private static ImmutableArray<string> ReadOwners(Setting setting)
    {
        if (!setting.Exists)
            return [];
        List<string> owners = [];
        foreach (Setting item in setting.Items("a list of object ids of users", "name at least one, or remove it"))
        {
            if (ReadGuid(item, "the object id of a user", "copy it from the user's page in the Entra portal") is { } id)
            {
                if (owners.Contains(id))
                    item.Error($"{item.Met}, a second time", "every owner once", "remove the repetition");
                owners.Add(id);
            }
        }
        return [.. owners];
    }

    private static AdoptConfiguration? ReadAdopt(Setting setting, ImmutableArray<CertificateFile> byHand)
    {
        if (!setting.Exists)
            return null;
        if (!setting.IsObject)
        {
            setting.Error("{ clientId: <application (client) id> }", "give the client id of the application to take over");
            return null;
        }
        setting.AllowOnly("clientId", "align", "certificates");
        string? clientId = ReadGuid(setting["clientId"], "the application (client) id of an application of this tenant", "copy it from the application's overview page in the Entra portal");
        bool? align = setting["align"].Exists ? setting["align"].Flag("write true once the application is taken over, to make it what the configuration says") : false;
        return clientId is null || align is null ? null : new AdoptConfiguration(clientId, align.Value, byHand);
    }

    private static string? ReadGuid(Setting setting, string expected, string wayOut)
    {
        if (setting.Text($"{expected}, a GUID", wayOut) is not { } text)
            return null;
        if (Guid.TryParseExact(text, "D", out Guid id) && id != Guid.Empty)
            return id.ToString("D");
        setting.Error($"{expected}, a GUID", wayOut);
        return null;
    }
}
