using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// Speaks to a tenant as terraform-provider-azuread 3.9.0 does: finds its endpoints by the metadata request, signs in once with a
/// client secret, sends the same headers, and repeats what the provider's HTTP client repeats (408, 424, 429, 5xx except 501).
/// </summary>
internal sealed partial class GraphClient : IDisposable
{
    private const string Json = "application/json; charset=utf-8; IEEE754Compatible=false";

    private readonly HttpClient _http;
    private readonly ProviderTiming _timing;
    private readonly string _graph;
    private readonly string _authorization;

    private GraphClient(HttpClient http, ProviderTiming timing, string graph, string accessToken)
    {
        _http = http;
        _timing = timing;
        _graph = graph;
        _authorization = $"Bearer {accessToken}";
        JsonObject claims = ReadClaims(accessToken);
        TenantId = claims.Text("tid") ?? "";
        ObjectId = claims.Text("oid") ?? throw new InvalidOperationException("the deployer's token has no claim \"oid\"");
    }

    /// <summary>The base of all Graph addresses, without a slash at its end.</summary>
    public string BaseUrl => _graph;

    /// <summary>The deployer's tenant, from its token.</summary>
    public string TenantId { get; }

    /// <summary>The object id of the deployer's service principal, from its token.</summary>
    public string ObjectId { get; }

    /// <summary>The waits in use.</summary>
    public ProviderTiming Timing => _timing;

    /// <summary>Reads the tenant's metadata and signs the deployer in.</summary>
    /// <exception cref="GraphRequestException">The tenant refused the deployer.</exception>
    public static async Task<GraphClient> ConnectAsync(Uri tenant, HttpMessageHandler handler, DeployerIdentity deployer,
        ProviderTiming timing, CancellationToken cancellationToken)
    {
        HttpClient http = new(handler, disposeHandler: true) { Timeout = TimeSpan.FromMinutes(5) };
        try
        {
            string metadata = await http.GetStringAsync(new Uri(tenant, "/metadata/endpoints?api-version=2022-09-01"), cancellationToken);
            JsonObject endpoints = JsonNode.Parse(metadata) as JsonObject
                ?? throw new InvalidOperationException("the tenant's metadata is not a JSON object");
            string graph = endpoints.Text("microsoftGraphResourceId")?.TrimEnd('/')
                ?? throw new InvalidOperationException("the tenant's metadata has no \"microsoftGraphResourceId\"");
            string login = (endpoints["authentication"] as JsonObject).Text("loginEndpoint")
                ?? throw new InvalidOperationException("the tenant's metadata has no \"authentication.loginEndpoint\"");
            string token = await SignInAsync(http, new Uri($"{login}/{deployer.TenantId}/oauth2/v2.0/token"), graph, deployer, timing,
                cancellationToken);
            return new GraphClient(http, timing, graph, token);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>One object.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, path, null, ProviderTiming.ShortOperation, null, cancellationToken)
            ?? throw new InvalidOperationException($"GET {path}: the answer has no body");

    /// <summary>One object, or null where the tenant says 404.</summary>
    public async Task<JsonObject?> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (GraphRequestException exception) when (exception.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>All objects of a list, page by page.</summary>
    public async Task<List<JsonObject>> ListAsync(string path, CancellationToken cancellationToken)
    {
        List<JsonObject> all = [];
        string? next = path;
        while (next is not null)
        {
            JsonObject page = await GetAsync(next, cancellationToken);
            if (page["value"] is not JsonArray)
                throw new InvalidOperationException($"GET {path}: the answer has no \"value\": model was nil");
            all.AddRange(page.Objects("value"));
            next = page.Text("@odata.nextLink");
        }

        return all;
    }

    /// <summary>Creates; gives back the object as the tenant answered it (empty where it answered without a body).</summary>
    public async Task<JsonObject> PostAsync(string path, JsonObject body, TimeSpan operation, Func<GraphRequestException, bool>? repeat,
        CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Post, path, body, operation, repeat, cancellationToken) ?? [];

    /// <summary>Changes what the body names and nothing else.</summary>
    public Task PatchAsync(string path, JsonObject body, TimeSpan operation, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, body, operation, null, cancellationToken);

    /// <summary>Deletes.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, ProviderTiming.ShortOperation, null, cancellationToken);

    /// <summary>
    /// A path with query options, encoded as the provider encodes them (keys in order, <c>$</c> as <c>%24</c>, blanks as <c>+</c>).
    /// </summary>
    public static string Query(string path, params (string Name, string Value)[] options) =>
        path + "?" + string.Join('&', options.OrderBy(option => option.Name, StringComparer.Ordinal)
            .Select(option => $"{WebUtility.UrlEncode(option.Name)}={WebUtility.UrlEncode(option.Value)}"));

    /// <summary>A text inside a filter: quotes are doubled.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject?> SendAsync(HttpMethod method, string path, JsonObject? body, TimeSpan operation,
        Func<GraphRequestException, bool>? repeat, CancellationToken cancellationToken)
    {
        Uri address = new(path.StartsWith("https://", StringComparison.Ordinal) ? path : _graph + path);
        int retries = ProviderTiming.Retries(operation);
        for (int retry = 0; ; retry++)
        {
            using HttpRequestMessage request = new(method, address);
            request.Headers.TryAddWithoutValidation("Accept", Json);
            request.Headers.TryAddWithoutValidation("Authorization", _authorization);
            request.Headers.TryAddWithoutValidation("OData-MaxVersion", "4.0");
            request.Headers.TryAddWithoutValidation("OData-Version", "4.0");
            request.Content = new ByteArrayContent(body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString()));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Json);

            using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
            string text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.IsSuccessStatusCode)
                return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;

