using System.Collections.Immutable;
using TenantOnboarding.Components.Clouds;

namespace TenantOnboarding.Components.Configuration;

/// <summary>A whole stack: one tenant and its integrations, complete and valid.</summary>
/// <param name="TenantId">The tenant's id.</param>
/// <param name="Domain">The tenant's initial or another verified domain.</param>
/// <param name="Cloud">The cloud that holds the tenant.</param>
/// <param name="MetadataHost">Host of a custom cloud's metadata, passed on to the provider; null for Microsoft's clouds.</param>
/// <param name="Protect">True where what a product is set up with (application, service principal) may not be deleted.</param>
/// <param name="ExpiryWarningDays">Days before a certificate's expiry from which on a preview warns.</param>
/// <param name="Integrations">At least one.</param>
public sealed record StackConfiguration(
    string TenantId,
    string Domain,
    Cloud Cloud,
    string? MetadataHost,
    bool Protect,
    int ExpiryWarningDays,
    ImmutableArray<IntegrationConfiguration> Integrations)
{
    /// <summary>The namespace of this program's settings.</summary>
    public const string Namespace = "tenant-onboarding";

    /// <summary>The value of <c>expiryWarningDays</c> where none is given.</summary>
    public const int DefaultExpiryWarningDays = 30;
}
