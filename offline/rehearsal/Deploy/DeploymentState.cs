namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// What a stack's earlier deploys made, as Pulumi's state file holds it. Hand the state of one deploy to the next to deploy a change
/// onto the same tenant.
/// </summary>
public sealed class DeploymentState
{
    private readonly Dictionary<(string Type, string Name), DeployedResource> resources = [];
    private readonly List<DeployedResource> condemned = [];
    private int ordinal;

    /// <summary>A stack that was never deployed.</summary>
    public DeploymentState()
    {
    }

    /// <summary>A copy that lives on its own.</summary>
    public DeploymentState(DeploymentState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        resources = new(other.resources);
        condemned = [.. other.condemned];
        ordinal = other.ordinal;
    }

    /// <summary>All resources, in the order of their creation.</summary>
    public IReadOnlyList<DeployedResource> Resources => [.. resources.Values.OrderBy(resource => resource.Ordinal)];

    /// <summary>Resources that a replacement has made superfluous and that are still to be deleted.</summary>
    internal IReadOnlyList<DeployedResource> Condemned => condemned;

    /// <summary>The resource of this type and name, or null.</summary>
    public DeployedResource? Find(string type, string name) => resources.GetValueOrDefault((type, name));

    /// <summary>Takes a new resource, with the next place in the order of creation.</summary>
    internal DeployedResource Add(string type, string name, PropertyBag inputs, ResourceState made)
    {
        DeployedResource resource = new(type, name, made.Id, inputs, made.Outputs, ++ordinal);
        resources[(type, name)] = resource;
        return resource;
    }

    /// <summary>Keeps a resource's place and takes over what it now holds.</summary>
    internal DeployedResource Update(DeployedResource prior, PropertyBag inputs, ResourceState now)
    {
        DeployedResource resource = prior with { Id = now.Id, Inputs = inputs, Outputs = now.Outputs };
        resources[(prior.Type, prior.Name)] = resource;
        return resource;
    }

    /// <summary>Marks a resource whose replacement exists.</summary>
    internal void Condemn(DeployedResource resource) => condemned.Add(resource);

    /// <summary>Forgets a resource that is gone.</summary>
    internal void Remove(DeployedResource resource)
    {
        if (!condemned.Remove(resource))
            resources.Remove((resource.Type, resource.Name));
    }
}