            GraphRequestException exception = ReadError(answer, text);
            bool transient =
                answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.FailedDependency or HttpStatusCode.TooManyRequests
                || ((int)answer.StatusCode >= 500 && answer.StatusCode != HttpStatusCode.NotImplemented);
            if (retry >= retries || !(transient || repeat?.Invoke(exception) == true))
                throw exception;
            if (answer.Headers.RetryAfter?.Delta is { } asked)
                await _timing.HonourAsync(asked, cancellationToken);
            else
                await _timing.DelayAsync(ProviderTiming.Backoff(retry), cancellationToken);
        }
    }

    private static async Task<string> SignInAsync(HttpClient http, Uri endpoint, string graph, DeployerIdentity deployer,
        ProviderTiming timing, CancellationToken cancellationToken)
    {
        for (int retry = 0; ; retry++)
        {
            using FormUrlEncodedContent form = new(new Dictionary<string, string>
            {
                ["client_id"] = deployer.ClientId.ToString(),
                ["client_secret"] = deployer.ClientSecret,
                ["grant_type"] = "client_credentials",
                ["scope"] = $"{graph}/.default",
            });
            using HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = form };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using HttpResponseMessage answer = await http.SendAsync(request, cancellationToken);
            string text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (answer.IsSuccessStatusCode && (JsonNode.Parse(text) as JsonObject).Text("access_token") is { } token)
                return token;
            bool transient = answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500;
            if (!transient || retry >= 4)
            {
                string reason = answer.ReasonPhrase ?? "";
                throw new GraphRequestException(answer.StatusCode, reason, null, $"the deployer could not sign in: {text}");
            }
            await timing.DelayAsync(TimeSpan.FromSeconds(Math.Min(30, 1 << retry)), cancellationToken);
        }
    }

    private static GraphRequestException ReadError(HttpResponseMessage answer, string text)
    {
        string reason = answer.ReasonPhrase is { Length: > 0 } phrase ? phrase : Spaced().Replace(answer.StatusCode.ToString(), " $1");
        try
        {
            if (JsonNode.Parse(text) is JsonObject body && body["error"] is JsonObject error)
                return new GraphRequestException(answer.StatusCode, reason, error.Text("code"), error.Text("message"));
        }
        catch (JsonException)
        {
            // The body is no JSON: a proxy or a crash answered, and its text says more than nothing.
        }

        return new GraphRequestException(answer.StatusCode, reason, null, text.Length == 0 ? null : text);
    }

    private static JsonObject ReadClaims(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3)
            throw new InvalidOperationException("the deployer's token does not have three parts");
        string padded = parts[1].Replace('-', '+').Replace('_', '/').PadRight((parts[1].Length + 3) / 4 * 4, '=');
        return JsonNode.Parse(Convert.FromBase64String(padded)) as JsonObject
            ?? throw new InvalidOperationException("the deployer's token has no claims");
    }

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex Spaced();
}
