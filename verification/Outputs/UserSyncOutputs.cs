namespace TenantOnboarding.Verification.Outputs;

/// <summary>Which users a product synchronizes.</summary>
/// <param name="Filter">The product's filter.</param>
/// <param name="Groups">Names or object ids of groups, for <see cref="UserFilter.Groups"/>; else empty.</param>
public sealed record UserSyncOutputs(UserFilter Filter, IReadOnlyList<string> Groups);
