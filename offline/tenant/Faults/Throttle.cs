using SimulatedTenant.Http;
using SimulatedTenant.Options;

namespace SimulatedTenant.Faults;

/// <summary>Counts requests in windows, and makes whoever has used up a window wait for the next.</summary>
internal sealed class Throttle<TKey>(RateLimitingOptions limit, RequestCounters counters, TimeProvider clock)
    where TKey : notnull
{
    private const int MostKeys = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Window> _windows = [];

    /// <summary>How long to wait, in whole seconds; null when the request may pass.</summary>
    public int? Admit(TKey key)
    {
        TimeSpan length = TimeSpan.FromSeconds(limit.ResetTimeWindowSeconds);
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_windows.Count >= MostKeys)
                _windows.Clear();
            Window window = _windows.GetValueOrDefault(key) ?? new(now, 0, DateTimeOffset.MinValue);
            if (now < window.Until)
            {
                counters.CountEarly();
                window = window with { Until = window.Until + limit.EarlyPenalty };
            }
            else if (now - window.Start >= length)
            {
                window = new(now, 0, DateTimeOffset.MinValue);
            }
            window = window with { Count = window.Count + 1 };
            bool over = now < window.Until || window.Count > limit.RateLimit;
            if (over && now >= window.Until)
                window = window with { Until = limit.RetryAfterSeconds is { } wait ? now.AddSeconds(wait) : window.Start + length };
            _windows[key] = window;
            return over ? Math.Max(1, (int)Math.Ceiling((window.Until - now).TotalSeconds)) : null;
        }
    }

    private sealed record Window(DateTimeOffset Start, int Count, DateTimeOffset Until);
}
