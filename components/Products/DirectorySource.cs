namespace TenantOnboarding.Components.Products;

/// <summary>Where a product takes its users from.</summary>
/// <param name="Key">Its name in the configuration and in the outputs.</param>
public sealed record DirectorySource(string Key)
{
    /// <summary>From the tenant: users sign in there and are synchronized from there.</summary>
    public static DirectorySource Microsoft365 { get; } = new("microsoft365");

    /// <summary>From a local Active Directory: the hybrid set-up, without sign-in and user synchronization.</summary>
    public static DirectorySource ActiveDirectory { get; } = new("active-directory");

    /// <summary>Every source.</summary>
    public static IReadOnlyList<DirectorySource> Known { get; } = [Microsoft365, ActiveDirectory];
}
