namespace TenantOnboarding.Verification.Checks;

/// <summary>Whom the product's user synchronization would bring in.</summary>
/// <param name="Names">Their user principal names, compared without case.</param>
internal sealed record SynchronizedUsers(IReadOnlySet<string> Names);
