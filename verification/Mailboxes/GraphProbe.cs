using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Reads each inbox's folder through Microsoft Graph, 20 to a request. Items of a batch are throttled one by one, inside an answer
/// that says 200; those are asked again after the longest wait that any of them asks for.</summary>
internal sealed class GraphProbe : IMailboxProbe
{
    /// <summary>Microsoft Graph's limit of requests in a batch.</summary>
    public const int BatchSize = 20;

    public Task ProbeAsync(
        IntegrationSession session, IReadOnlyList<Account> accounts, Action<MailboxAnswer> answered, CancellationToken cancellationToken) =>
        ProbeRunner.RunAsync(session, accounts, BatchSize, (some, token) => BatchAsync(session, some, token), answered, cancellationToken);

    private static async Task<IReadOnlyList<MailboxAnswer>> BatchAsync(IntegrationSession session, IReadOnlyList<Account> accounts,
        CancellationToken cancellationToken)
    {
        MailboxAnswer?[] answers = new MailboxAnswer?[accounts.Count];
        List<int> left = [.. Enumerable.Range(0, accounts.Count)];
        for (int attempt = 0; left.Count > 0; attempt++)
        {
            (IReadOnlyList<int> again, TimeSpan wait) = await SendAsync(session, accounts, left, answers, cancellationToken);
            left = [.. again];
            if (left.Count == 0 || attempt == ThrottlingHandler.Retries)
                break;
            await Task.Delay(wait, session.Options.Clock, cancellationToken);
        }
        return [.. answers.Select((answer, i) => answer
            ?? new MailboxAnswer(accounts[i], MailboxOutcome.Failed, "the batch has no answer for this mailbox"))];
    }

    private static async Task<(IReadOnlyList<int> Again, TimeSpan Wait)> SendAsync(IntegrationSession session,
        IReadOnlyList<Account> accounts,
        IReadOnlyList<int> indexes, MailboxAnswer?[] answers, CancellationToken cancellationToken)
    {
        JsonArray requests = [.. indexes.Select(i => (JsonNode)new JsonObject
        {
            ["id"] = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["method"] = "GET",
            ["url"] = $"/users/{Uri.EscapeDataString(accounts[i].Id)}/mailFolders/inbox?$select=id",
        })];
        AppToken token = await session.TokenAsync(WellKnown.MicrosoftGraph, cancellationToken);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(session.Endpoints.GraphUrl, "/v1.0/$batch"))
        {
            Content = new StringContent(new JsonObject { ["requests"] = requests }.ToJsonString(), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Value) },
        };
        using HttpResponseMessage response = await session.Http.SendAsync(request, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            foreach (int i in indexes)
                answers[i] = Judge(accounts[i], (int)response.StatusCode, ApiError.In(body));
            return ([], TimeSpan.Zero);
        }

        List<int> again = [];
        TimeSpan wait = TimeSpan.FromSeconds(1);
        using JsonDocument batch = JsonDocument.Parse(body);
        foreach (JsonElement item in batch.RootElement.GetProperty("responses").EnumerateArray())
        {
            int index = int.Parse(item.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            int status = item.GetProperty("status").GetInt32();
            ApiError error = item.TryGetProperty("body", out JsonElement inner) ? ApiError.In(inner) : default;
            answers[index] = Judge(accounts[index], status, error);
            if (ThrottlingHandler.IsThrottled((System.Net.HttpStatusCode)status))
            {
                again.Add(index);
                if (RetryAfter(item) is TimeSpan asked && asked > wait)
                    wait = asked;
            }
        }
        return (again, wait);
    }

    internal static MailboxAnswer Judge(Account account, int status, ApiError error)
    {
        string detail = $"{status} {error.Code}{(error.Message is null ? "" : $": {error.Message}")}".Trim();
        MailboxOutcome outcome = (status, error.Code) switch
        {
            (>= 200 and < 300, _) => MailboxOutcome.Reachable,
            (404, "MailboxNotEnabledForRESTAPI") => MailboxOutcome.Absent(account),
            (404, "ErrorItemNotFound") => MailboxOutcome.NotProvisioned,
            (404, "ErrorInvalidUser" or "Request_ResourceNotFound" or "ResourceNotFound") =>
                account.Licensed ? MailboxOutcome.UnknownAddress : MailboxOutcome.NoMailbox,
            (403, _) when error.Message is string text && (text.Contains("[RAOP]", StringComparison.Ordinal)
                || text.Contains("Access to OData is disabled", StringComparison.OrdinalIgnoreCase)) => MailboxOutcome.AccessPolicy,
            (401 or 403, _) => MailboxOutcome.Denied(account),
            (429 or 503, _) => MailboxOutcome.Unanswered,
            _ => MailboxOutcome.Failed,
        };
        return new(account, outcome, outcome == MailboxOutcome.Reachable ? null : detail);
    }

    private static TimeSpan? RetryAfter(JsonElement item)
    {
        if (!item.TryGetProperty("headers", out JsonElement headers) || headers.ValueKind != JsonValueKind.Object)
            return null;
        foreach (JsonProperty header in headers.EnumerateObject())
        {
            if (header.NameEquals("Retry-After") || header.NameEquals("retry-after"))
                return int.TryParse(header.Value.ToString(), out int seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 120)) : null;
        }
        return null;
    }
}
