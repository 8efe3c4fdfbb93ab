namespace TenantOnboarding.Fleet.Discovery;

/// <summary>What a tenant holds that may belong to a product which archives or automates mail.</summary>
/// <param name="TenantId">The tenant's id.</param>
/// <param name="Domain">Its initial domain, for example <c>contoso.onmicrosoft.com</c>.</param>
/// <param name="DisplayName">The organization's name.</param>
internal sealed record TenantScan(Guid TenantId, string Domain, string DisplayName)
{
    /// <summary>The applications, by display name.</summary>
    public IReadOnlyList<ScannedApplication> Applications { get; init; } = [];

    /// <summary>What could not be read, each with the right that it takes.</summary>
    public IReadOnlyList<string> NotRead { get; init; } = [];
}
