namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// Lets one resource be worked on at a time, and of those that are ready the one next that belongs to the same integration, by name. A program
/// declares in parallel; this keeps what a rehearsal does and prints in an order that a person can follow and that is the same every time.
/// </summary>
internal sealed class ReadyQueue(CancellationToken cancellationToken)
{
    // What hangs on the resource that has just been made is declared within this time; a late one is only out of order.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(4);

    private readonly Lock gate = new();
    private readonly List<(string Name, TaskCompletionSource Turn)> waiting = [];
    private string last = "";
    private bool busy;
    private bool choosing;

    /// <summary>Waits for its turn; dispose of the result to end it.</summary>
    public async Task<IDisposable> EnterAsync(string name)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((name, turn));
            Choose();
        }

        await turn.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(this);
    }

    private void Choose()
    {
        if (busy || choosing || waiting.Count == 0)
            return;
        choosing = true;
        _ = ChooseAsync();
    }

    private async Task ChooseAsync()
    {
        await Task.Delay(Settle, CancellationToken.None).ConfigureAwait(false);
        lock (gate)
        {
            choosing = false;
            (string Name, TaskCompletionSource Turn) next = waiting
                .OrderByDescending(waiter => Integration(waiter.Name) == Integration(last))
                .ThenBy(waiter => waiter.Name, StringComparer.Ordinal)
                .First();
            waiting.Remove(next);
            last = next.Name;
            busy = true;
            next.Turn.SetResult();
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            busy = false;
            Choose();
        }
    }

    private static string Integration(string name) => name.Split('/')[0];

    private sealed class Turn(ReadyQueue queue) : IDisposable
    {
        public void Dispose() => queue.Leave();
    }
}
