using SimulatedTenant.Http;

namespace SimulatedTenant.Faults;

/// <summary>
/// Which clients were told to wait, for how long and with what, so that those who do not are noticed. What is on its way while the client
/// is being told is not early.
/// </summary>
internal sealed class Waits(RequestCounters counters, TimeProvider clock)
{
    /// <summary>How long a client may take to hear that it is to wait.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private const int MostKeys = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Client, string What), (DateTimeOffset Told, DateTimeOffset Until)> _waits = [];

    /// <summary>Notes that an answer told a client to wait.</summary>
    public void Tell(Guid client, string what, TimeSpan wait)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_waits.Count >= MostKeys)
                _waits.Clear();
            DateTimeOffset until = now + wait;
            if (!_waits.TryGetValue((client, what), out (DateTimeOffset Told, DateTimeOffset Until) known) || known.Until < until)
                _waits[(client, what)] = (now, until);
        }
    }

    /// <summary>Whether a request comes before its client was to ask for this again; if so it is counted.</summary>
    /// <param name="client">Application.</param>
    /// <param name="what">What it asks for.</param>
    /// <param name="throttled">Whether it comes too early for a limit that it is over.</param>
    public bool Meet(Guid client, string what, bool throttled)
    {
        DateTimeOffset now = clock.GetUtcNow();
        bool early = throttled;
        lock (_gate)
        {
            if (_waits.TryGetValue((client, what), out (DateTimeOffset Told, DateTimeOffset Until) wait))
            {
                early |= now < wait.Until && now - wait.Told >= Grace;
                if (now >= wait.Until)
                    _waits.Remove((client, what));
            }
        }
        if (early)
            counters.CountEarly(client);
        return early;
    }
}
