using System.Globalization;
using System.Text;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>What came of a fleet, as Markdown: who needs somebody and why, and then the others in one line.</summary>
internal static class FleetMarkdown
{
    private const int MostErrors = 20;

    /// <summary>Renders it.</summary>
    public static string Render(FleetSummary summary)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"## fleet {summary.Command}\n\n{summary.Sentence}\n\n");
        if (summary.Simulated)
            text.Append("Simulated tenants answered, not Microsoft 365.\n\n");
        foreach (StackOutcome stack in summary.Stacks.Where(stack => !stack.IsReady || Differs(stack))
            .OrderByDescending(stack => stack.State))
        {
            text.Append(CultureInfo.InvariantCulture,
                $"### {CodeSpan.Of(stack.Stack)}: {StateWords.Of(stack.State)}\n\n{CodeSpan.Of(stack.Sentence)}\n\n");
            string[] lines = Lines(stack);
            foreach (string line in lines.Take(MostErrors))
                text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
            if (lines.Length > MostErrors)
                text.Append(CultureInfo.InvariantCulture, $"- and {lines.Length - MostErrors} more, in fleet.json\n");
            text.Append(lines.Length > 0 ? "\n" : "");
        }
        string[] others = [.. summary.Stacks.Where(stack => stack.IsReady && !Differs(stack)).Select(stack => CodeSpan.Of(stack.Stack))];
        if (others.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"Ready, and nothing else to say: {string.Join(", ", others)}\n\n");
        return text.ToString();
    }

    private static bool Differs(StackOutcome stack) => stack.Change is { } change && change.Resources.Count + change.Access?.Count > 0;

    private static string[] Lines(StackOutcome stack) =>
    [
        .. stack.Errors.Select(CodeSpan.Of),
        .. stack.Findings.Select(finding =>
            $"{finding.Severity} {CodeSpan.Of(finding.Code)} {CodeSpan.Of(finding.Integration)}: {CodeSpan.Of(finding.Subject)}"),
        .. stack.Errors.Count == 0 && stack.Change is { } change ? ChangeText.Lines(change) : [],
    ];
}
