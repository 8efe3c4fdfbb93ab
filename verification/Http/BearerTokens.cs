using System.Collections.Concurrent;

namespace TenantOnboarding.Verification.Http;

/// <summary>Who can get a new token where a service no longer takes the one that was sent.</summary>
internal sealed class BearerTokens(TimeProvider clock)
{
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>A token was issued.</summary>
    /// <param name="token">The token.</param>
    /// <param name="renewal">Whether it replaces one that a service refused.</param>
    /// <param name="renew">Gets the token that replaces it.</param>
    public void Add(string token, bool renewal, Func<CancellationToken, Task<string>> renew) =>
        _known[token] = new(renewal, clock.GetTimestamp(), renew);

    /// <summary>A service took the token.</summary>
    public void Accept(string? token)
    {
        if (token is not null && _known.TryGetValue(token, out Known? known))
            known.Accepted = true;
    }

    /// <summary>
    /// The token to send instead of one that a service says has ended; null where a new one would fare no better: a new token that was
    /// never taken is refused for another reason.
    /// </summary>
    public Task<string?> ReplaceAsync(string? token, CancellationToken cancellationToken) =>
        ReplaceAsync(token, known => known.Accepted || !known.Renewal, cancellationToken);

    /// <summary>The same where the service does not say why it refuses: then a token is not replaced again within a minute.</summary>
    public Task<string?> ReplaceOldAsync(string? token, CancellationToken cancellationToken) => ReplaceAsync(
        token, known => !known.Renewal || clock.GetElapsedTime(known.Issued) >= Old, cancellationToken);

    private async Task<string?> ReplaceAsync(string? token, Func<Known, bool> may, CancellationToken cancellationToken) =>
        token is not null && _known.TryGetValue(token, out Known? known) && may(known)
            && await known.Renew(cancellationToken) is string other && other != token ? other : null;

    private sealed class Known(bool renewal, long issued, Func<CancellationToken, Task<string>> renew)
    {
        public bool Renewal => renewal;

        public long Issued => issued;

        public bool Accepted { get; set; }

        public Func<CancellationToken, Task<string>> Renew => renew;
    }
}
