namespace TenantOnboarding.Verification.Http;

/// <summary>
/// How many requests a service bears at once, found out by asking: one more after each good answer until the service first asks to slow
/// down, then one more after each round of good answers; half of it at once when the service asks to slow down, though only once for
/// the requests that were on their way together. This is how TCP finds its level (RFC 5681).
/// </summary>
/// <param name="most">Never more than this.</param>
/// <param name="clock">Tells which requests were on their way together.</param>
/// <param name="start">How many at first.</param>
internal sealed class AdaptiveLimiter(int most, TimeProvider clock, int start = 8)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = new();
    private double _level = Math.Min(start, most);
    private double _threshold = most;
    private long _lowered = long.MinValue;
    private int _inFlight;

    /// <summary>How many requests may be on their way at this moment.</summary>
    public int Level
    {
        get
        {
            lock (_gate)
                return (int)_level;
        }
    }

    /// <summary>Whether it still doubles from round to round.</summary>
    public bool IsStarting
    {
        get
        {
            lock (_gate)
                return _level < _threshold;
        }
    }

    /// <summary>Waits for a place; each place is given back by <see cref="Leave"/>.</summary>
    /// <param name="first">Whether to go before those who wait: for questions that were asked before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task EnterAsync(bool first, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> place = new(new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_inFlight < (int)_level && (first || _waiting.Count == 0))
            {
                _inFlight++;
                return;
            }
            if (first)
                _waiting.AddFirst(place);
            else
                _waiting.AddLast(place);
        }
        try
        {
            await place.Value.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (place.List is not null)
                    _waiting.Remove(place);
                else
                    GiveBack();
            }
            throw;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave()
    {
        lock (_gate)
            GiveBack();
    }

    /// <summary>A request was answered well.</summary>
    public void Raise()
    {
        lock (_gate)
        {
            // What is not used up proves nothing about what the service bears.
            if (_inFlight < (int)_level / 2)
                return;
            _level = Math.Min(most, _level + (_level < _threshold ? 1 : 1 / _level));
            LetIn();
        }
    }

    /// <summary>The service asked to slow down.</summary>
    /// <param name="asked">When the request was sent that was told so, as a timestamp of the clock.</param>
    public void Lower(long asked)
    {
        lock (_gate)
        {
            if (asked < _lowered)
                return;
            _lowered = clock.GetTimestamp();
            _level = _threshold = Math.Max(1, _level / 2);
        }
    }

    private void GiveBack()
    {
        _inFlight--;
        LetIn();
    }

    private void LetIn()
    {
        while (_inFlight < (int)_level && _waiting.First is LinkedListNode<TaskCompletionSource> next)
        {
            _waiting.Remove(next);
            _inFlight++;
            next.Value.SetResult();
        }
    }
}
