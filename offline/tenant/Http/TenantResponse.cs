using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Http;

/// <summary>An answer: status, headers and a body. Whoever sends it disposes of it.</summary>
internal sealed class TenantResponse(int status) : IDisposable
{
    private const string Json = "application/json; charset=utf-8";
    private const string OData = "application/json; odata.metadata=minimal; charset=utf-8";

    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static Utf8JsonWriter? _idle;

    private Dictionary<string, string>? _headers;
    private JsonBuffer? _buffer;
    private ReadOnlyMemory<byte> _bytes;

    public int Status { get; } = status;

    public string? ContentType { get; private init; }

    public Dictionary<string, string> Headers => _headers ??= new(StringComparer.OrdinalIgnoreCase);

    public bool HasHeaders => _headers is { Count: > 0 };

    public ReadOnlyMemory<byte> Body => _buffer?.Written ?? _bytes;

    /// <summary>Whether the body is a JSON text.</summary>
    public bool IsJson => _buffer is not null;

    /// <summary>A resource or collection of Graph.</summary>
    public static TenantResponse Of(int status, JsonNode body) => Of(status, writer => body.WriteTo(writer));

    /// <summary>A resource or collection of Graph that is written straight into the answer.</summary>
    public static TenantResponse Of(int status, Action<Utf8JsonWriter> write) =>
        new TenantResponse(status) { ContentType = OData }.Filled(write);

    /// <summary>JSON that is no resource of Graph, such as a token or an error.</summary>
    public static TenantResponse PlainJson(int status, JsonNode body) => PlainJson(status, writer => body.WriteTo(writer));

    /// <summary>JSON that is no resource of Graph, written straight into the answer.</summary>
    public static TenantResponse PlainJson(int status, Action<Utf8JsonWriter> write) =>
        new TenantResponse(status) { ContentType = Json }.Filled(write);

    public static TenantResponse OfText(int status, string body, string contentType) =>
        new(status) { _bytes = Encoding.UTF8.GetBytes(body), ContentType = contentType };

    /// <summary>A new one each time, since headers are added to it.</summary>
    public static TenantResponse NoContent => new(204);

    public TenantResponse With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }

    public void Dispose() => _buffer?.Dispose();

    private TenantResponse Filled(Action<Utf8JsonWriter> write)
    {
        JsonBuffer buffer = new();
        // A writer that is in use is not in its place: the items of a batch are written while the batch is.
        Utf8JsonWriter writer = _idle ?? new(buffer, Plain);
        _idle = null;
        try
        {
            writer.Reset(buffer);
            write(writer);
            writer.Flush();
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
        _idle = writer;
        _buffer = buffer;
        return this;
    }
}
