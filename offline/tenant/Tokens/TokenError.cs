using System.Globalization;
using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.Tokens;

/// <summary>A refusal of the token endpoint, in Entra's form and with its AADSTS code.</summary>
internal sealed class TokenError(int status, string error, int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    /// <summary>Ids of the conditional access policies that blocked it. Default: none.</summary>
    public IReadOnlyList<Guid> BlockedBy { get; init; } = [];

    /// <summary>A failure of the service, which may go well when it is tried again.</summary>
    public static TokenError Transient(int status) => status == 429
        ? new(status, "temporarily_unavailable", 90055, "There are too many incoming requests.")
        : new(status, "temporarily_unavailable", 90033, "A transient error has occurred. Please try again.");

    public TenantResponse Response(DateTimeOffset now)
    {
        string trace = Guid.NewGuid().ToString();
        string correlation = Guid.NewGuid().ToString();
        string time = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        JsonObject body = new()
        {
            ["error"] = error,
            ["error_description"] = string.Create(
                CultureInfo.InvariantCulture, $"AADSTS{Code}: {Message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {time}"),
            ["error_codes"] = new JsonArray(Code),
            ["timestamp"] = time,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
            ["error_uri"] = string.Create(CultureInfo.InvariantCulture, $"https://login.microsoftonline.com/error?code={Code}"),
        };
        if (BlockedBy.Count > 0)
        {
            body["suberror"] = "message_only";
            body["claims"] = Claims().ToJsonString();
        }
        return TenantResponse.PlainJson(status, body);
    }

    private JsonObject Claims()
    {
        JsonObject policies = new()
        {
            ["essential"] = true,
            ["values"] = new JsonArray([.. BlockedBy.Select(id => (JsonNode)id.ToString())]),
        };
        return new() { ["access_token"] = new JsonObject { ["capolids"] = policies } };
    }
}
