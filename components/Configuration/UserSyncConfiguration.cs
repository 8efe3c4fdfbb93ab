using System.Collections.Immutable;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Which users the product synchronizes.</summary>
/// <param name="Filter">The rule.</param>
/// <param name="Groups">Display names of groups; empty unless the filter is <see cref="UserSyncFilter.Groups"/>.</param>
public sealed record UserSyncConfiguration(UserSyncFilter Filter, ImmutableArray<string> Groups);
