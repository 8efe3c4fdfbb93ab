using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>One resource of a stack's state.</summary>
/// <param name="Type">Pulumi's type token.</param>
/// <param name="Name">The resource's name; a path such as <c>mailstore/registration/application</c>.</param>
/// <param name="Id">The id in the provider's form.</param>
/// <param name="Inputs">What was declared.</param>
/// <param name="Outputs">What the tenant then held.</param>
/// <param name="Ordinal">Its place in the order of declaration, from 1. Deletions go backwards.</param>
public sealed record DeployedResource(string Type, string Name, string Id, PropertyBag Inputs, PropertyBag Outputs, int Ordinal)
{
    /// <summary>The parent's name, or null where that is the stack.</summary>
    public string? Parent { get; init; }

    /// <summary>True if it may be neither deleted nor replaced.</summary>
    public bool Protect { get; init; }

    /// <summary>True if its deletion leaves the real thing alone.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>True for a component or provider, which exists in the state alone.</summary>
    public bool IsComponent { get; init; }
}
