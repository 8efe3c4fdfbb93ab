using Pulumi;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>The options of every resource that the program has constructed.</summary>
internal sealed class Announcements
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Resource, DeclaredOptions> _byResource = [];
    private readonly Dictionary<(string Type, string Name), DeclaredOptions> _byName = [];

    /// <summary>Takes note of one.</summary>
    public void Add(Resource resource, ResourceArgs args, ResourceOptions options)
    {
        lock (_lock)
        {
            DeclaredOptions declared =
                DeclaredOptions.Of(args, options, options.Parent is null ? null : _byResource.GetValueOrDefault(options.Parent));
            _byResource[resource] = declared;
            _byName.TryAdd((resource.GetResourceType(), resource.GetResourceName()), declared);
        }
    }

    /// <summary>The options of a resource; <see cref="DeclaredOptions.None"/> where nobody announced it.</summary>
    public DeclaredOptions Find(string type, string name)
    {
        lock (_lock)
            return _byName.GetValueOrDefault((type, name), DeclaredOptions.None);
    }
}
