using SimulatedTenant.Http;
using SimulatedTenant.Options;

namespace SimulatedTenant.Faults;

/// <summary>What the options ask for, decided alike for requests of every protocol.</summary>
internal sealed class FaultPlan
{
    private readonly TenantOptions _options;
    private readonly Waits _waits;
    private readonly RequestNumbers _numbers;
    private readonly Throttle<Guid>? _perApplication;
    private readonly Throttle<(Guid Application, string Mailbox)>? _perMailbox;
    private long _count;

    public FaultPlan(TenantOptions options, RequestCounters counters, TimeProvider clock)
    {
        _options = options;
        Dice = new(options.Seed);
        _waits = new(counters, clock);
        _numbers = new(options.FailAt);
        _perApplication = options.RateLimiting is { } limit ? new(limit, clock) : null;
        _perMailbox = options.MailboxRateLimiting is { } mailboxLimit ? new(mailboxLimit, clock) : null;
        IsOn = options.FailEvery > 0 || options.FailAt.Count > 0 || options.RandomErrors is { Rate: > 0, AllowedErrors.Count: > 0 }
            || _perApplication is not null || _perMailbox is not null;
    }

    public Dice Dice { get; }

    /// <summary>Whether a request may get an error.</summary>
    public bool IsOn { get; }

    /// <summary>Counts a request; the fault that is planned for it, or null.</summary>
    public FaultKind? Number(RequestProtocol protocol) => _numbers.Next(protocol);

    /// <summary>Whether requests of a protocol meet no trouble but what is planned for one of them.</summary>
    public bool Spares(RequestProtocol protocol) =>
        protocol == RequestProtocol.Other || (protocol == RequestProtocol.SignIn && !_options.SignInTrouble);

    /// <summary>How long an answer takes longer.</summary>
    /// <param name="name">The request.</param>
    /// <param name="rounds">How many times one after the other.</param>
    public TimeSpan Delay(string name, int rounds)
    {
        if (_options.Latency is not { } latency)
            return TimeSpan.Zero;
        int delay = 0;
        for (int round = rounds; round > 0; round--)
            delay += latency.MinMs + Dice.Throw("latency", name, Math.Max(0, latency.MaxMs - latency.MinMs) + 1);
        return TimeSpan.FromMilliseconds(delay);
    }

    /// <summary>What becomes of a request's connection.</summary>
    public ConnectionFault Connection(RequestProtocol protocol, string name, FaultKind? planned)
    {
        switch (planned)
        {
            case FaultKind.ConnectionDropped:
                return ConnectionFault.DropBefore;
            case FaultKind.ConnectionDroppedAfterEffect:
                return ConnectionFault.DropAfter;
            case FaultKind.AnswerCut:
                return ConnectionFault.Cut;
        }
        if (_options.Connections is not { } trouble || Spares(protocol))
            return ConnectionFault.None;
        if (Dice.Throw("drop", name, 100) < trouble.Dropped)
            return Dice.Throw("drop-after", name, 2) == 0 ? ConnectionFault.DropBefore : ConnectionFault.DropAfter;
        return Dice.Throw("cut", name, 100) < trouble.Cut ? ConnectionFault.Cut : ConnectionFault.None;
    }

    /// <summary>Counts a request against the limits; the seconds that it is to wait, or null when it may pass.</summary>
    /// <param name="client">Application.</param>
    /// <param name="mailbox">Whose mailbox it asks for in Graph; or null.</param>
    /// <param name="early">Whether it comes before an earlier wait has run out.</param>
    public int? Admit(Guid client, string? mailbox, out bool early)
    {
        early = false;
        int? wait = _perApplication?.Admit(client, out early);
        if (wait is null && mailbox is not null && _perMailbox is not null)
            wait = _perMailbox.Admit((client, mailbox), out early);
        return wait;
    }

    /// <summary>Notes that an answer told a client to wait before it asks for this again.</summary>
    public void Tell(Guid client, string name, int seconds) => _waits.Tell(client, name, TimeSpan.FromSeconds(seconds));

    /// <summary>Whether a request comes before its client was to ask again; if so it is counted.</summary>
    /// <param name="client">Application.</param>
    /// <param name="name">The request.</param>
    /// <param name="throttled">Whether it comes too early for a limit.</param>
    public bool IsEarly(Guid client, string name, bool throttled) => _waits.Meet(client, name, throttled);

    /// <summary>Counts a request; whether it is one of those that fail by their turn.</summary>
    public bool FailsByTurn() => _options.FailEvery > 0 && Interlocked.Increment(ref _count) % _options.FailEvery == 0;

    /// <summary>
    /// A random error: its status, the seconds of its <c>Retry-After</c>, and whether it comes before the effect; or null.
    /// </summary>
    public (int Status, int RetryAfter, bool Before)? RandomError(string name)
    {
        if (_options.RandomErrors is not { Rate: > 0, AllowedErrors.Count: > 0 } random || Dice.Throw("error", name, 100) >= random.Rate)
            return null;
        int status = random.AllowedErrors[Dice.Throw("status", name, random.AllowedErrors.Count)];
        bool before = status == 429 || random.Timing switch
        {
            ErrorTiming.After => false,
            ErrorTiming.Mixed => Dice.Throw("timing", name, 2) == 0,
            _ => true,
        };
        return (status, random.RetryAfterInSeconds, before);
    }

    /// <summary>The status by which a planned fault of a request without a connection of its own is told.</summary>
    public static int Status(FaultKind kind) => kind switch
    {
        FaultKind.ServiceUnavailable => 503,
        FaultKind.TooManyRequests => 429,
        FaultKind.InternalServerError => 500,
        FaultKind.GatewayTimeout => 504,
        FaultKind.TokenExpired => 401,
        _ => 502,
    };
}
