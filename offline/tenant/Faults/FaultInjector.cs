using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Exchange;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Faults;

/// <summary>Trouble in front of Graph and Exchange and behind them, as the options ask for it. Sign-in and metadata are spared.</summary>
internal sealed class FaultInjector
{
    /// <summary>How many requests to mailboxes Exchange works on at once for one batch.</summary>
    private const int MailboxesAtOnce = 4;

    private readonly TenantOptions _options;
    private readonly AccessTokens _tokens;
    private readonly TimeProvider _clock;
    private readonly Dice _dice;
    private readonly Throttle<Guid>? _perApplication;
    private readonly Throttle<(Guid Application, string Mailbox)>? _perMailbox;
    private readonly DirectoryChanges? _changes;
    private long _count;

    public FaultInjector(
        TenantOptions options, TenantDirectory directory, AccessTokens tokens, RequestCounters counters, TimeProvider clock)
    {
        _options = options;
        _tokens = tokens;
        _clock = clock;
        _dice = new(options.Seed);
        _perApplication = options.RateLimiting is { } limit ? new(limit, counters, clock) : null;
        _perMailbox = options.MailboxRateLimiting is { } mailboxLimit ? new(mailboxLimit, counters, clock) : null;
        _changes = options.ChangesWhilePaging ? new(directory, _dice, options.Users) : null;
    }

    /// <summary>Waits as long as this answer takes longer.</summary>
    public async Task DelayAsync(TenantRequest request, CancellationToken cancellation)
    {
        if (_options.Latency is not { } latency)
            return;
        int delay = 0;
        for (int round = Rounds(request); round > 0; round--)
            delay += latency.MinMs + _dice.Throw("latency", request, Math.Max(0, latency.MaxMs - latency.MinMs) + 1);
        if (delay > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(delay), _clock, cancellation);
    }

    /// <summary>What becomes of the connection.</summary>
    public ConnectionFault Connection(TenantRequest request)
    {
        if (_options.Connections is not { } trouble || Spared(request))
            return ConnectionFault.None;
        if (_dice.Throw("drop", request, 100) < trouble.Dropped)
            return _dice.Throw("drop-after", request, 2) == 0 ? ConnectionFault.DropBefore : ConnectionFault.DropAfter;
        return _dice.Throw("cut", request, 100) < trouble.Cut ? ConnectionFault.Cut : ConnectionFault.None;
    }

    /// <summary>The error that this request gets, and whether before its effect; null when it gets none.</summary>
    public (TenantResponse Error, bool Before)? Intercept(TenantRequest request)
    {
        if (Spared(request) || request.Segments[^1] == "$batch")
            return null;
        if (Throttled(request) is { } wait)
            return (Error(request, 429, wait), true);
        if (_options.FailEvery > 0 && Interlocked.Increment(ref _count) % _options.FailEvery == 0)
            return (Error(request, 503, 1), true);
        return RandomError(request);
    }

    /// <summary>Called when an answer was made, with the directory free.</summary>
    public void AfterAnswer(TenantRequest request)
    {
        if (_changes is not null && request is { Method: "GET", Segments: ["v1.0" or "beta", "users"] })
            _changes.AfterPage();
    }

    private static bool Spared(TenantRequest request) => request.Segments is not ["v1.0" or "beta" or "EWS" or "adminapi", _, ..];

    /// <summary>How many times the latency strikes one after the other.</summary>
    private static int Rounds(TenantRequest request)
    {
        if (request.Segments is not [_, "$batch"])
            return 1;
        try
        {
            int mailboxes = request.JsonBody()["requests"] is JsonArray items
                ? items.Count(item => item is JsonObject && item["url"] is JsonValue url && url.ToString().Contains(
                    "/mail", StringComparison.Ordinal))
                : 0;
            return Math.Clamp((mailboxes + MailboxesAtOnce - 1) / MailboxesAtOnce, 1, 5);
        }
        catch (GraphException)
        {
            return 1; // It is refused when its turn comes.
        }
    }

    private int? Throttled(TenantRequest request)
    {
        if (_perApplication is null && _perMailbox is null)
            return null;
        Guid app = request.Vouched?.AppId ?? Application(request.Header("Authorization"));
        int? wait = _perApplication?.Admit(app);
        if (wait is null && request.Segments is [_, "users", { } mailbox, "mailFolders" or "mailboxSettings" or "messages", ..])
            wait = _perMailbox?.Admit((app, mailbox.ToLowerInvariant()));
        return wait;
    }

    private Guid Application(string? authorization) =>
        authorization?.Split(' ') is [_, { } token] && _tokens.Read(token, out _) is { } caller ? caller.AppId : Guid.Empty;

    private (TenantResponse Error, bool Before)? RandomError(TenantRequest request)
    {
        if (_options.RandomErrors is not { Rate: > 0, AllowedErrors.Count: > 0 } random
            || _dice.Throw("error", request, 100) >= random.Rate)
            return null;
        int status = random.AllowedErrors[_dice.Throw("status", request, random.AllowedErrors.Count)];
        bool before = status == 429 || random.Timing switch
        {
            ErrorTiming.After => false,
            ErrorTiming.Mixed => _dice.Throw("timing", request, 2) == 0,
            _ => true,
        };
        return (Error(request, status, random.RetryAfterInSeconds), before);
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
            : "The simulated tenant was asked to fail.";
        GraphException error = new(status, code, message);
        if (status is 429 or 503)
            error.Headers["Retry-After"] = retryAfter.ToString(CultureInfo.InvariantCulture);
        return error.Response(request, _clock.GetUtcNow());
    }
}
