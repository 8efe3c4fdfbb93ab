using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace SimulatedTenant.Http;

/// <summary>
/// Reads JSON of clients. What <see cref="JsonNode"/> would notice only when somebody looks at the value is refused at once: a name that
/// stands twice, bytes that are no UTF-8, half of a surrogate pair.
/// </summary>
internal static class JsonText
{
    /// <summary>Deepest nesting. No body of Graph comes near it.</summary>
    private const int Deepest = 64;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest, AllowDuplicateProperties = false };

    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
            throw new JsonException("The text is not UTF-8.");
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = Deepest });
        bool escapes = utf8.Contains((byte)'\\');
        while (escapes && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                Unescape(ref reader);
        }
        return JsonNode.Parse(utf8, null, Options);
    }

    private static void Unescape(ref Utf8JsonReader reader)
    {
        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }
}
