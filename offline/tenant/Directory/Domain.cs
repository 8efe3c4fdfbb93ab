namespace SimulatedTenant.Directory;

/// <summary>A domain of the tenant.</summary>
/// <param name="Name">DNS name.</param>
/// <param name="IsInitial">Whether it is the one that the tenant was made with.</param>
/// <param name="IsDefault">Whether new accounts get it.</param>
/// <param name="IsVerified">Whether the tenant has proven that it owns it.</param>
internal sealed record Domain(string Name, bool IsInitial, bool IsDefault, bool IsVerified = true);
