using System.Collections.Frozen;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>A resource outside the tenant: it exists in this process, and the output says so.</summary>
internal abstract class SimulatedResource : IResourceHandler
{
    /// <inheritdoc/>
    public abstract string Type { get; }

    /// <inheritdoc/>
    public bool Simulated => true;

    /// <inheritdoc/>
    public IReadOnlySet<string> Sets => FrozenSet<string>.Empty;

    /// <inheritdoc/>
    public virtual IReadOnlySet<string> ReplaceOnChanges => FrozenSet<string>.Empty;

    /// <inheritdoc/>
    public bool CanImport => false;

    /// <summary>Nothing: this program gives every input that matters.</summary>
    public ProviderRules Rules => ProviderRules.None;

    /// <inheritdoc/>
    public abstract Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken) =>
        Task.FromResult<ResourceState?>(new ResourceState(id, known));

    /// <inheritdoc/>
    public virtual Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed, CancellationToken cancellationToken)
    {
        PropertyBag outputs = prior.Outputs;
        foreach (string name in changed)
            outputs = outputs.With(name, inputs[name]);
        return Task.FromResult(prior with { Outputs = outputs });
    }

    /// <inheritdoc/>
    public virtual Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A name from the inputs, or one made from the resource's name as Pulumi makes them: without what Azure refuses.</summary>
    protected static string NameOf(string name, PropertyBag inputs) =>
        inputs.Text("name") ?? new string([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]).Trim('-');
}
