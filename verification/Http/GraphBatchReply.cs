using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TenantOnboarding.Verification.Http;

/// <summary>The answer to a batch.</summary>
internal sealed class GraphBatchReply
{
    private readonly Dictionary<int, GraphBatchItem> _items = [];
    private readonly GraphBatchItem? _all;

    private GraphBatchReply(GraphBatchItem? all) => _all = all;

    /// <summary>Reads the answer. One that refuses the batch as such refuses each item.</summary>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="KeyNotFoundException">The body is not the answer to a batch.</exception>
    public static GraphBatchReply Read(int status, byte[] body)
    {
        if (status is < 200 or >= 300)
            return new(new GraphBatchItem(status, ApiError.In(Encoding.UTF8.GetString(body))));
        GraphBatchReply reply = new(all: null);
        using JsonDocument parsed = JsonDocument.Parse(body);
        foreach (JsonElement item in parsed.RootElement.GetProperty("responses").EnumerateArray())
        {
            item.TryGetProperty("body", out JsonElement inner);
            reply._items[int.Parse(item.GetProperty("id").GetString()!, CultureInfo.InvariantCulture)] = new(
                item.GetProperty("status").GetInt32(), ApiError.In(inner), RetryAfter(item))
            {
                Value = Value(inner),
            };
        }
        return reply;
    }

    /// <summary>What became of the item with this id.</summary>
    public GraphBatchItem Of(int id) => _all ?? _items.GetValueOrDefault(id) ?? new(0, default);

    private static string? Value(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("value", out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TimeSpan? RetryAfter(JsonElement item)
    {
        if (!item.TryGetProperty("headers", out JsonElement headers) || headers.ValueKind != JsonValueKind.Object)
            return null;
        foreach (JsonProperty header in headers.EnumerateObject())
        {
            if (header.Name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase))
                return int.TryParse(header.Value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
                    ? TimeSpan.FromSeconds(seconds) : null;
        }
        return null;
    }
}
