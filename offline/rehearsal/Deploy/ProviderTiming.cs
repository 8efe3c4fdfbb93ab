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

    /// <summary>
    /// How long the tenant may keep unseen what was written, by the clock: the longest of its delays. Default zero: all is seen at once.
    /// </summary>
    public TimeSpan Replication { get; init; }

    /// <summary>
    /// For how long, by the clock, a request is repeated at least while the tenant fails, asks to wait or loses the connection: the
    /// provider's shortened waits may be over before the trouble is. Default 3 minutes.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>By when, after it was written, something must be seen; zero where all is seen at once.</summary>
    internal TimeSpan SeenWithin => Replication <= TimeSpan.Zero ? TimeSpan.Zero : (2 * Replication) + TimeSpan.FromSeconds(2);

    /// <summary>The least pause before another look for something that is not seen yet.</summary>
    internal TimeSpan LookAgain => TimeSpan.FromSeconds(Math.Min(10, Replication.TotalSeconds / 4));

    /// <summary>Time that reads, deletes and assignments may take before the provider gives up.</summary>
    internal static TimeSpan ShortOperation { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Time that creating or updating applications, certificates and service principals may take.</summary>
    internal static TimeSpan LongOperation { get; } = TimeSpan.FromMinutes(10);

    /// <summary>A wait of the provider's own, as short as it is here.</summary>
    internal TimeSpan Shortened(TimeSpan interval) => interval * Scale;

    /// <summary>How often the provider's HTTP client repeats a request within an operation's time.</summary>
    internal static int Retries(TimeSpan operation) => operation.TotalSeconds <= 63
        ? (int)Math.Floor(Math.Log2(operation.TotalSeconds + 1)) - 1
        : (int)((operation.TotalSeconds - 63) / 61) + 6;

    /// <summary>The pause before retry number <paramref name="retry"/> (from 0): 1, 2, 4 … 32, then 61 seconds.</summary>
    internal static TimeSpan Backoff(int retry) => TimeSpan.FromSeconds(retry < 6 ? 1 << retry : 61);
}
