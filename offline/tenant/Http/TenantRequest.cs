using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SimulatedTenant.Options;

namespace SimulatedTenant.Http;

/// <summary>One request, apart from the connection that brought it: an HTTP request or one item of a <c>$batch</c>.</summary>
internal sealed class TenantRequest
{
    private const int LongestClientId = 200;
    private const string NotJson =
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.";

    private readonly byte[] _body;
    private readonly IHeaderDictionary _headers;
    private static readonly Dictionary<string, string> NoQuery = [];

    private readonly Dictionary<string, string> _query;
    private Guid _requestId;

    /// <param name="method">HTTP method, upper case.</param>
    /// <param name="target">Path and query as they came, percent-encoded.</param>
    /// <param name="headers">Headers.</param>
    /// <param name="body">Body, empty when there is none.</param>
    /// <param name="baseUrl">Scheme, host and port of this server, without a slash at the end.</param>
    public TenantRequest(string method, string target, IHeaderDictionary headers, byte[] body, string baseUrl)
    {
        Method = method;
        Target = target;
        _headers = headers;
        _body = body;
        BaseUrl = baseUrl;
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? target : target[..mark];
        Segments = SegmentsOf(path);
        Protocol = ProtocolOf(Segments);
        _query = mark < 0 ? NoQuery : QueryOf(target.AsSpan(mark + 1));
    }

    public string Method { get; }

    public string Target { get; }

    public string BaseUrl { get; }

    public IReadOnlyList<string> Segments { get; }

    public RequestProtocol Protocol { get; }

    /// <summary>Whether it is a <c>$batch</c>, which is answered item by item.</summary>
    public bool IsBatch => Segments is ["v1.0" or "beta", "$batch"];

    /// <summary>Whether it is an item of a <c>$batch</c>, without a connection of its own.</summary>
    public bool IsItem { get; init; }

    /// <summary>The fault that is planned for this one request, or null.</summary>
    public FaultKind? Planned { get; set; }

    /// <summary>Whether it came before the wait had run out that its client was told.</summary>
    public bool IsEarly { get; set; }

    /// <summary>Query parameters, decoded; names without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Query => _query;

    /// <summary>Who asks; set by the router for requests that need a token.</summary>
    public Caller Caller { get; set; } = Caller.Nobody;

    /// <summary>Values of the route's parameters.</summary>
    public Dictionary<string, string> Route { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The id that every answer tells. It is made when it is first asked for: an item of a batch tells it only when it fails.
    /// </summary>
    public Guid RequestId
    {
        get
        {
            if (_requestId == Guid.Empty)
                _requestId = Guid.NewGuid();
            return _requestId;
        }
    }

    /// <summary>Who asks, as the batch's own token says, for an item that has no other; null for a request of its own.</summary>
    public Caller? Vouched { get; init; }

    /// <summary>The id that the client gave the request, or null.</summary>
    public string? ClientRequestId =>
        Header("client-request-id") is { Length: > 0 and <= LongestClientId } id && Ascii.IsValid(id) ? id : null;

    public string? Header(string name) =>
        _headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues value) ? value.ToString() : null;

    public byte[] Body => _body;

    public string Text => Encoding.UTF8.GetString(_body);

    private static RequestProtocol ProtocolOf(IReadOnlyList<string> path) => path switch
    {
        ["v1.0" or "beta", _, ..] => RequestProtocol.Graph,
        [{ } first, _, ..] when first.Equals("EWS", StringComparison.OrdinalIgnoreCase) => RequestProtocol.Ews,
        ["adminapi", _, ..] => RequestProtocol.ExchangeAdministration,
        [_, "oauth2", "v2.0", "token"] => RequestProtocol.SignIn,
        _ => RequestProtocol.Other,
    };

    /// <summary>Parameters of a query; of one that comes twice, both values with a comma between them.</summary>
    private static Dictionary<string, string> QueryOf(ReadOnlySpan<char> query)
    {
        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        foreach (Range range in query.Split('&'))
        {
            ReadOnlySpan<char> parameter = query[range];
            if (parameter.Length == 0)
                continue;
            int equal = parameter.IndexOf('=');
            string name = Decode(equal < 0 ? parameter : parameter[..equal]);
            string value = equal < 0 ? "" : Decode(parameter[(equal + 1)..]);
            parameters[name] = parameters.TryGetValue(name, out string? former) ? $"{former},{value}" : value;
        }
        return parameters;
    }

    private static string Decode(ReadOnlySpan<char> text) => Uri.UnescapeDataString(text.ToString().Replace('+', ' '));

    private static List<string> SegmentsOf(string path)
    {
        List<string> segments = new(8);
        int start = 0;
        while (start < path.Length)
        {
            int end = path.IndexOf('/', start);
            end = end < 0 ? path.Length : end;
            if (end > start)
                SplitKey(Uri.UnescapeDataString(path[start..end]), segments);
            start = end + 1;
        }
        return segments;
    }

    /// <summary>
    /// OData's other form of a key, <c>users('x')</c> or <c>applications(appId='x')</c>, as two segments: <c>users</c> and <c>x</c>,
    /// <c>applications</c> and <c>appId=x</c>.
    /// </summary>
    private static void SplitKey(string segment, List<string> segments)
    {
        int open = segment.IndexOf('(', StringComparison.Ordinal);
        int quote = open <= 0 ? -1 : segment.IndexOf('\'', open);
        if (quote < 0 || quote > segment.Length - 3 || !segment.EndsWith("')", StringComparison.Ordinal))
        {
            segments.Add(segment);
            return;
        }
        string name = segment[(open + 1)..quote];
        segments.Add(segment[..open]);
        segments.Add(name + segment[(quote + 1)..^2].Replace("''", "'", StringComparison.Ordinal));
    }

    /// <summary>A route parameter that holds a GUID; anything else cannot name an object.</summary>
    public Guid RouteId(string name) => Guid.TryParse(Route[name], out Guid id)
        ? id
        : throw GraphException.BadRequest($"Invalid object identifier '{Route[name]}'.");

    /// <summary>
    /// The GUID of an alternate key such as <c>appId=…</c> in a route parameter; null where the parameter holds the object's own id.
    /// </summary>
    /// <exception cref="GraphException">400: what follows the key's name is no GUID.</exception>
    public Guid? RouteKey(string name, string key)
    {
        if (!Route[name].StartsWith(key + "=", StringComparison.OrdinalIgnoreCase))
            return null;
        string text = Route[name][(key.Length + 1)..];
        return Guid.TryParse(text, out Guid id)
            ? id
            : throw GraphException.BadRequest($"Invalid value '{text}' specified for key '{key}'.");
    }

    /// <exception cref="GraphException">The body is no JSON object.</exception>
    public JsonObject JsonBody()
    {
        try
        {
            if (JsonText.Parse(_body) is JsonObject json)
                return json;
        }
        catch (JsonException exception)
        {
            throw GraphException.BadRequest($"{NotJson} {exception.Message}");
        }
        throw GraphException.BadRequest(NotJson);
    }
}
