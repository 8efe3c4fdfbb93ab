using System.Collections.Concurrent;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>A clock whose short delays pass at once and are noted. Limits of time are longer, and stay as they are.</summary>
internal sealed class RecordingClock : TimeProvider
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    public ConcurrentQueue<TimeSpan> Delays { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime >= Shortest)
            return System.CreateTimer(callback, state, dueTime, period);
        Delays.Enqueue(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
