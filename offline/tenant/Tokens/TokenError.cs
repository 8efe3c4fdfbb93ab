using System.Globalization;
using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.Tokens;

/// <summary>A refusal of the token endpoint, in Entra's form and with its AADSTS code.</summary>
internal sealed class TokenError(int status, string error, int code, string message) : Exception(message)
{
    public int Code { get; } = code;

    public TenantResponse Response(DateTimeOffset now)
    {
        string trace = Guid.NewGuid().ToString();
        string correlation = Guid.NewGuid().ToString();
        string time = now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return TenantResponse.PlainJson(status, new JsonObject
        {
            ["error"] = error,
            ["error_description"] = string.Create(
                CultureInfo.InvariantCulture, $"AADSTS{Code}: {Message} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {time}"),
            ["error_codes"] = new JsonArray(Code),
            ["timestamp"] = time,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
            ["error_uri"] = string.Create(CultureInfo.InvariantCulture, $"https://login.microsoftonline.com/error?code={Code}"),
        });
    }
}
