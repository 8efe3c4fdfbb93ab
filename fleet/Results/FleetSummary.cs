namespace TenantOnboarding.Fleet.Results;

/// <summary>What came of a fleet.</summary>
public sealed record FleetSummary
{
    /// <summary>What was done with each stack: <c>rehearse</c> or <c>verify</c>.</summary>
    public required string Command { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether simulated tenants answered.</summary>
    public bool Simulated { get; init; }

    /// <summary>Every stack, in the order of the selection.</summary>
    public required IReadOnlyList<StackOutcome> Stacks { get; init; }

    /// <summary>0 where every stack is ready; else the lowest of the stacks' codes.</summary>
    public int ExitCode => Stacks.Where(stack => !stack.IsReady).Select(stack => stack.ExitCode).DefaultIfEmpty(FleetExitCode.Ready).Min();

    /// <summary>Every state that occurs, the worst first, with its number of stacks.</summary>
    public IReadOnlyList<StateCount> Counts =>
    [
        .. Stacks.GroupBy(stack => stack.State).OrderByDescending(group => group.Key)
            .Select(group => new StateCount(group.Key, group.Count())),
    ];

    /// <summary>For people, one line.</summary>
    public string Sentence
    {
        get
        {
            string total = $"{Stacks.Count} stack{(Stacks.Count == 1 ? "" : "s")}";
            string counts = string.Join(", ", Counts.Select(count => $"{count.Stacks} {StateWords.Of(count.State)}"));
            return ExitCode == FleetExitCode.Ready ? $"READY: {total}, {counts}" : $"NOT READY: {total}, {counts} (exit code {ExitCode})";
        }
    }
}
