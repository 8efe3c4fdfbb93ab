namespace TenantOnboarding.Verification.Http;

/// <summary>One request and what came of it, without secrets.</summary>
internal sealed record Exchange
{
    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>GET, POST and so on, or IMAP.</summary>
    public required string Method { get; init; }

    public required string Address { get; init; }
    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();
    public string? RequestBody { get; init; }

    /// <summary>Status of the answer; null where none came.</summary>
    public int? Status { get; init; }

    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = new Dictionary<string, string>();
    public string? ResponseBody { get; init; }

    /// <summary>Why no answer came, or null where one did.</summary>
    public string? Error { get; init; }

    /// <summary>The id that this program gave the request.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>The id that the service gave it.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether a text stands in the request or its answer.</summary>
    public bool Mentions(string text) =>
        Holds(Address, text) || Holds(RequestBody, text) || Holds(ResponseBody, text)
        || RequestHeaders.Values.Any(value => Holds(value, text));

    private static bool Holds(string? where, string text) => where?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
