using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Tests.Fleet;

public sealed class FleetRunnerTests : IDisposable
{
    private readonly FleetHarness _fleet = new FleetHarness().With("a").With("b").With("c").With("d");

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public async Task What_happens_to_one_stack_stays_with_it()
    {
        _fleet.With("b", ("mailstore-server", "mailstore"));
        List<string> ended = [];

        IReadOnlyList<StackOutcome> outcomes = await new FleetRunner(2, TimeProvider.System).RunAsync(_fleet.Select(), (stack, _) =>
            stack.Name == "c" ? throw new InvalidOperationException("out of order") : Ready(stack),
            outcome => ended.Add(outcome.Stack), CancellationToken.None);

        Assert.Equal([("a", StackState.Ready), ("b", StackState.Broken), ("c", StackState.Crashed), ("d", StackState.Ready)],
            outcomes.Select(outcome => (outcome.Stack, outcome.State)));
        Assert.Equal("unforeseen, please report it: out of order", outcomes[2].Sentence);
        Assert.Equal(["a", "b", "c", "d"], ended.Order());
    }

    [Fact]
    public async Task No_more_than_asked_for_run_at_a_time()
    {
        int now = 0;
        int most = 0;
        SemaphoreSlim both = new(0);
        await new FleetRunner(2, TimeProvider.System).RunAsync(_fleet.Select(), async (stack, cancelled) =>
        {
            int running = Interlocked.Increment(ref now);
            most = Math.Max(most, running);
            // The first waits for a second, so that two do run at a time.
            if (running == 2)
                both.Release(4);
            await both.WaitAsync(cancelled);
            Interlocked.Decrement(ref now);
            return await Ready(stack);
        }, _ => { }, CancellationToken.None);

        Assert.Equal(2, most);
    }

    [Fact]
    public async Task A_run_that_is_ended_keeps_what_is_known_and_names_who_had_no_turn()
    {
        using CancellationTokenSource ended = new();

        FleetRunner runner = new(1, TimeProvider.System);
        IReadOnlyList<StackOutcome> outcomes = await runner.RunAsync(_fleet.Select(), async (stack, cancelled) =>
        {
            if (stack.Name == "b")
                await ended.CancelAsync();
            cancelled.ThrowIfCancellationRequested();
            return await Ready(stack);
        }, _ => { }, ended.Token);

        Assert.Equal([StackState.Ready, StackState.NotDone, StackState.NotDone, StackState.NotDone],
            outcomes.Select(outcome => outcome.State));
        Assert.Equal(FleetExitCode.Cancelled, Summary(outcomes).ExitCode);
    }

    [Fact]
    public void The_lowest_exit_code_counts_and_readiness_brings_none()
    {
        FleetStack stack = _fleet.Select()[0];

        Assert.Equal(0, Summary([Outcome(stack, StackState.Ready, 0), Outcome(stack, StackState.ReadyWithWarnings, 0)]).ExitCode);
        Assert.Equal(5, Summary([Outcome(stack, StackState.Ready, 0), Outcome(stack, StackState.NotReady, 9),
            Outcome(stack, StackState.NotReady, 5)]).ExitCode);
        Assert.Equal("NOT READY: 3 stacks, 2 not ready, 1 ready (exit code 5)", Summary([Outcome(stack, StackState.Ready, 0),
            Outcome(stack, StackState.NotReady, 9), Outcome(stack, StackState.NotReady, 5)]).Sentence);
        Assert.Equal("READY: 1 stack, 1 ready", Summary([Outcome(stack, StackState.Ready, 0)]).Sentence);
    }

    private static FleetSummary Summary(IReadOnlyList<StackOutcome> outcomes) =>
        new() { Command = "rehearse", StartedAt = DateTimeOffset.UnixEpoch, Seconds = 1, Stacks = outcomes };

    private static StackOutcome Outcome(FleetStack stack, StackState state, int exitCode) =>
        StackOutcome.Of(stack, state, exitCode, "said in a test");

    private static Task<StackOutcome> Ready(FleetStack stack) =>
        Task.FromResult(StackOutcome.Of(stack, StackState.Ready, FleetExitCode.Ready, "Ready."));
}
