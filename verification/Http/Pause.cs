namespace TenantOnboarding.Verification.Http;

/// <summary>Until when a service wants to be left alone. Timestamps, so that a clock that is set does not matter.</summary>
internal sealed class Pause(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private long _from;
    private TimeSpan _length;

    /// <summary>What is left of it; zero or less where there is none.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate)
                return _length - clock.GetElapsedTime(_from);
        }
    }

    /// <summary>Lengthens it to so long from now, unless it lasts longer already.</summary>
    public void Extend(TimeSpan length)
    {
        lock (_gate)
        {
            long now = clock.GetTimestamp();
            if (_length - clock.GetElapsedTime(_from, now) >= length)
                return;
            _from = now;
            _length = length;
        }
    }
}
