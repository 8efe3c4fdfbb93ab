using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>
/// Sends JSON to a service and waits when the service asks for it: <c>Retry-After</c>, GitHub's rate limit, and its secondary one, which
/// may say nothing about how long.
/// https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
/// </summary>
/// <param name="name">What an error calls the service.</param>
/// <param name="http">With the service's address and authorization.</param>
/// <param name="clock">Its waits.</param>
internal sealed partial class JsonService(string name, HttpClient http, TimeProvider clock)
{
    private const int MostTries = 6;

    /// <summary>Between two writes, as GitHub asks for.
    /// https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#pause-between-mutative-requests</summary>
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(1);

    /// <summary>GitHub's window of requests is an hour; a workflow that waits longer is started again rather.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(61);

    private bool _hasWritten;

    /// <summary>
    /// Sends. What only reads is sent again after a failure; what writes is not, because it may have been done: only a refusal to do it yet
    /// is waited out.
    /// </summary>
    /// <exception cref="ServiceException">No answer came, or the service asks for a wait that is too long.</exception>
    public async Task<ServiceAnswer> SendAsync(HttpMethod method, Uri address, JsonNode? body, CancellationToken cancellationToken)
    {
        bool reads = method == HttpMethod.Get;
        if (!reads && _hasWritten)
            await Task.Delay(BetweenWrites, clock, cancellationToken);
        _hasWritten |= !reads;
        for (int attempt = 1; ; attempt++)
        {
            (ServiceAnswer? answer, TimeSpan? wait, string reason) = await TryAsync(method, address, body, attempt, cancellationToken);
            if (wait is not { } time || attempt == MostTries || (answer is null && !reads))
                return answer ?? throw new ServiceException(
                    $"{name}: {method} {address.AbsolutePath} was not answered ({reason}); expected its API; check the address and the "
                    + "network");
            if (time > LongestWait)
                throw new ServiceException(string.Create(CultureInfo.InvariantCulture,
                    $"{name}: it asks for a wait of {time.TotalMinutes:0} minutes ({reason}); expected at most "
                    + $"{LongestWait.TotalMinutes:0}; start this again then: what is done is found again and not done twice"));
            await Task.Delay(time, clock, cancellationToken);
        }
    }

    private async Task<(ServiceAnswer? Answer, TimeSpan? Wait, string Reason)> TryAsync(
        HttpMethod method, Uri address, JsonNode? body, int attempt, CancellationToken cancellationToken)
    {
        try
        {
            using HttpRequestMessage request = new(method, address);
            if (body is not null)
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8,
                    // Of what is sent here, only a JSON Patch is a list.
                    body is JsonArray ? "application/json-patch+json" : "application/json");
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            ServiceAnswer answer = new(response.StatusCode, Parse(text), Next(response, address));
            return (answer, Wait(method, response, text, attempt), answer.Message);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            string reason = TransportErrors.InWords(exception) ?? TransportErrors.FirstLine(exception.Message);
            return (null, Backoff(attempt), reason.TrimEnd('.'));
        }
    }

    /// <summary>How long to wait before the same request is worth another try; null where it is not.</summary>
    private TimeSpan? Wait(HttpMethod method, HttpResponseMessage response, string text, int attempt)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            if (response.Headers.RetryAfter is { } after)
                return Positive(after.Delta ?? after.Date - now);
            if (Header(response, "x-ratelimit-remaining") == "0"
                && long.TryParse(Header(response, "x-ratelimit-reset"), CultureInfo.InvariantCulture, out long reset))
                return Positive(DateTimeOffset.FromUnixTimeSeconds(reset) - now + TimeSpan.FromSeconds(1));
            // It says not how long, and GitHub's documentation "at least one minute".
            if (response.StatusCode == HttpStatusCode.TooManyRequests || text.Contains("rate limit", StringComparison.OrdinalIgnoreCase))
                return TimeSpan.FromMinutes(1 << (attempt - 1));
        }
        return method == HttpMethod.Get && (int)response.StatusCode >= 500 ? Backoff(attempt) : null;
    }

    private static TimeSpan Positive(TimeSpan? wait) => wait > TimeSpan.Zero ? wait.Value : TimeSpan.FromSeconds(1);

    private static TimeSpan Backoff(int attempt) => TimeSpan.FromSeconds(1 << attempt);

    private static string? Header(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    /// <summary>The address of the next page. Another host than the one that was asked gets no token.</summary>
    private static Uri? Next(HttpResponseMessage response, Uri address) =>
        Header(response, "Link") is { } links && NextLink().Match(links) is { Success: true } link
        && Uri.TryCreate(address, link.Groups[1].Value, out Uri? next)
        && Uri.Compare(next, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? next : null;

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("<([^>]+)>;\\s*rel=\"next\"")]
    private static partial Regex NextLink();
}
