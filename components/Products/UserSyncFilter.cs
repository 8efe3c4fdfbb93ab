namespace TenantOnboarding.Components.Products;

/// <summary>Which users a product synchronizes.</summary>
/// <param name="Key">Its name in the configuration and in the outputs.</param>
public sealed record UserSyncFilter(string Key)
{
    /// <summary>Users with an Exchange Online licence.</summary>
    public static UserSyncFilter Licensed { get; } = new("licensed");

    /// <summary>Users whose account is enabled.</summary>
    public static UserSyncFilter Enabled { get; } = new("enabled");

    /// <summary>Members of named groups.</summary>
    public static UserSyncFilter Groups { get; } = new("groups");

    /// <summary>Every user.</summary>
    public static UserSyncFilter All { get; } = new("all");

    /// <summary>Every filter.</summary>
    public static IReadOnlyList<UserSyncFilter> Known { get; } = [Licensed, Enabled, Groups, All];
}
