using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Http;

/// <summary>An answer: status, headers and a body that is JSON or text.</summary>
internal sealed class TenantResponse(int status)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;

    public JsonNode? Json { get; private init; }

    public string? Text { get; private init; }

    public string? ContentType { get; private init; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static TenantResponse Of(int status, JsonNode body) =>
        new(status) { Json = body, ContentType = "application/json; odata.metadata=minimal; charset=utf-8" };

    public static TenantResponse PlainJson(int status, JsonNode body) =>
        new(status) { Json = body, ContentType = "application/json; charset=utf-8" };

    public static TenantResponse OfText(int status, string body, string contentType) =>
        new(status) { Text = body, ContentType = contentType };

    /// <summary>A new one each time, since headers are added to it.</summary>
    public static TenantResponse NoContent => new(204);

    public TenantResponse With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }

    public byte[] Bytes()
    {
        if (Json is not { } json)
            return Text is { } text ? Encoding.UTF8.GetBytes(text) : [];
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, Plain))
            json.WriteTo(writer);
        return bytes.ToArray();
    }
}
