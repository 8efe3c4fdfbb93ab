namespace TenantOnboarding.Components.Products;

/// <summary>How a product takes users from the tenant.</summary>
/// <param name="Default">The filter where the stack says none, or null: then no user is synchronized.</param>
public sealed record UserSyncRule(UserSyncFilter? Default);
