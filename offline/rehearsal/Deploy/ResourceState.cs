using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>What a provider knows of one resource after creating, reading or updating it.</summary>
/// <param name="Id">The id in the provider's own form, such as <c>/applications/{objectId}</c>.</param>
/// <param name="Outputs">All output properties that have a value.</param>
internal sealed record ResourceState(string Id, PropertyBag Outputs);
