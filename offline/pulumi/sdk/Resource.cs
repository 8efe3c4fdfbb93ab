using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Something that a program declares: made by a provider, or a component that groups others.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly ImmutableArray<ResourceTransformation> _transformations;
    private readonly ImmutableDictionary<string, ProviderResource> _providers;
    private readonly bool _protect;

    private protected Resource(string type, string name, bool custom, ResourceArgs args, ResourceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var deployment = Deployment.Required;
        _type = type;
        _name = name;
        OutputSources = OutputSource.Initialize(this);

        var parent = type == Stack.TypeName ? null : options.Parent ?? deployment.Stack;
        _transformations = [.. options.ResourceTransformations, .. parent?._transformations ?? []];
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
            {
                continue;
            }

            if (result.Options.Parent != options.Parent)
            {
                throw new ArgumentException("Transformations cannot currently be used to change the 'parent' of a resource.");
            }

            (args, options) = (result.Args, result.Options);
        }

        options = options.Clone();
        _providers = options.Parent?._providers ?? ImmutableDictionary<string, ProviderResource>.Empty;
        options.Protect ??= options.Parent?._protect;
        _protect = options.Protect == true;
        if (options.Parent is { } owner)
        {
            lock (owner.Children)
            {
                owner.Children.Add(this);
            }
        }

        if (custom)
        {
            options.Provider ??= GetProvider(type);
            if (options.Provider is { } provider)
            {
                _providers = _providers.SetItem(Package(type), provider);
            }
        }
        else if (options is ComponentResourceOptions component)
        {
            if (options.Provider is not null && component.Providers.Count > 0)
            {
                throw new ResourceException("Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent);
            }

            var providers = options.Provider is null ? component.Providers : [options.Provider];
            _providers = _providers.SetItems(providers.Select(provider => KeyValuePair.Create(provider.Package, provider)));
        }

        deployment.ReadOrRegister(this, custom, args, options);
    }

    /// <summary>The name by which the engine knows the resource, unique in the stack.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private set; } = null!;

    internal HashSet<Resource> Children { get; } = [];

    internal ImmutableDictionary<string, IOutputSource> OutputSources { get; }

    /// <summary>The type token.</summary>
    public string GetResourceType() => _type;

    /// <summary>The name that the program gave.</summary>
    public string GetResourceName() => _name;

    /// <summary>The provider that this resource and its children use for a token, if the program named one.</summary>
    internal ProviderResource? GetProvider(string token) => _providers.GetValueOrDefault(Package(token));

    private static string Package(string token) => token.Split(':')[0];
}
