using Spectre.Console;
using TenantOnboarding.Rehearsal.Deploy;

namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>The tree of components on a terminal, redrawn as resources are made.</summary>
internal sealed class LiveDeployment(LiveDisplayContext display, string title, bool preview, bool showChanges = false) : IDeploymentProgress
{
    private readonly ComponentPaths paths = new();
    private readonly List<(string Name, string Markup)> lines = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Component(string type, string name) => paths.Add(type, name);

    /// <inheritdoc/>
    public void Started(string type, string name) =>
        Put($"{type}|{name}", name, $"[blue]…[/] {Markup.Escape(paths.Split(name).Own)}  [grey]{Markup.Escape(type[(type.LastIndexOf(':') + 1)..])}[/]");

    /// <inheritdoc/>
    public void Finished(DeploymentStep done)
    {
        string text = StepText.Line(paths.Split(done.Name).Own, done, preview);
        if (showChanges)
            text = string.Join("\n", [text, .. StepText.Changes(done).Select(change => "    " + change)]);
        Put($"{done.Type}|{done.Name}", done.Name, text);
        // What comes next under this name (the deletion of what was replaced) is a line of its own.
        places.Remove($"{done.Type}|{done.Name}");
    }

    /// <inheritdoc/>
    public void Failed(DeploymentFailure failure) =>
        Put($"{failure.Type}|{failure.Name}", failure.Name, $"[red]! {Markup.Escape(failure.Name.Length == 0 ? failure.Type : paths.Split(failure.Name).Own)}  failed: {Markup.Escape(failure.Message)}[/]");

    private void Put(string key, string name, string markup)
    {
        if (places.TryGetValue(key, out int place))
        {
            lines[place] = (name, markup);
        }
        else
        {
            places[key] = lines.Count;
            lines.Add((name, markup));
        }

        display.UpdateTarget(Draw());
    }

    /// <summary>The tree as it stands.</summary>
    public Tree Draw()
    {
        Tree tree = new($"[bold]{Markup.Escape(title)}[/]");
        Dictionary<string, TreeNode> components = new(StringComparer.Ordinal);
        foreach ((string name, string markup) in lines)
        {
            IHasTreeNodes parent = tree;
            foreach (string component in paths.Split(name).Parents)
            {
                if (!components.TryGetValue(component, out TreeNode? node))
                {
                    (string own, string type) = paths.Describe(component);
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
