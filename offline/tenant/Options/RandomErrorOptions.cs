namespace SimulatedTenant.Options;

/// <summary>Errors at random in place of answers of Graph and Exchange, items of a batch included.</summary>
public sealed record RandomErrorOptions
{
    /// <summary>How many of 100 requests fail: 0 to 100. Default 50.</summary>
    public int Rate { get; init; } = 50;

    /// <summary>Which statuses they get, each as likely as any other. Default 429, 500, 502, 503, 504.</summary>
    public IReadOnlyList<int> AllowedErrors { get; init; } = [429, 500, 502, 503, 504];

    /// <summary>Value of <c>Retry-After</c> of 429 and 503, seconds. Default 1.</summary>
    public int RetryAfterInSeconds { get; init; } = 1;

    /// <summary>Before the request's effect or after it; 429 always comes before it. Default before.</summary>
    public ErrorTiming Timing { get; init; }
}
