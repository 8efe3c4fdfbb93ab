using System.Collections.Frozen;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>A resource outside the tenant: it exists in this process, and the output says so.</summary>
internal abstract class SimulatedResource : IResourceHandler
{
    public abstract string Type { get; }

    public bool Simulated => true;

    public IReadOnlySet<string> Sets => FrozenSet<string>.Empty;

    public virtual IReadOnlySet<string> ReplaceOnChanges => FrozenSet<string>.Empty;

    public bool CanImport => false;

    /// <summary>Nothing: this program gives every input that matters.</summary>
    public ProviderRules Rules => ProviderRules.None;

    public abstract Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken);

    public virtual Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken) =>
        Task.FromResult<ResourceState?>(new ResourceState(id, known));

    public virtual Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken)
    {
        PropertyBag outputs = prior.Outputs;
        foreach (string name in changed)
            outputs = outputs.With(name, inputs[name]);
        return Task.FromResult(prior with { Outputs = outputs });
    }

    public virtual Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A name from the inputs, or one made from the resource's name as Pulumi makes them: without what Azure refuses.</summary>
    protected static string NameOf(string name, PropertyBag inputs) =>
        inputs.Text("name") ?? new string([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]).Trim('-');
}
