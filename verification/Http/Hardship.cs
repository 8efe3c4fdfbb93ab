using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Http;

/// <summary>Counts what a run sits through.</summary>
internal sealed class Hardship(TimeProvider clock)
{
    /// <summary>The shortest wait of a timer.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private long _requests, _failed, _throttled, _since;
    private TimeSpan _waited;
    private int _waiting;

    /// <summary>The numbers so far.</summary>
    public Weather Read()
    {
        lock (_gate)
            return new(_requests, _failed, _throttled, _waiting == 0 ? _waited : _waited + clock.GetElapsedTime(_since));
    }

    /// <summary>A question was put.</summary>
    public void Count(Trouble? trouble)
    {
        lock (_gate)
        {
            _requests++;
            if (trouble is { Throttled: true })
                _throttled++;
            else if (trouble is not null)
                _failed++;
        }
    }

    /// <summary>Waits, on the clock, and not a millisecond less. Waits side by side count once.</summary>
    public async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiting++ == 0)
                _since = clock.GetTimestamp();
        }
        try
        {
            // Timers go by a coarser clock than timestamps, and may come a little early.
            long begun = clock.GetTimestamp();
            for (TimeSpan left = wait; left > TimeSpan.Zero; left = wait - clock.GetElapsedTime(begun))
                await Task.Delay(left > Least ? left : Least, clock, cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                if (--_waiting == 0)
                    _waited += clock.GetElapsedTime(_since);
            }
        }
    }
}
