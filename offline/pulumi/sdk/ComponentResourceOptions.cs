namespace Pulumi;

/// <summary>Options of a <see cref="ComponentResource"/>.</summary>
public sealed class ComponentResourceOptions : ResourceOptions
{
    private List<ProviderResource>? _providers;

    /// <summary>Explicit providers for the children, one a package.</summary>
    public List<ProviderResource> Providers
    {
        get => _providers ??= [];
        set => _providers = value;
    }

    /// <summary>Both, neither of which changes: values of <paramref name="options2"/> win, lists are joined.</summary>
    public static ComponentResourceOptions Merge(ComponentResourceOptions? options1, ComponentResourceOptions? options2)
    {
        ComponentResourceOptions merged = new();
        foreach (ComponentResourceOptions options in new[] { options1, options2 }.OfType<ComponentResourceOptions>())
        {
            merged.Absorb(options);
            merged.Providers = [.. merged.Providers, .. options.Providers];
        }

        return merged;
    }

    internal override ResourceOptions Clone() => Merge(this, null);
}
