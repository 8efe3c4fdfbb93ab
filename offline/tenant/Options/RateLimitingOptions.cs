namespace SimulatedTenant.Options;

/// <summary>
/// Throttling: each application has so many requests to Graph and Exchange in each window; further ones, items of a batch included, get 429
/// with <c>Retry-After</c>.
/// </summary>
public sealed record RateLimitingOptions
{
    /// <summary>Requests in a window. Default 120.</summary>
    public int RateLimit { get; init; } = 120;

    /// <summary>Length of a window, seconds. Default 60.</summary>
    public int ResetTimeWindowSeconds { get; init; } = 60;

    /// <summary>Value of <c>Retry-After</c>, seconds. Default: what is left of the window, rounded up.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>
    /// By how much each request lengthens the wait that comes before <c>Retry-After</c> has run out. Default: not at all.
    /// </summary>
    public TimeSpan EarlyPenalty { get; init; }
}
