using System.Globalization;
using System.Net;
using SimulatedTenant.Exchange;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Faults;

/// <summary>Latency, throttling and random errors in front of Graph and Exchange. Sign-in and metadata are spared.</summary>
internal sealed class FaultInjector(TenantOptions options, AccessTokens tokens, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Random _errors = new(options.RandomErrors?.Seed ?? 1);
    private readonly Random _delays = new(options.Latency?.Seed ?? 1);
    private readonly Dictionary<Guid, (DateTimeOffset Start, int Count)> _windows = [];

    /// <summary>Waits as long as this answer takes longer.</summary>
    public async Task DelayAsync(TenantRequest request, CancellationToken cancellation)
    {
        if (options.Latency is not { } latency)
            return;
        TimeSpan delay;
        lock (_gate)
            delay = TimeSpan.FromMilliseconds(_delays.Next(latency.MinMs, Math.Max(latency.MinMs, latency.MaxMs) + 1));
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, clock, cancellation);
    }

    /// <summary>An error in place of an answer, or null.</summary>
    public TenantResponse? Intercept(TenantRequest request)
    {
        if (options.RateLimiting is null && options.RandomErrors is null
            || request.Segments is not ["v1.0" or "beta" or "EWS" or "adminapi", .., not "$batch"])
            return null;
        return Throttle(request) ?? RandomError(request);
    }

    private TenantResponse? Throttle(TenantRequest request)
    {
        if (options.RateLimiting is not { } limit)
            return null;
        string? authorization = request.Header("Authorization");
        Guid app = authorization?.Split(' ') is [_, { } token] && tokens.Read(token, out _) is { } caller ? caller.AppId : Guid.Empty;
        TimeSpan length = TimeSpan.FromSeconds(limit.ResetTimeWindowSeconds);
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            if (!_windows.TryGetValue(app, out (DateTimeOffset Start, int Count) window) || now - window.Start >= length)
                window = (now, 0);
            _windows[app] = (window.Start, window.Count + 1);
            if (window.Count < limit.RateLimit)
                return null;
            int left = (int)Math.Ceiling((window.Start + length - now).TotalSeconds);
            return Error(request, 429, limit.RetryAfterSeconds ?? Math.Max(1, left));
        }
    }

    private TenantResponse? RandomError(TenantRequest request)
    {
        if (options.RandomErrors is not { Rate: > 0, AllowedErrors.Count: > 0 } random)
            return null;
        lock (_gate)
        {
            if (_errors.Next(100) >= random.Rate)
                return null;
            return Error(request, random.AllowedErrors[_errors.Next(random.AllowedErrors.Count)], random.RetryAfterInSeconds);
        }
    }

    private TenantResponse Error(TenantRequest request, int status, int retryAfter)
    {
        if (request.Segments[0] == "EWS" && status is (429 or 503))
            return EwsEndpoint.Busy(TimeSpan.FromSeconds(retryAfter));
        bool mailbox = request.Segments.Any(s => s is "mailFolders" or "mailboxSettings");
        string code = status switch
        {
            429 => mailbox ? "ApplicationThrottled" : "TooManyRequests",
            _ => ((HttpStatusCode)status).ToString(),
        };
        string message = status == 429
            ? (mailbox ? "Application is over its MailboxConcurrency limit." : "Too many requests.")
            : "The simulated tenant was asked to fail at random.";
        GraphException error = new(status, code, message);
        if (status is 429 or 503)
            error.Headers["Retry-After"] = retryAfter.ToString(CultureInfo.InvariantCulture);
        return error.Response(request, clock.GetUtcNow());
    }
}
