using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>One resource as it is to be deployed.</summary>
/// <param name="Handler">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">What is declared; once the tenant was looked at, with what is ignored and what the provider fills in.</param>
/// <param name="Options">Its options.</param>
/// <param name="Unknown">Inputs that a preview does not know yet.</param>
internal sealed record Declaration(IResourceHandler Handler, string Name, PropertyBag Inputs, DeclaredOptions Options,
    IReadOnlySet<string> Unknown)
{
    /// <summary>What the stack holds of it, or null.</summary>
    public DeployedResource? Prior { get; init; }

    /// <summary>The inputs that the provider filled in.</summary>
    public IReadOnlyList<string> Defaults { get; init; } = [];
}
