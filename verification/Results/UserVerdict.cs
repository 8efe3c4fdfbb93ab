namespace TenantOnboarding.Verification.Results;

/// <summary>What a user synchronization would do with one account.</summary>
/// <param name="UserPrincipalName">The account.</param>
/// <param name="DisplayName">Its display name.</param>
/// <param name="Synchronized">Whether the product would bring it.</param>
/// <param name="Reason">Why, in plain words.</param>
/// <param name="Attention">Whether an administrator should look at it.</param>
public sealed record UserVerdict(string UserPrincipalName, string DisplayName, bool Synchronized, string Reason, bool Attention = false);
