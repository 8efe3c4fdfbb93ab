namespace Pulumi;

/// <summary>
/// How a resource is managed. Most of it speaks to the engine; under <see cref="Deployment"/>'s tests only order, parents, providers and
/// transformations act.
/// </summary>
public abstract class ResourceOptions
{
    private List<Input<Alias>>? _aliases;
    private InputList<Resource>? _dependsOn;
    private List<string>? _ignoreChanges;
    private List<string>? _replaceOnChanges;
    private List<ResourceTransformation>? _resourceTransformations;

    /// <summary>For derived classes.</summary>
    protected ResourceOptions()
    {
    }

    /// <summary>The id of an existing resource that is to be read, not created.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The parent; the stack if there is none.</summary>
    public Resource? Parent { get; set; }

    /// <summary>What must exist before. A component stands for all resources in it.</summary>
    public InputList<Resource> DependsOn
    {
        get => _dependsOn ??= [];
        set => _dependsOn = value;
    }

    /// <summary>Whether the engine refuses to delete the resource.</summary>
    public bool? Protect { get; set; }

    /// <summary>Properties whose changes the engine ignores.</summary>
    public List<string> IgnoreChanges
    {
        get => _ignoreChanges ??= [];
        set => _ignoreChanges = value;
    }

    /// <summary>The package's version.</summary>
    public string? Version { get; set; }

    /// <summary>The explicit provider.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>How long operations may take.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Change arguments and options of this resource and of its children.</summary>
    public List<ResourceTransformation> ResourceTransformations
    {
        get => _resourceTransformations ??= [];
        set => _resourceTransformations = value;
    }

    /// <summary>Earlier names and parents.</summary>
    public List<Input<Alias>> Aliases
    {
        get => _aliases ??= [];
        set => _aliases = value;
    }

    /// <summary>Properties whose changes replace the resource.</summary>
    public List<string> ReplaceOnChanges
    {
        get => _replaceOnChanges ??= [];
        set => _replaceOnChanges = value;
    }

    /// <summary>Where to download the provider from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>Whether deleting leaves the real thing alone.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>A resource whose deletion takes this one along.</summary>
    public Resource? DeletedWith { get; set; }

    internal abstract ResourceOptions Clone();

    /// <summary>Takes over <paramref name="other"/>: its values win, lists are joined.</summary>
    private protected void Absorb(ResourceOptions? other)
    {
        if (other is null)
        {
            return;
        }

        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Version = other.Version ?? Version;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        DependsOn = DependsOn.Concat(other.DependsOn);
        IgnoreChanges = [.. IgnoreChanges, .. other.IgnoreChanges];
        ResourceTransformations = [.. ResourceTransformations, .. other.ResourceTransformations];
        Aliases = [.. Aliases, .. other.Aliases];
        ReplaceOnChanges = [.. ReplaceOnChanges, .. other.ReplaceOnChanges];
    }
}
