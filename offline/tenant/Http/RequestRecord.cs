namespace SimulatedTenant.Http;

/// <summary>One answered request in the tenant's log.</summary>
/// <param name="Number">How many requests were answered up to this one.</param>
/// <param name="Time">When it was answered, by the tenant's clock.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="PathAndQuery">Path and query as sent, percent-encoded.</param>
/// <param name="Status">Status of the answer.</param>
/// <param name="AppId">Application whose token was presented, or that signed in; null where there was none.</param>
/// <param name="Duration">How long the answer took.</param>
/// <param name="Body">Body of a request that writes to the directory, and null otherwise. Never that of a sign-in.</param>
public sealed record RequestRecord(
    long Number, DateTimeOffset Time, string Method, string PathAndQuery, int Status, Guid? AppId, TimeSpan Duration, string? Body)
{
    /// <summary>Whether the request changed the directory: a Graph request that is no GET and no batch, and that succeeded.</summary>
    public bool IsWrite => Status is >= 200 and < 300
        && Method is ("POST" or "PATCH" or "PUT" or "DELETE")
        && (PathAndQuery.StartsWith("/v1.0/", StringComparison.Ordinal) || PathAndQuery.StartsWith("/beta/", StringComparison.Ordinal))
        && !PathAndQuery.Contains("/$batch", StringComparison.Ordinal);
}
