using System.Security.Cryptography;
using Polly;
using Polly.Timeout;

namespace TenantOnboarding.Verification.Http;

/// <summary>
/// The line to one service, shared by all integrations of a run. A question is put until it is answered, as many at once as the service
/// bears, and never before a wait has run out that the service asked for.
/// </summary>
internal sealed class ServiceLine
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100), ChanceWait = TimeSpan.FromMilliseconds(250),
        ShortWait = TimeSpan.FromSeconds(2), LongWait = TimeSpan.FromSeconds(15);

    /// <summary>After so many tries a failure is no longer taken for chance.</summary>
    private const int ShortWaits = 20;

    private const int LeastTries = 3;

    /// <summary>How many answers tell whether the service asks most questions to slow down, and how many of them are looked at.</summary>
    private const int Many = 8, Window = 32;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly Pause _pause;
    private readonly Hardship _hardship;
    private readonly ResiliencePipeline _timeout;
    private readonly Lock _gate = new();
    private readonly Queue<bool> _latest = new(Window);
    private int _latestThrottled;
    private long _answers;
    private long? _silentSince;

    /// <param name="name">What a report calls the service.</param>
    /// <param name="most">How many questions at once at most.</param>
    /// <param name="limits">How long a question is asked, and how long one try may take.</param>
    /// <param name="pause">The wait that the service asked for; several lines to one service share it.</param>
    /// <param name="hardship">Counts.</param>
    public ServiceLine(string name, int most, LineLimits limits, Pause pause, Hardship hardship)
    {
        Name = name;
        Limiter = new(most, limits.Clock);
        Most = most;
        RequestTimeout = limits.RequestTimeout;
        _clock = limits.Clock;
        _patience = limits.AnswerWithin;
        _pause = pause;
        _hardship = hardship;
        _timeout = new ResiliencePipelineBuilder { TimeProvider = limits.Clock }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.RequestTimeout })
            .Build();
    }

    /// <summary>What a report calls the service.</summary>
    public string Name { get; }

    /// <summary>How many questions it may be asked at once at most.</summary>
    public int Most { get; }

    /// <summary>How long one try may take.</summary>
    public TimeSpan RequestTimeout { get; }

    /// <summary>How many questions it is asked at once.</summary>
    public AdaptiveLimiter Limiter { get; }

    /// <summary>Whether the service has answered anything yet.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Whether the service has answered nothing for so long that there is no use in asking on.</summary>
    public bool IsSilent
    {
        get
        {
            lock (_gate)
                return _silentSince is long since && _clock.GetElapsedTime(since) >= _patience;
        }
    }

    /// <summary>Asks until there is an answer.</summary>
    /// <param name="ask">Asks once, given the number of tries before; gives back an answer, or what came in its place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UnansweredException">The deadline came first.</exception>
    public async Task<T> AskAsync<T>(Func<int, CancellationToken, Task<(T? Answer, Trouble? Trouble)>> ask,
        CancellationToken cancellationToken)
        where T : class
    {
        Patience patience = NewPatience();
        while (true)
        {
            await EnterAsync(patience.Tries > 0, cancellationToken);
            long asked = _clock.GetTimestamp();
            T? answer;
            Trouble? trouble;
            try
            {
                (answer, trouble) = await OnceAsync(token => ask(patience.Tries, token), cancellationToken);
                Note(asked, trouble);
            }
            finally
            {
                Limiter.Leave();
            }
            if (trouble is null)
                return answer!;
            TimeSpan wait = patience.Next(trouble)
                ?? throw new UnansweredException(Name, patience.Spent, trouble.Detail);
            await _hardship.WaitAsync(wait, cancellationToken);
        }
    }

    /// <summary>Waits for a place, and for the end of any wait that the service asked for. The place is given back by
    /// <see cref="AdaptiveLimiter.Leave"/>.</summary>
    /// <exception cref="UnansweredException">The service wants to be left alone for longer than the deadline allows.</exception>
    public async Task EnterAsync(bool again, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Limiter.EnterAsync(again, cancellationToken);
            TimeSpan left = _pause.Left;
            if (left <= TimeSpan.Zero)
                return;
            Limiter.Leave();
            if (left > _patience)
                throw new UnansweredException(Name, TimeSpan.Zero, $"the service asks to wait {left.TotalSeconds:0} s");
            await _hardship.WaitAsync(left, cancellationToken);
        }
    }

    /// <summary>Puts a question once, from a place that is held. What becomes of it is for <see cref="Note"/>.</summary>
    public async Task<(T? Answer, Trouble? Trouble)> OnceAsync<T>(
        Func<CancellationToken, Task<(T? Answer, Trouble? Trouble)>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await _timeout.ExecuteAsync(async token => await ask(token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return (null, new($"no answer within {RequestTimeout.TotalSeconds:0} s"));
        }
    }

    /// <summary>Learns from what became of a question, or of several that went together.</summary>
    /// <param name="asked">When it was put, as a timestamp of the clock.</param>
    /// <param name="troubles">What came in place of each answer; null for an answer.</param>
    public void Note(long asked, params IReadOnlyList<Trouble?> troubles)
    {
        bool answered = false, all = false, most;
        TimeSpan? wait = null;
        int throttled = 0;
        foreach (Trouble? trouble in troubles)
        {
            _hardship.Count(trouble);
            answered |= trouble is null;
            if (trouble is not { Throttled: true })
                continue;
            throttled++;
            all |= trouble.ForAll;
            wait = trouble.Wait > (wait ?? TimeSpan.Zero) ? trouble.Wait : wait;
        }
        lock (_gate)
        {
            HasAnswered |= answered;
            _answers += answered ? 1 : 0;
            _silentSince = answered ? null : _silentSince ?? asked;
            most = IsMostThrottled(troubles);
        }
        // Where single limits strike most questions, they are not single.
        if (all || (throttled > 0 && most))
            Slow(wait, asked);
        else if (answered)
            Limiter.Raise();
    }

    /// <summary>Waits, and counts that.</summary>
    public Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => _hardship.WaitAsync(wait, cancellationToken);

    /// <summary>This moment, as a timestamp of the clock.</summary>
    public long Now() => _clock.GetTimestamp();

    /// <summary>How long ago such a moment was.</summary>
    public TimeSpan Since(long moment) => _clock.GetElapsedTime(moment);

    /// <summary>The patience with a question that is about to be asked.</summary>
    public Patience NewPatience() => new(this);

    /// <summary>Whether the service asked to slow down in most of its latest answers. One batch tells little, as it may be small.</summary>
    private bool IsMostThrottled(IReadOnlyList<Trouble?> troubles)
    {
        foreach (Trouble? trouble in troubles)
        {
            bool throttled = trouble is { Throttled: true };
            _latest.Enqueue(throttled);
            _latestThrottled += throttled ? 1 : 0;
            if (_latest.Count > Window && _latest.Dequeue())
                _latestThrottled--;
        }
        return _latestThrottled == _latest.Count || (_latest.Count >= Many && _latestThrottled * 2 >= _latest.Count);
    }

    private void Slow(TimeSpan? wait, long asked)
    {
        Limiter.Lower(asked);
        if (wait is TimeSpan length)
            _pause.Extend(length);
    }

    /// <summary>Up to a quarter less, so that runs that began together do not come back together.</summary>
    private static TimeSpan Jittered(TimeSpan wait) => wait * (1 - (RandomNumberGenerator.GetInt32(250) / 1000.0));

    private long Answers()
    {
        lock (_gate)
            return _answers;
    }

    /// <summary>How long one question is asked on.</summary>
    public sealed class Patience(ServiceLine line)
    {
        private readonly long _begun = line._clock.GetTimestamp();
        private long _answers = line.Answers();
        private int _alone;

        /// <summary>How often it was asked without an answer.</summary>
        public int Tries { get; private set; }

        /// <summary>How long it has been asked.</summary>
        public TimeSpan Spent => line._clock.GetElapsedTime(_begun);

        /// <summary>How long to wait before it is asked again, or null where the deadline comes first.</summary>
        public TimeSpan? Next(Trouble trouble)
        {
            Tries++;
            TimeSpan wait = trouble.Wait ?? Jittered(OwnWait());
            // Time may have passed while the machine slept: a question is asked a few times, whatever the clock says.
            bool over = Tries >= LeastTries && (line.IsSilent || Spent + wait >= line._patience);
            return over || wait > line._patience ? null : wait;
        }

        /// <summary>
        /// Where the service does not say how long: longer from try to try while it answers nothing else either. A failure among answers
        /// to others is chance, and soon tried again, unless it repeats itself.
        /// </summary>
        private TimeSpan OwnWait()
        {
            long answers = line.Answers();
            bool chance = answers != _answers && Tries <= ShortWaits;
            _answers = answers;
            if (!chance)
                _alone++;
            TimeSpan most = chance ? ChanceWait : _alone <= ShortWaits ? ShortWait : LongWait;
            return TimeSpan.FromTicks(Math.Min(FirstWait.Ticks << Math.Clamp(chance ? Tries - 1 : _alone - 1, 0, 20), most.Ticks));
        }
    }
}
