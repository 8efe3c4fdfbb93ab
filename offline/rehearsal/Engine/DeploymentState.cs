namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// What a stack's earlier deploys made, as Pulumi's state file holds it. Hand the state of one deploy to the next to deploy a change
/// onto the same tenant.
/// </summary>
public sealed class DeploymentState
{
    private readonly Dictionary<(string Type, string Name), DeployedResource> _resources = [];
    private readonly List<DeployedResource> _replaced = [];
    private int _ordinal;

    /// <summary>All resources, in the order in which they were last declared.</summary>
    public IReadOnlyList<DeployedResource> Resources => [.. All.Where(resource => !resource.IsComponent)];

    /// <summary>All resources, components and providers, in the order in which they were last declared.</summary>
    internal IReadOnlyList<DeployedResource> All => [.. _resources.Values.OrderBy(resource => resource.Ordinal)];

    /// <summary>Resources that a replacement has made superfluous and that are still to be deleted.</summary>
    internal IReadOnlyList<DeployedResource> Replaced => _replaced;

    /// <summary>The resource of this type and name, or null.</summary>
    public DeployedResource? Find(string type, string name) => _resources.GetValueOrDefault((type, name));

    /// <summary>Takes a resource as it now is, with the next place in the order of declaration.</summary>
    internal void Keep(DeployedResource resource) => _resources[(resource.Type, resource.Name)] = resource with { Ordinal = ++_ordinal };

    /// <summary>Marks a resource whose replacement is about to be made.</summary>
    internal void MarkReplaced(DeployedResource resource) => _replaced.Add(resource);

    /// <summary>Forgets a resource that is gone.</summary>
    internal void Remove(DeployedResource resource)
    {
        if (!_replaced.Remove(resource))
            _resources.Remove((resource.Type, resource.Name));
    }
}
