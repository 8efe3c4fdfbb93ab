using System.Collections.Concurrent;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Running;

/// <summary>
/// Gives every stack its turn, several at a time. What happens to one stack stays with it: a broken file, a failure or something unforeseen
/// becomes its outcome, and the others go on.
/// </summary>
/// <param name="parallel">How many stacks at a time, 1 or more.</param>
/// <param name="clock">The clock of durations.</param>
internal sealed class FleetRunner(int parallel, TimeProvider clock)
{
    /// <summary>Runs.</summary>
    /// <param name="stacks">The stacks.</param>
    /// <param name="work">What to do with one whose file can be used.</param>
    /// <param name="ended">Called as each ends, one at a time, in the order of their endings.</param>
    /// <param name="cancellationToken">Ends the run: stacks that had no turn say so.</param>
    /// <returns>An outcome for each, in the order of <paramref name="stacks"/>.</returns>
    public async Task<IReadOnlyList<StackOutcome>> RunAsync(
        IReadOnlyList<FleetStack> stacks,
        Func<FleetStack, CancellationToken, Task<StackOutcome>> work,
        Action<StackOutcome> ended,
        CancellationToken cancellationToken)
    {
        ConcurrentDictionary<string, StackOutcome> outcomes = new(StringComparer.Ordinal);
        Lock one = new();
        ParallelOptions options = new() { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(stacks, options, async (stack, cancelled) =>
            {
                StackOutcome outcome = await SettleAsync(stack, work, cancelled);
                outcomes[stack.Name] = outcome;
                if (outcome.State == StackState.NotDone)
                    return;
                lock (one)
                    ended(outcome);
            });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The outcomes say which stacks had no turn.
        }
        return [.. stacks.Select(stack => outcomes.GetValueOrDefault(stack.Name) ?? NotDone(stack))];
    }

    private async Task<StackOutcome> SettleAsync(
        FleetStack stack, Func<FleetStack, CancellationToken, Task<StackOutcome>> work, CancellationToken cancellationToken)
    {
        if (stack.Configuration is null)
            return StackOutcome.Broken(stack);
        long begun = clock.GetTimestamp();
        StackOutcome outcome;
        try
        {
            outcome = await work(stack, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return NotDone(stack);
        }
        catch (Exception exception)
        {
            // Whatever it is, it is this stack's: the others have their turn all the same.
            outcome = StackOutcome.Of(stack, StackState.Crashed, FleetExitCode.Unexpected,
                $"unforeseen, please report it: {exception.Message.ReplaceLineEndings(" ")}") with
            {
                Errors = exception.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            };
        }
        return outcome with { Seconds = Math.Round(clock.GetElapsedTime(begun).TotalSeconds, 3) };
    }

    private static StackOutcome NotDone(FleetStack stack) =>
        stack.Configuration is null ? StackOutcome.Broken(stack)
            : StackOutcome.Of(stack, StackState.NotDone, FleetExitCode.Cancelled, "had no turn: the run was ended before");
}
