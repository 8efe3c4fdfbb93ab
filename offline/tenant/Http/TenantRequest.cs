using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SimulatedTenant.Http;

/// <summary>One request, apart from the connection that brought it: an HTTP request or one item of a <c>$batch</c>.</summary>
internal sealed class TenantRequest
{
    private const int LongestClientId = 200;
    private const string NotJson =
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.";

    private readonly byte[] _body;
    private readonly IHeaderDictionary _headers;
    private readonly Dictionary<string, string> _query;

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
        Segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).SelectMany(SplitKey)];
        _query = mark < 0
            ? []
            : QueryHelpers.ParseQuery(target[mark..]).ToDictionary(q => q.Key, q => q.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    public string Method { get; }

    public string Target { get; }

    public string BaseUrl { get; }

    public IReadOnlyList<string> Segments { get; }

    /// <summary>Query parameters, decoded; names without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Query => _query;

    /// <summary>Who asks; set by the router for requests that need a token.</summary>
    public Caller Caller { get; set; } = Caller.Nobody;

    /// <summary>Values of the route's parameters.</summary>
    public Dictionary<string, string> Route { get; } = new(StringComparer.Ordinal);

    /// <summary>The id that every answer tells.</summary>
    public Guid RequestId { get; } = Guid.NewGuid();

    /// <summary>The id that the client gave the request, or null.</summary>
    public string? ClientRequestId =>
        Header("client-request-id") is { Length: > 0 and <= LongestClientId } id && Ascii.IsValid(id) ? id : null;

    public string? Header(string name) =>
        _headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues value) ? value.ToString() : null;

    public byte[] Body => _body;

    public string Text => Encoding.UTF8.GetString(_body);

    /// <summary>
    /// OData's other form of a key, <c>users('x')</c> or <c>applications(appId='x')</c>, as two segments: <c>users</c> and <c>x</c>,
    /// <c>applications</c> and <c>appId=x</c>.
    /// </summary>
    private static IEnumerable<string> SplitKey(string segment)
    {
        int open = segment.IndexOf('(', StringComparison.Ordinal);
        int quote = open <= 0 ? -1 : segment.IndexOf('\'', open);
        if (quote < 0 || quote > segment.Length - 3 || !segment.EndsWith("')", StringComparison.Ordinal))
            return [segment];
        string name = segment[(open + 1)..quote];
        return [segment[..open], name + segment[(quote + 1)..^2].Replace("''", "'", StringComparison.Ordinal)];
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
