using System.Collections.Concurrent;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>A clock whose delays pass at once and are noted.</summary>
internal sealed class RecordingClock : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Delays { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
            Delays.Enqueue(dueTime);
        return System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
