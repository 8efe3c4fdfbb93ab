namespace Pulumi.Serialization;

/// <summary>All that a run has started and not yet finished.</summary>
internal sealed class InFlightTasks
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _tasks = [];

    public void Add(Task task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            lock (_lock)
            {
                _tasks.Add(task);
            }
        }
    }

    /// <summary>
    /// Waits until nothing is left, with what was added meanwhile. Returns the errors, each once however many tasks it went through.
    /// </summary>
    public async Task<IReadOnlyList<Exception>> WhenIdleAsync()
    {
        List<Exception> errors = [];
        while (Take() is { Count: > 0 } batch)
        {
            foreach (Task task in batch)
            {
                try
                {
                    await task;
                }
                catch (Exception exception)
                {
                    if (!errors.Contains(exception))
                    {
                        errors.Add(exception);
                    }
                }
            }
        }

        return errors;
    }

    private List<Task> Take()
    {
        lock (_lock)
        {
            List<Task> batch = [.. _tasks];
            _tasks.Clear();
            return batch;
        }
    }
}
