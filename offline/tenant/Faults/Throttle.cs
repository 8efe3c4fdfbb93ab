using SimulatedTenant.Options;

namespace SimulatedTenant.Faults;

/// <summary>Counts requests in windows, and makes whoever has used up a window wait for the next.</summary>
internal sealed class Throttle<TKey>(RateLimitingOptions limit, TimeProvider clock)
    where TKey : notnull
{
    private const int MostKeys = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Window> _windows = [];

    /// <summary>How long to wait, in whole seconds; null when the request may pass.</summary>
    /// <param name="key">Who asks.</param>
    /// <param name="early">Whether the request comes before the wait has run out that an earlier one was told.</param>
    public int? Admit(TKey key, out bool early)
    {
        TimeSpan length = TimeSpan.FromSeconds(limit.ResetTimeWindowSeconds);
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_windows.Count >= MostKeys)
                _windows.Clear();
            Window window = _windows.GetValueOrDefault(key) ?? new(now, 0, now, DateTimeOffset.MinValue);
            early = now < window.Until && now - window.Told >= Waits.Grace;
            if (early)
                window = window with { Until = window.Until + limit.EarlyPenalty };
            else if (now >= window.Until && now - window.Start >= length)
                window = new(now, 0, now, DateTimeOffset.MinValue);
            window = window with { Count = window.Count + 1 };
            bool over = now < window.Until || window.Count > limit.RateLimit;
            if (over && now >= window.Until)
            {
                DateTimeOffset until = limit.RetryAfterSeconds is { } wait ? now.AddSeconds(wait) : window.Start + length;
                window = window with { Told = now, Until = until };
            }
            _windows[key] = window;
            return over ? Math.Max(1, (int)Math.Ceiling((window.Until - now).TotalSeconds)) : null;
        }
    }

    /// <param name="Start">When the window began.</param>
    /// <param name="Count">Requests in it.</param>
    /// <param name="Told">When a request was first told to wait.</param>
    /// <param name="Until">Until when.</param>
    private sealed record Window(DateTimeOffset Start, int Count, DateTimeOffset Told, DateTimeOffset Until);
}
