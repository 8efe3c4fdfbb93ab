using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Directory;

/// <summary>Asks Microsoft Graph many small questions, 20 to a request. What is throttled, or fails on the service's side, is asked again
/// after the longest wait that any of a request's answers asks for.</summary>
internal sealed class GraphBatch(HttpClient http, TokenCredential credential, TenantEndpoints endpoints, TimeProvider clock)
{
    /// <summary>Microsoft Graph's limit of requests in a batch.</summary>
    private const int Size = 20;

    private const int Tries = 5;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(2);

    /// <summary>One answer per question, in their order; null where the service gave none in several tries.</summary>
    /// <param name="urls">The questions: paths below the version.</param>
    /// <param name="concurrency">How many requests run at once.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<GraphBatchAnswer?>> GetAsync(
        IReadOnlyList<string> urls, int concurrency, CancellationToken cancellationToken)
    {
        GraphBatchAnswer?[] answers = new GraphBatchAnswer?[urls.Count];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Max(1, concurrency), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, urls.Count).Chunk(Size), parallel, async (indexes, token) =>
        {
            int[] left = indexes;
            for (int tried = 1; left.Length > 0; tried++)
            {
                TimeSpan wait = await SendAsync(urls, left, answers, token);
                left = [.. left.Where(index => answers[index] is null)];
                if (left.Length == 0 || tried == Tries)
                    break;
                await Task.Delay(wait, clock, token);
            }
        });
        return answers;
    }

    private async Task<TimeSpan> SendAsync(
        IReadOnlyList<string> urls, IReadOnlyList<int> indexes, GraphBatchAnswer?[] answers, CancellationToken cancellationToken)
    {
        JsonArray requests = [.. indexes.Select(index => (JsonNode)new JsonObject
        {
            ["id"] = index.ToString(CultureInfo.InvariantCulture),
            ["method"] = "GET",
            ["url"] = urls[index],
        })];
        AccessToken token = await credential.GetTokenAsync(new TokenRequestContext([endpoints.GraphScope]), cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(endpoints.GraphUrl, "/v1.0/$batch"))
        {
            Content = new StringContent(new JsonObject { ["requests"] = requests }.ToJsonString(), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Token) },
        };
        using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            return ShortestWait;
        using JsonDocument batch = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        TimeSpan wait = ShortestWait;
        foreach (JsonElement item in batch.RootElement.GetProperty("responses").EnumerateArray())
        {
            int index = int.Parse(item.GetProperty("id").GetString()!, CultureInfo.InvariantCulture);
            int status = item.GetProperty("status").GetInt32();
            if (status is not (429 or >= 500))
                answers[index] = new(status, item.TryGetProperty("body", out JsonElement body) ? body.Clone() : default);
            else if (RetryAfter(item) is TimeSpan asked && asked > wait)
                wait = asked < LongestWait ? asked : LongestWait;
        }
        return wait;
    }

    private static TimeSpan? RetryAfter(JsonElement item) =>
        item.TryGetProperty("headers", out JsonElement headers) && headers.ValueKind == JsonValueKind.Object
        && headers.EnumerateObject().FirstOrDefault(header => header.Name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase))
            is { Value.ValueKind: not JsonValueKind.Undefined } header
        && int.TryParse(header.Value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
