using System.Net;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Fleet.Ci.Services;

/// <summary>An answer of a service.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Json">Its body; null where that is empty or no JSON.</param>
/// <param name="Next">Where the next page of a list is; null where there is none.</param>
internal sealed record ServiceAnswer(HttpStatusCode Status, JsonNode? Json, Uri? Next)
{
    /// <summary>Whether the service did what it was asked.</summary>
    public bool IsSuccess => (int)Status is >= 200 and <= 299;

    /// <summary>What the service said, one line; its status where it said nothing.</summary>
    public string Message => Json is JsonObject answer && answer["message"]?.ToString() is { Length: > 0 } message
        ? $"{(int)Status}: {message.ReplaceLineEndings(" ")}" : $"{(int)Status} {Status}";
}
