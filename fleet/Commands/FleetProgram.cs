using Spectre.Console;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>A run from its first line to its last: what every command that gives each stack a turn has in common.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="folder">Where its results are kept.</param>
/// <param name="clock">Its clock.</param>
internal sealed class FleetProgram(IAnsiConsole console, FleetFolder folder, TimeProvider clock)
{
    /// <summary>Where a workflow's run shows Markdown; null to leave it alone.</summary>
    public StepSummary? Page { get; init; }

    /// <summary>Runs, shows, and writes the results, also those of a run that the user ends.</summary>
    public async Task<FleetSummary> RunAsync(
        IReadOnlyList<FleetStack> stacks, FleetWork work, int parallel, bool resume, CancellationToken cancellationToken)
    {
        DateTimeOffset started = clock.GetUtcNow();
        long stamp = clock.GetTimestamp();
        IReadOnlyDictionary<string, StackOutcome> kept =
            resume ? folder.Earlier(stacks) : new Dictionary<string, StackOutcome>(StringComparer.Ordinal);
        folder.Begin(kept.Values);
        FleetStack[] due = [.. stacks.Where(stack => !kept.ContainsKey(stack.Name))];
        if (resume)
            console.MarkupLine($"Kept from the earlier run: {kept.Count} of {stacks.Count} stacks.");
        IReadOnlyList<StackOutcome> outcomes = await new FleetProgress(console, due.Length).ShowAsync(ended =>
            new FleetRunner(parallel, clock).RunAsync(due, work.RunAsync, outcome =>
            {
                folder.Add(outcome);
                ended(outcome);
            }, cancellationToken));
        Dictionary<string, StackOutcome> all = outcomes.Concat(kept.Values).ToDictionary(outcome => outcome.Stack, StringComparer.Ordinal);
        FleetSummary summary = new()
        {
            Command = work.Command,
            StartedAt = started,
            Seconds = Math.Round(clock.GetElapsedTime(stamp).TotalSeconds, 1),
            Simulated = work.Simulated,
            Stacks = [.. stacks.Select(stack => all[stack.Name])],
        };
        string page = folder.Write("fleet.html", FleetPage.Render(summary));
        string json = folder.Write(FleetFolder.Summary, FleetFolder.Json(summary));
        new OutcomeTable(console, summary).Write(page, json);
        Page?.Append(FleetMarkdown.Render(summary));
        return summary;
    }
}
