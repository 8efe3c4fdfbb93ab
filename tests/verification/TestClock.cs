namespace TenantOnboarding.Tests.Verification;

/// <summary>A clock that stands still, except that waits up to a limit end at once and move it on to their end.</summary>
internal sealed class TestClock(DateTimeOffset start, TimeSpan? endsWaitsUpTo = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly TimeSpan _limit = endsWaitsUpTo ?? TimeSpan.FromSeconds(60);
    private DateTimeOffset _now = start;

    public TestClock()
        : this(TimeProvider.System.GetUtcNow())
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan span) => AdvanceTo(GetUtcNow() + span);

    private void AdvanceTo(DateTimeOffset time)
    {
        Timer[] due;
        lock (_gate)
        {
            _now = time > _now ? time : _now;
            due = [.. _timers.Where(t => t.DueAt <= _now)];
            _timers.RemoveAll(t => t.DueAt <= _now);
        }
        foreach (Timer timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; private set; } = DateTimeOffset.MaxValue;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            DateTimeOffset dueAt;
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime < TimeSpan.Zero)
                    return true;
                DueAt = dueAt = clock._now + dueTime;
                clock._timers.Add(this);
            }
            if (dueTime <= clock._limit)
                ThreadPool.QueueUserWorkItem(_ => clock.AdvanceTo(dueAt));
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
