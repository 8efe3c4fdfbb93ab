using TenantOnboarding.Verification.Directory;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Whom the product's user synchronization would bring in.</summary>
/// <param name="Includes">Whether an account is one of them.</param>
internal sealed record SynchronizedUsers(Func<Account, bool> Includes);
