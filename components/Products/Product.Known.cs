using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Products;

// A new product is a block here, a line in Configuration/stack.schema.json and in verification/outputs.schema.json, and a sample.
public sealed partial record Product
{
    private const int HttpsPort = 443;

    /// <summary>
    /// MailStore Server. The portal adds User.Read to every registration, so MailStore's guides count on it even where nobody signs in.
    /// </summary>
    public static Product MailStoreServer { get; } = new("mailstore-server")
    {
        SignIn = new SignInRule { Required = true, Port = 8462 },
        UserSync = new UserSyncRule(UserSyncFilter.Licensed),
        Permissions = [PermissionCatalogue.DirectoryRead, PermissionCatalogue.UserRead],
        TakesLocalUsers = true,
    };

    /// <summary>MailStore Service Provider Edition, with an instance's alias in its redirect URI.</summary>
    public static Product MailStoreSpe { get; } = new("mailstore-spe")
    {
        SignIn = new SignInRule { Required = true, Port = HttpsPort, HasAlias = true },
        UserSync = new UserSyncRule(UserSyncFilter.Licensed),
        Permissions = [PermissionCatalogue.DirectoryRead, PermissionCatalogue.UserRead],
        TakesLocalUsers = true,
    };

    /// <summary>Activate, automation over Exchange Online PowerShell.</summary>
    public static Product Activate { get; } = new("activate")
    {
        MailboxAccess = [MailboxProtocol.ExchangePowerShell],
    };

    /// <summary>Any other product: the permissions are named one by one.</summary>
    public static Product Custom { get; } = new("custom")
    {
        SignIn = new SignInRule { Required = false, Port = HttpsPort, HasPath = true },
        UserSync = new UserSyncRule(null),
        MailboxAccess = [],
        NamesPermissions = true,
    };

    /// <summary>Every product.</summary>
    public static IReadOnlyList<Product> Known { get; } = [MailStoreServer, MailStoreSpe, Activate, Custom];
}
