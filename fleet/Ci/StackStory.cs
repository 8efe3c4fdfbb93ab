using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Ci;

/// <summary>Everything that the jobs of a workflow found out about one stack.</summary>
/// <param name="Stack">Its name.</param>
/// <param name="Turns">What each command made of it, in the order of the files; none where no job got that far.</param>
internal sealed record StackStory(string Stack, IReadOnlyList<StackTurn> Turns)
{
    /// <summary>The domain of its tenant; null where it is not known.</summary>
    public string? Domain => Turns.Select(turn => turn.Outcome.Domain).FirstOrDefault(domain => domain is not null);

    /// <summary>What the change means for access, and its resources as the rehearsal has them; null where none was rehearsed.</summary>
    public StackChange? Rehearsed => Turns.Select(turn => turn.Outcome.Change).FirstOrDefault(change => change?.Access is not null);

    /// <summary>Its resources as the preview of the tenant itself has them; null where there was none.</summary>
    public StackChange? Previewed => Turns.LastOrDefault(turn => turn.Command == "preview")?.Outcome.Change;

    /// <summary>The turns that need somebody.</summary>
    public IEnumerable<StackTurn> Failed => Turns.Where(turn => !turn.MayGoOn);

    /// <summary>The stories of stacks.</summary>
    /// <param name="runs">What the jobs wrote.</param>
    /// <param name="expected">The stacks that must have a story; null: those that have.</param>
    public static IReadOnlyList<StackStory> Of(IReadOnlyList<FleetSummary> runs, IReadOnlyList<string>? expected)
    {
        ILookup<string, StackTurn> turns = runs
            .SelectMany(run => run.Stacks.Select(outcome => new StackTurn(run.Command, run.StartedAt, outcome)))
            .ToLookup(turn => turn.Outcome.Stack, StringComparer.Ordinal);
        return
        [
            .. (expected ?? []).Concat(turns.Select(stack => stack.Key).Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal)
                .Select(stack => new StackStory(stack, [.. turns[stack]])),
        ];
    }
}
