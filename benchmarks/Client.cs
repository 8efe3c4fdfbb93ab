using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant;

namespace Benchmarks;

/// <summary>Sends the same request over and over, twice as many at once as there are processors.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="handler">Trusts the server.</param>
    /// <param name="token">Access token; null where none is asked for.</param>
    public Client(SocketsHttpHandler handler, string? token = null)
    {
        _http = new(handler);
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>A client that signs in to a tenant as its deployer.</summary>
    public static async Task<Client> SignInAsync(TenantServer tenant)
    {
        using HttpClient http = new(tenant.CreateHandler());
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = tenant.Deployer.ClientId.ToString(),
            ["client_secret"] = tenant.Deployer.ClientSecret,
            ["scope"] = $"{tenant.Url}.default",
        });
        Uri endpoint = new(tenant.Url, $"{tenant.Directory.TenantId}/oauth2/v2.0/token");
        using HttpResponseMessage response = await http.PostAsync(endpoint, form);
        response.EnsureSuccessStatusCode();
        string? token = (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"];
        return new(tenant.CreateHandler(), token);
    }

    public async Task<byte[]> OnceAsync(Uri url, string? body)
    {
        using HttpRequestMessage request = Request(url, body);
        using HttpResponseMessage response = await _http.SendAsync(request);
        byte[] answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode
            ? answer
            : throw new InvalidOperationException($"{url}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }

    /// <returns>Answers a second.</returns>
    public async Task<double> RateAsync(Uri url, string? body, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        long count = 0;
        await AtOnceAsync(async () =>
        {
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                await DrainAsync(url, body);
                Interlocked.Increment(ref count);
            }
        });
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Sends so many requests.</summary>
    public async Task SendAsync(Uri url, int count)
    {
        int left = count;
        await AtOnceAsync(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await DrainAsync(url, null);
        });
    }

    public void Dispose() => _http.Dispose();

    private static Task AtOnceAsync(Func<Task> work) =>
        Task.WhenAll(Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => work()));

    private async Task DrainAsync(Uri url, string? body)
    {
        using HttpRequestMessage request = Request(url, body);
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await response.Content.CopyToAsync(Stream.Null);
        response.EnsureSuccessStatusCode();
    }

    private static HttpRequestMessage Request(Uri url, string? body) => new(body is null ? HttpMethod.Get : HttpMethod.Post, url)
    {
        Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
    };
}
