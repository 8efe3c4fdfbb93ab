using System.Net;
using System.Text.Json.Nodes;

namespace SimulatedMailStore;

/// <summary>An answer of the management API.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Json">Its body; null where it is a text.</param>
/// <param name="Text">Its body as a text; null where it is JSON.</param>
internal sealed record Answer(HttpStatusCode Status, JsonNode? Json, string? Text = null)
{
    /// <summary>A function's result, at once.</summary>
    public static Answer Of(JsonNode? result) => new(HttpStatusCode.OK, Envelope("succeeded", result));

    /// <summary>A function's error.</summary>
    public static Answer Error(string message) => new(HttpStatusCode.OK, Envelope("failed", null, error: message));

    /// <summary>A request that is no call of a function.</summary>
    public static Answer Refusal(HttpStatusCode status, string text) => new(status, null, text);

    /// <summary>The object around every result.</summary>
    public static JsonObject Envelope(string statusCode, JsonNode? result, string? error = null, string? token = null, int version = 2,
        int? percent = null, string? text = null, string? log = null) => new()
    {
        ["error"] = error is null ? null : new JsonObject { ["message"] = error, ["details"] = $"{error}\r\n   at Simulated.MailStore" },
        ["token"] = token,
        ["statusVersion"] = version,
        ["statusCode"] = statusCode,
        ["percentProgress"] = percent,
        ["statusText"] = text,
        ["result"] = result,
        ["logOutput"] = log,
    };
}
