using Spectre.Console;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>The end of a run: every stack that needs somebody, and the line that counts.</summary>
/// <param name="console">Where.</param>
/// <param name="summary">What came of the run.</param>
internal sealed class OutcomeTable(IAnsiConsole console, FleetSummary summary)
{
    private const int MostErrors = 10;

    /// <summary>Writes it.</summary>
    /// <param name="files">The results that were written.</param>
    public void Write(params IReadOnlyList<string> files)
    {
        StackOutcome[] attention = [.. summary.Stacks.Where(stack => !stack.IsReady).OrderByDescending(stack => stack.State)];
        foreach (StackOutcome stack in attention)
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{Markup.Escape(stack.Stack)}[/]  {Markup.Escape(stack.Domain ?? "")}  "
                + $"[red]{StateWords.Of(stack.State)}[/]: {Markup.Escape(stack.Sentence)}");
            foreach (string line in stack.Errors.Take(MostErrors))
                console.MarkupLine($"  {Markup.Escape(line)}");
            if (stack.Errors.Count > MostErrors)
                console.MarkupLine($"  and {stack.Errors.Count - MostErrors} more lines");
            foreach (StackFinding finding in stack.Findings.Where(finding => finding.Severity == "error"))
                console.MarkupLine(Markup.Escape($"  {finding.Code}  {finding.Integration}: {finding.Subject}"));
        }
        console.WriteLine();
        console.MarkupLine($"Written: {Markup.Escape(string.Join(", ", files.Select(Shown)))}");
        console.MarkupLine($"[{(attention.Length == 0 ? "green" : "red")} bold]{Markup.Escape(summary.Sentence)}[/]");
    }

    private static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
