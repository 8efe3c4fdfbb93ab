using Spectre.Console;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>The tree of components on a terminal, redrawn as resources are made.</summary>
internal sealed class LiveDeployment(LiveDisplayContext display, string title, bool preview, bool showChanges = false) : IDeploymentProgress
{
    private readonly ComponentPaths _paths = new();
    private readonly List<(string Name, string Markup)> _lines = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public void Component(string type, string name) => _paths.Add(type, name);

    public void Started(string type, string name) =>
        Put($"{type}|{name}", name,
            $"[blue]…[/] {Markup.Escape(_paths.Split(name).Own)}  [grey]{Markup.Escape(type[(type.LastIndexOf(':') + 1)..])}[/]");

    public void Finished(DeploymentStep done)
    {
        string text = StepText.Line(_paths.Split(done.Name).Own, done, preview);
        if (showChanges)
            text = string.Join("\n", [text, .. StepText.Changes(done).Select(change => "    " + change)]);
        Put($"{done.Type}|{done.Name}", done.Name, text);
        // What comes next under this name (the deletion of what was replaced) is a line of its own.
        _places.Remove($"{done.Type}|{done.Name}");
    }

    public void Failed(DeploymentFailure failure) =>
        Put($"{failure.Type}|{failure.Name}", failure.Name,
            $"[red]! {Markup.Escape(failure.Name.Length == 0 ? failure.Type : _paths.Split(failure.Name).Own)}  failed: "
            + $"{Markup.Escape(failure.Message)}[/]");

    private void Put(string key, string name, string markup)
    {
        if (_places.TryGetValue(key, out int place))
        {
            _lines[place] = (name, markup);
        }
        else
        {
            _places[key] = _lines.Count;
            _lines.Add((name, markup));
        }

        display.UpdateTarget(Draw());
    }

    /// <summary>The tree as it stands.</summary>
    public Tree Draw()
    {
        Tree tree = new($"[bold]{Markup.Escape(title)}[/]");
        Dictionary<string, TreeNode> components = new(StringComparer.Ordinal);
        foreach ((string name, string markup) in _lines)
        {
            IHasTreeNodes parent = tree;
            foreach (string component in _paths.Split(name).Parents)
            {
                if (!components.TryGetValue(component, out TreeNode? node))
                {
                    (string own, string type) = _paths.Describe(component);
                    node = parent.AddNode($"[bold]{Markup.Escape(own)}[/]  [grey]{Markup.Escape(type)}[/]");
                    components[component] = node;
                }

                parent = node;
            }

            parent.AddNode(markup);
        }

        return tree;
    }
}
