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
        Deployment deployment = Deployment.Required;
        _type = type;
        _name = name;
        OutputSources = OutputSource.Initialize(this);

        try
        {
            options = Transform(deployment, ref args, options, out _transformations).Clone();
            _providers = options.Parent?._providers ?? ImmutableDictionary<string, ProviderResource>.Empty;
            options.Protect ??= options.Parent?._protect;
            _protect = options.Protect == true;
            if (custom)
            {
                options.Provider ??= GetProvider(type);
            }

            _providers = _providers.SetItems(OwnProviders(options).Select(provider => KeyValuePair.Create(provider.Package, provider)));
            AddTo(options.Parent);
            deployment.ReadOrRegister(this, custom, args, options);
        }
        catch (Exception exception)
        {
            // A resource that never comes to be must not keep the run waiting for its outputs.
            foreach (IOutputSource source in OutputSources.Values)
            {
                source.SetException(exception);
            }

            throw;
        }
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

    private static List<ProviderResource> OwnProviders(ResourceOptions options)
    {
        List<ProviderResource> several = (options as ComponentResourceOptions)?.Providers ?? [];
        return (options.Provider, several.Count) switch
        {
            (null, _) => several,
            (_, 0) => [options.Provider],
            _ =>
                throw new ResourceException(
                    "Do not supply both 'provider' and 'providers' options to a ComponentResource.", options.Parent),
        };
    }

    private ResourceOptions Transform(
        Deployment deployment, ref ResourceArgs args, ResourceOptions options, out ImmutableArray<ResourceTransformation> transformations)
    {
        Resource? parent = _type == Stack.TypeName ? null : options.Parent ?? deployment.Stack;
        transformations = [.. options.ResourceTransformations, .. parent?._transformations ?? []];
        foreach (ResourceTransformation transformation in transformations)
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

        return options;
    }

    private void AddTo(Resource? parent)
    {
        if (parent is not null)
        {
            lock (parent.Children)
            {
                parent.Children.Add(this);
            }
        }
    }
}
