using Spectre.Console;
using TenantOnboarding.Rehearsal.Deploy;

namespace TenantOnboarding.Rehearsal.Terminal;

/// <summary>One line per resource as it is made, indented below its components. For logs and pipes.</summary>
internal sealed class PlainDeployment(IAnsiConsole console, bool preview, bool showChanges = false) : IDeploymentProgress
{
    private readonly ComponentPaths paths = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private IReadOnlyList<string> open = [];

    /// <inheritdoc/>
    public void Component(string type, string name) => paths.Add(type, name);

    /// <inheritdoc/>
    public void Started(string type, string name)
    {
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public void Failed(DeploymentFailure failure)
    {
        (string indent, string name) = Open(failure.Name);
        console.MarkupLine($"{indent}[red]! {Markup.Escape(name.Length == 0 ? failure.Type : name)}  failed: {Markup.Escape(failure.Message)}[/]");
    }

    private (string Indent, string Name) Open(string name)
    {
        (IReadOnlyList<string> parents, string rest) = paths.Split(name);
        for (int depth = 0; depth < parents.Count; depth++)
        {
            if (depth < open.Count && open[depth] == parents[depth])
                continue;
            open = [];
            (string own, string type) = paths.Describe(parents[depth]);
            string again = seen.Add(parents[depth]) ? "" : " [grey](continued)[/]";
            console.MarkupLine($"{Indent(depth)}[bold]{Markup.Escape(own)}[/]  [grey]{Markup.Escape(type)}[/]{again}");
        }

        open = parents;
        return (Indent(parents.Count), rest);
    }

    private static string Indent(int depth) => new(' ', 2 + (2 * depth));
}
