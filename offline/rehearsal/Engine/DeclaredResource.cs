using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>A resource, or component, as the program declared it.</summary>
/// <param name="Type">Pulumi's type token.</param>
/// <param name="Name">Its name, a path.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="ImportId">The id to import, or null.</param>
public sealed record DeclaredResource(string Type, string Name, PropertyBag Inputs, string? ImportId);
