using System.Net;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// Decides whether a request is put again, waits in between, and counts what a deployment sits through. The provider's own number of
/// repetitions is the least; since its waits are shortened, the clock decides when they were enough.
/// </summary>
internal sealed class Endurance(ProviderTiming timing)
{
    // Once the provider would have given up, had it waited this briefly: slow enough not to be a burden.
    private static readonly TimeSpan Overtime = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private long _requests;
    private long _failed;
    private long _throttled;
    private TimeSpan _waited;

    /// <summary>What was sat through so far.</summary>
    public Weather Weather
    {
        get
        {
            lock (_gate)
                return new(_requests, _failed, _throttled, _waited);
        }
    }

    /// <summary>Whether an answer may be another one when the request is repeated: what the provider's HTTP client repeats.</summary>
    public static bool Passes(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.FailedDependency or HttpStatusCode.TooManyRequests
        || ((int)status >= 500 && status != HttpStatusCode.NotImplemented);

    /// <summary>Whether a connection was lost, which a repetition may not lose, and not refused for what the tenant is.</summary>
    public static bool Passes(Exception exception) => exception is IOException
        || exception is HttpRequestException
        {
            HttpRequestError: not (HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.ConfigurationLimitExceeded),
        };

    /// <summary>Begins to ask something.</summary>
    public long Begin() => timing.Clock.GetTimestamp();

    /// <summary>Counts one attempt.</summary>
    /// <param name="status">Its answer; null where the connection was lost.</param>
    public void Count(HttpStatusCode? status)
    {
        lock (_gate)
        {
            _requests++;
            if (status == HttpStatusCode.TooManyRequests)
                _throttled++;
            else if (status is null || Passes(status.Value))
                _failed++;
        }
    }

    /// <summary>Waits before a request is repeated.</summary>
    /// <param name="retry">How often it was repeated already.</param>
    /// <param name="retries">How often the provider repeats it.</param>
    /// <param name="began">When it was first put, from <see cref="Begin"/>.</param>
    /// <param name="asked">How long the tenant asked to wait, or null.</param>
    /// <param name="unseen">True where something is not replicated yet, false where the tenant or the way to it failed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False, at once, where it is enough.</returns>
    public async Task<bool> WaitAsync(int retry, int retries, long began, TimeSpan? asked, bool unseen, CancellationToken cancellationToken)
    {
        bool over = retry >= retries;
        if (over && timing.Clock.GetElapsedTime(began) >= (unseen ? timing.SeenWithin : timing.Patience))
            return false;
        TimeSpan pause = timing.Shortened(ProviderTiming.Backoff(retry));
        if (unseen && pause < timing.LookAgain)
            pause = timing.LookAgain;
        if (over && pause < Overtime)
            pause = Overtime;
        await WaitAsync(asked ?? pause, cancellationToken);
        return true;
    }

    /// <summary>
    /// Looks until <paramref name="look"/> has said true <paramref name="hits"/> times in a row. While it says false, the pause
    /// doubles up to ten seconds, and is no shorter than replication makes sensible.
    /// </summary>
    /// <returns>False where that did not come about within the operation's time, nor by when it must be seen.</returns>
    public async Task<bool> HoldsAsync(Func<Task<bool>> look, TimeSpan interval, int hits, TimeSpan operation,
        CancellationToken cancellationToken)
    {
        long began = Begin();
        TimeSpan spent = TimeSpan.Zero;
        TimeSpan pause = interval;
        int inARow = 0;
        while (true)
        {
            bool last = spent >= operation && timing.Clock.GetElapsedTime(began) >= timing.SeenWithin;
            bool hit = await look();
            inARow = hit ? inARow + 1 : 0;
            if (inARow >= hits)
                return true;
            if (last)
                return false;
            pause = hit ? interval : TimeSpan.FromSeconds(Math.Min(10, pause.TotalSeconds * 2));
            spent += pause;
            TimeSpan shortened = timing.Shortened(pause);
            await WaitAsync(hit || shortened > timing.LookAgain ? shortened : timing.LookAgain, cancellationToken);
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause <= TimeSpan.Zero)
            return;
        long began = Begin();
        await Task.Delay(pause, timing.Clock, cancellationToken);
        lock (_gate)
            _waited += timing.Clock.GetElapsedTime(began);
    }
}
