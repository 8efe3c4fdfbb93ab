namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// The waits of terraform-provider-azuread 3.9.0. A rehearsal keeps their number and order and shortens each of them by
/// <see cref="Scale"/>; on a real tenant a certificate takes at least 4 s to appear and an application at least 20 s to vanish.
/// </summary>
public sealed record ProviderTiming
{
    /// <summary>The clock that waits run on.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Factor on every wait of the provider's own; 1 is real time. A wait that the tenant asks for (Retry-After) is never shortened.
    /// </summary>
    public double Scale { get; init; } = 1.0 / 500;

    /// <summary>Time that reads, deletes and assignments may take before the provider gives up.</summary>
    internal static TimeSpan ShortOperation { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Time that creating or updating applications, certificates and service principals may take.</summary>
    internal static TimeSpan LongOperation { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Waits one of the provider's own intervals.</summary>
    internal Task DelayAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        TimeSpan scaled = interval * Scale;
        return scaled <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(scaled, Clock, cancellationToken);
    }

    /// <summary>Waits as long as the tenant asked for.</summary>
    internal Task HonourAsync(TimeSpan retryAfter, CancellationToken cancellationToken) => Task.Delay(retryAfter, Clock, cancellationToken);

    /// <summary>How often the provider's HTTP client repeats a request within an operation's time.</summary>
    internal static int Retries(TimeSpan operation) => operation.TotalSeconds <= 63
        ? (int)Math.Floor(Math.Log2(operation.TotalSeconds + 1)) - 1
        : (int)((operation.TotalSeconds - 63) / 61) + 6;

    /// <summary>The pause before retry number <paramref name="retry"/> (from 0): 1, 2, 4 … 32, then 61 seconds.</summary>
    internal static TimeSpan Backoff(int retry) => TimeSpan.FromSeconds(retry < 6 ? 1 << retry : 61);

    /// <summary>
    /// Looks until <paramref name="look"/> has said true <paramref name="hits"/> times in a row. While it says false, the pause
    /// doubles up to ten seconds.
    /// </summary>
    /// <exception cref="TimeoutException">The state did not hold within the operation's time.</exception>
    internal async Task PollAsync(string what, Func<Task<bool>> look, TimeSpan interval, int hits, TimeSpan operation,
        CancellationToken cancellationToken)
    {
        TimeSpan spent = TimeSpan.Zero;
        TimeSpan pause = interval;
        int inARow = 0;
        while (true)
        {
            bool hit = await look();
            inARow = hit ? inARow + 1 : 0;
            if (inARow >= hits)
                return;
            if (spent >= operation)
                throw new TimeoutException($"timeout while waiting for {what}");
            pause = hit ? interval : TimeSpan.FromSeconds(Math.Min(10, pause.TotalSeconds * 2));
            await DelayAsync(pause, cancellationToken);
            spent += pause;
        }
    }
}
