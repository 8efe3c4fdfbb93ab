namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>Finds the tree in the names: a child's name is its component's name, a slash and its own.</summary>
internal sealed class ComponentPaths
{
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    /// <summary>Takes a component.</summary>
    public void Add(string type, string name) => _types[name] = type[(type.LastIndexOf(':') + 1)..];

    /// <summary>The components above a name, outermost first, and what is left of the name below them.</summary>
    public (IReadOnlyList<string> Parents, string Own) Split(string name)
    {
        List<string> parents = [];
        for (int slash = name.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            if (_types.ContainsKey(name[..slash]))
                parents.Add(name[..slash]);
        }

        return (parents, parents.Count == 0 ? name : name[(parents[^1].Length + 1)..]);
    }

    /// <summary>A component's own name, without that of the component above it, and its type.</summary>
    public (string Name, string Type) Describe(string component) => (Split(component).Own, _types[component]);
}
