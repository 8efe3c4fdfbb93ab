using Spectre.Console;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>One line per resource as it is made, indented below its components. For logs and pipes.</summary>
internal sealed class PlainDeployment(IAnsiConsole console, bool preview, bool showChanges = false) : IDeploymentProgress
{
    private readonly ComponentPaths _paths = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private IReadOnlyList<string> _open = [];

    public void Component(string type, string name) => _paths.Add(type, name);

    public void Started(string type, string name)
    {
    }

    public void Finished(DeploymentStep done)
    {
        (string indent, string name) = Open(done.Name);
        console.MarkupLine(indent + StepText.Line(name, done, preview));
        if (showChanges)
        {
            foreach (string change in StepText.Changes(done))
                console.MarkupLine($"{indent}    {change}");
        }
    }

    public void Failed(DeploymentFailure failure)
    {
        (string indent, string name) = Open(failure.Name);
        console.MarkupLine(
            $"{indent}[red]! {Markup.Escape(name.Length == 0 ? failure.Type : name)}  failed: {Markup.Escape(failure.Message)}[/]");
    }

    private (string Indent, string Name) Open(string name)
    {
        (IReadOnlyList<string> parents, string rest) = _paths.Split(name);
        for (int depth = 0; depth < parents.Count; depth++)
        {
            if (depth < _open.Count && _open[depth] == parents[depth])
                continue;
            _open = [];
            (string own, string type) = _paths.Describe(parents[depth]);
            string again = _seen.Add(parents[depth]) ? "" : " [grey](continued)[/]";
            console.MarkupLine($"{Indent(depth)}[bold]{Markup.Escape(own)}[/]  [grey]{Markup.Escape(type)}[/]{again}");
        }

        _open = parents;
        return (Indent(parents.Count), rest);
    }

    private static string Indent(int depth) => new(' ', 2 + (2 * depth));
}
