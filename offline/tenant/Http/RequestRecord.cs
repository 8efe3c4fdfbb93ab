using SimulatedTenant.Options;

namespace SimulatedTenant.Http;

/// <summary>One answered request in the tenant's log: an HTTP request, or a command of an IMAP session.</summary>
/// <param name="Number">How many requests were answered up to this one.</param>
/// <param name="Time">When it was answered, by the tenant's clock.</param>
/// <param name="Method">HTTP method, or IMAP command.</param>
/// <param name="PathAndQuery">
/// Path and query as sent, percent-encoded. Of a command, <c>imap://</c> with the mailbox and what was asked for; never a credential.
/// </param>
/// <param name="Status">
/// Status of the answer; 0 where the connection was lost before there was one. Of a command, what HTTP would say: 200 for OK, 400 for BAD,
/// 403 for NO, 429 and 503 for trouble.
/// </param>
/// <param name="AppId">Application whose token was presented, or that signed in; null where there was none.</param>
/// <param name="Duration">How long the answer took.</param>
/// <param name="Body">Body of a request that writes to the directory, and null otherwise. Never that of a sign-in.</param>
public sealed record RequestRecord(
    long Number, DateTimeOffset Time, string Method, string PathAndQuery, int Status, Guid? AppId, TimeSpan Duration, string? Body)
{
    /// <summary>What the request speaks.</summary>
    public RequestProtocol Protocol { get; init; }

    /// <summary>
    /// Of a command, the line that completed it, without its tag, such as <c>NO AUTHENTICATE failed.</c>; null otherwise.
    /// </summary>
    public string? Completion { get; init; }

    /// <summary>Whether it came before a <c>Retry-After</c> or a back-off that its client was told had run out.</summary>
    public bool IsEarly { get; init; }

    /// <summary>Whether the connection was broken on purpose, so that the client did not get the whole answer.</summary>
    public bool IsLost { get; init; }

    /// <summary>Whether the request changed the directory: a Graph request that is no GET and no batch, and that succeeded.</summary>
    public bool IsWrite => Status is >= 200 and < 300
        && Method is ("POST" or "PATCH" or "PUT" or "DELETE")
        && (PathAndQuery.StartsWith("/v1.0/", StringComparison.Ordinal) || PathAndQuery.StartsWith("/beta/", StringComparison.Ordinal))
        && !PathAndQuery.Contains("/$batch", StringComparison.Ordinal);
}
