using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>One thing that a deploy did, or in a preview would do.</summary>
/// <param name="Order">Its place in the deploy, from 1.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Type">Pulumi's type token.</param>
/// <param name="Name">The resource's name.</param>
/// <param name="Id">The id in the provider's form; null in a preview that creates.</param>
/// <param name="Changes">The properties that made it necessary.</param>
/// <param name="Inputs">What is declared (for a deletion: what was).</param>
/// <param name="Simulated">True for a resource that exists in this process only.</param>
/// <param name="Note">What else there is to say, or null.</param>
public sealed record DeploymentStep(int Order, StepKind Kind, string Type, string Name, string? Id, IReadOnlyList<PropertyChange> Changes,
    PropertyBag Inputs, bool Simulated, string? Note)
{
    /// <summary>The parent's name, or null where that is the stack.</summary>
    public string? Parent { get; init; }

    /// <summary>True if it may be neither deleted nor replaced from now on.</summary>
    public bool Protect { get; init; }

    /// <summary>The inputs that the provider filled in, in order of their names.</summary>
    public IReadOnlyList<string> Defaults { get; init; } = [];

    /// <summary>True for a component or provider, which exists in the state alone.</summary>
    public bool IsComponent { get; init; }

    /// <summary>The class name behind the type token, such as <c>ApplicationRegistration</c>.</summary>
    public string ShortType => Type[(Type.LastIndexOf(':') + 1)..];
}
