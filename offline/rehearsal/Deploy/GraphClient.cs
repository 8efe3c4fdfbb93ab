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
/// client secret, sends the same headers, and repeats what the provider's HTTP client repeats (408, 424, 429, 5xx except 501, lost
/// connections). What may have been done though the answer was lost is not done twice.
/// </summary>
internal sealed partial class GraphClient : IDisposable
{
    private const string Json = "application/json; charset=utf-8; IEEE754Compatible=false";

    private readonly HttpClient _http;
    private readonly Endurance _endurance;
    private readonly string _graph;
    private readonly string _authorization;

    private GraphClient(HttpClient http, ProviderTiming timing, Endurance endurance, string graph, string accessToken)
    {
        _http = http;
        Timing = timing;
        _endurance = endurance;
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
    public ProviderTiming Timing { get; }

    /// <summary>What repeats requests, and counts what was sat through.</summary>
    public Endurance Endurance => _endurance;

    /// <summary>Reads the tenant's metadata and signs the deployer in.</summary>
    /// <exception cref="GraphRequestException">The tenant refused the deployer.</exception>
    public static async Task<GraphClient> ConnectAsync(Uri tenant, HttpMessageHandler handler, DeployerIdentity deployer,
        ProviderTiming timing, CancellationToken cancellationToken)
    {
        HttpClient http = new(handler, disposeHandler: true) { Timeout = TimeSpan.FromMinutes(5) };
        Endurance endurance = new(timing);
        try
        {
            string metadata = await http.GetStringAsync(new Uri(tenant, "/metadata/endpoints?api-version=2022-09-01"), cancellationToken);
            JsonObject endpoints = JsonNode.Parse(metadata) as JsonObject
                ?? throw new InvalidOperationException("the tenant's metadata is not a JSON object");
            string graph = endpoints.Text("microsoftGraphResourceId")?.TrimEnd('/')
                ?? throw new InvalidOperationException("the tenant's metadata has no \"microsoftGraphResourceId\"");
            string login = (endpoints["authentication"] as JsonObject).Text("loginEndpoint")
                ?? throw new InvalidOperationException("the tenant's metadata has no \"authentication.loginEndpoint\"");
            string token = await DeployerSignIn.RunAsync(http, new Uri($"{login}/{deployer.TenantId}/oauth2/v2.0/token"), graph, deployer,
                endurance, cancellationToken);
            return new GraphClient(http, timing, endurance, graph, token);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>One object.</summary>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        await SendAsync(new Call(HttpMethod.Get, path, null, ProviderTiming.ShortOperation), cancellationToken)
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
    /// <param name="path">Where.</param>
    /// <param name="body">What.</param>
    /// <param name="operation">How long the provider may take.</param>
    /// <param name="repeat">Errors that the provider repeats besides those that pass; null for none.</param>
    /// <param name="creation">How to find what was made though the answer was lost; null where there is nothing to find.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<JsonObject> PostAsync(string path, JsonObject body, TimeSpan operation, Func<GraphRequestException, bool>? repeat,
        Creation? creation, CancellationToken cancellationToken) =>
        await SendAsync(new Call(HttpMethod.Post, path, body, operation) { Repeat = repeat, Creation = creation }, cancellationToken) ?? [];

    /// <summary>Changes what the body names and nothing else.</summary>
    public Task PatchAsync(string path, JsonObject body, TimeSpan operation, CancellationToken cancellationToken) =>
        PatchAsync(path, body, operation, null, cancellationToken);

    /// <summary>The same, where some errors are repeated besides those that pass.</summary>
    public Task PatchAsync(string path, JsonObject body, TimeSpan operation, Func<GraphRequestException, bool>? repeat,
        CancellationToken cancellationToken) =>
        SendAsync(new Call(HttpMethod.Patch, path, body, operation) { Repeat = repeat }, cancellationToken);

    /// <summary>Deletes.</summary>
    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new Call(HttpMethod.Delete, path, null, ProviderTiming.ShortOperation), cancellationToken);

    /// <summary>Looks until something has held <paramref name="hits"/> times in a row.</summary>
    /// <exception cref="TimeoutException">It did not within the operation's time.</exception>
    public async Task PollAsync(string what, Func<Task<bool>> look, TimeSpan interval, int hits, TimeSpan operation,
        CancellationToken cancellationToken)
    {
        if (!await _endurance.HoldsAsync(look, interval, hits, operation, cancellationToken))
            throw new TimeoutException($"timeout while waiting for {what}");
    }

    /// <summary>
    /// A path with query options, encoded as the provider encodes them (keys in order, <c>$</c> as <c>%24</c>, blanks as <c>+</c>).
    /// </summary>
    public static string Query(string path, params (string Name, string Value)[] options) =>
        path + "?" + string.Join('&', options.OrderBy(option => option.Name, StringComparer.Ordinal)
            .Select(option => $"{WebUtility.UrlEncode(option.Name)}={WebUtility.UrlEncode(option.Value)}"));

    /// <summary>A text inside a filter: quotes are doubled.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject?> SendAsync(Call call, CancellationToken cancellationToken)
    {
        int retries = ProviderTiming.Retries(call.Operation);
        long began = _endurance.Begin();
        bool unsure = false;
        for (int retry = 0; ; retry++)
        {
            Attempt attempt = await TryAsync(call, cancellationToken);
            if (attempt.Error is not { } error)
                return attempt.Answer;
            GraphRequestException? refusal = error as GraphRequestException;
            // An earlier attempt had been carried out after all, and only its answer was lost.
            if (unsure && call.Method == HttpMethod.Delete && refusal is { Status: HttpStatusCode.NotFound })
                return null;
            if (unsure && call.Method == HttpMethod.Post && refusal is not null && Creation.IsThere(refusal))
                return call.Creation is null ? null : await FindAsync(call.Creation, cancellationToken) ?? throw error;

            bool passes = refusal is null || Endurance.Passes(refusal.Status);
            unsure |= passes && refusal is not { Status: HttpStatusCode.TooManyRequests };
            if (!(passes || call.Repeat?.Invoke(refusal!) == true)
                || !await _endurance.WaitAsync(retry, retries, began, attempt.RetryAfter, !passes, cancellationToken))
            {
                throw error;
            }
            if (unsure && call.Creation is { Unique: false } creation && await FindAsync(creation, cancellationToken) is { } made)
                return made;
        }
    }

    /// <summary>Puts a request once.</summary>
    private async Task<Attempt> TryAsync(Call call, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request =
            new(call.Method, call.Path.StartsWith("https://", StringComparison.Ordinal) ? call.Path : _graph + call.Path);
        request.Headers.TryAddWithoutValidation("Accept", Json);
        request.Headers.TryAddWithoutValidation("Authorization", _authorization);
        request.Headers.TryAddWithoutValidation("OData-MaxVersion", "4.0");
        request.Headers.TryAddWithoutValidation("OData-Version", "4.0");
        request.Content = new ByteArrayContent(call.Body is null ? [] : Encoding.UTF8.GetBytes(call.Body.ToJsonString()));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Json);
        try
        {
            using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
            string text = await answer.Content.ReadAsStringAsync(cancellationToken);
            _endurance.Count(answer.StatusCode);
            return answer.IsSuccessStatusCode
                ? new Attempt(text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject, null, null)
                : new Attempt(null, ReadError(answer, text), answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception exception) when (Endurance.Passes(exception))
        {
            _endurance.Count(null);
            return new Attempt(null, exception, null);
        }
    }

    /// <summary>What was made though its answer was lost; null where it is not there when it would have to be.</summary>
    private async Task<JsonObject?> FindAsync(Creation creation, CancellationToken cancellationToken)
    {
        JsonObject? found = null;
        await _endurance.HoldsAsync(async () => (found = await creation.FindAsync()) is not null, TimeSpan.FromSeconds(1), 1, TimeSpan.Zero,
            cancellationToken);
        return found;
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

    /// <summary>A request, however often it is put.</summary>
    private sealed record Call(HttpMethod Method, string Path, JsonObject? Body, TimeSpan Operation)
    {
        public Func<GraphRequestException, bool>? Repeat { get; init; }

        public Creation? Creation { get; init; }
    }

    /// <summary>What came of putting a request once: an answer, which may be empty, or an error.</summary>
    private readonly record struct Attempt(JsonObject? Answer, Exception? Error, TimeSpan? RetryAfter);
}
