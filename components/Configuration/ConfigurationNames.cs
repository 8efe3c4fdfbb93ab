namespace TenantOnboarding.Configuration;

/// <summary>The names that the configuration and the outputs use for values of this program's types.</summary>
internal static class ConfigurationNames
{
    public static IReadOnlyDictionary<string, Product> Products { get; } = new Dictionary<string, Product>
    {
        ["mailstore-server"] = Product.MailStoreServer,
        ["mailstore-spe"] = Product.MailStoreSpe,
        ["activate"] = Product.Activate,
        ["custom"] = Product.Custom,
    };

    public static IReadOnlyDictionary<string, MailboxAccess> MailboxAccess { get; } = new Dictionary<string, MailboxAccess>
    {
        ["ews"] = Configuration.MailboxAccess.Ews,
        ["graph"] = Configuration.MailboxAccess.Graph,
        ["imap"] = Configuration.MailboxAccess.Imap,
        ["exchange-powershell"] = Configuration.MailboxAccess.ExchangePowerShell,
    };

    public static IReadOnlyDictionary<string, DirectorySource> Directories { get; } = new Dictionary<string, DirectorySource>
    {
        ["microsoft365"] = DirectorySource.Microsoft365,
        ["active-directory"] = DirectorySource.ActiveDirectory,
    };

    public static IReadOnlyDictionary<string, UserSyncFilter> UserSyncFilters { get; } = new Dictionary<string, UserSyncFilter>
    {
        ["licensed"] = UserSyncFilter.Licensed,
        ["enabled"] = UserSyncFilter.Enabled,
        ["groups"] = UserSyncFilter.Groups,
        ["all"] = UserSyncFilter.All,
    };

    public static IReadOnlyDictionary<string, CloudEnvironment> Clouds { get; } = new Dictionary<string, CloudEnvironment>
    {
        ["public"] = CloudEnvironment.Public,
        ["usgovernment"] = CloudEnvironment.UsGovernment,
        ["dod"] = CloudEnvironment.Dod,
        ["china"] = CloudEnvironment.China,
    };

    public static string Of<T>(IReadOnlyDictionary<string, T> names, T value) => names.First(pair => pair.Value!.Equals(value)).Key;
}
