using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary><c>POST /$batch</c>: up to 20 requests, each answered, authorized and throttled by itself.</summary>
/// <param name="answer">Answers an item as if it had come by itself.</param>
internal sealed class BatchEndpoint(Func<TenantRequest, TenantResponse> answer) : IGraphEndpoints
{
    private const int Most = 20;

    /// <summary>Longest URL of an item: what the server's own request line may hold.</summary>
    private const int LongestUrl = 16 * 1024;

    public void Map(GraphRoutes routes) => routes.Map("POST", "/$batch", [], Run, RouteAccess.None);

    private TenantResponse Run(TenantRequest request)
    {
        (string Id, TenantRequest Request)[] items = Read(request);
        return TenantResponse.PlainJson(200, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("responses");
            foreach ((string id, TenantRequest item) in items)
            {
                using TenantResponse response = answer(item);
                Write(writer, id, response);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static (string Id, TenantRequest Request)[] Read(TenantRequest request)
    {
        if (request.JsonBody()["requests"] is not JsonArray items)
            throw Malformed();
        if (items.Count > Most)
            throw GraphException.BadRequest($"Number of batch request steps exceeds the maximum value of {Most}.");
        HashSet<string> ids = [];
        HeaderDictionary inherited = new() { ["Authorization"] = request.Header("Authorization") };
        return [.. items.Select(item =>
        {
            string? id = item.Text("id");
            string? url = item.Text("url");
            string? method = item.Text("method");
            if (id is null || url is null or { Length: > LongestUrl } || method is null || !ids.Add(id))
                throw Malformed();
            if (item!["dependsOn"] is not null)
                throw GraphException.BadRequest("The batch property 'dependsOn' is not supported.");
            return (id, Inner(request, item, method, url, inherited));
        })];
    }

    private static void Write(Utf8JsonWriter writer, string id, TenantResponse response)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteNumber("status", response.Status);
        writer.WriteStartObject("headers");
        if (response.HasHeaders)
        {
            foreach ((string name, string value) in response.Headers)
                writer.WriteString(name, value);
        }
        if (response.ContentType is { } type)
            writer.WriteString("Content-Type", type);
        writer.WriteEndObject();
        if (response.IsJson)
        {
            writer.WritePropertyName("body");
            writer.WriteRawValue(response.Body.Span, skipInputValidation: true);
        }
        writer.WriteEndObject();
    }

    /// <param name="outer">The batch.</param>
    /// <param name="item">The item.</param>
    /// <param name="method">Its method.</param>
    /// <param name="url">Its URL, below the version.</param>
    /// <param name="inherited">What an item without headers of its own has of the batch's.</param>
    private static TenantRequest Inner(TenantRequest outer, JsonNode item, string method, string url, HeaderDictionary inherited)
    {
        HeaderDictionary headers = inherited;
        Caller? vouched = outer.Caller;
        if (item["headers"] is { } sent)
        {
            headers = new() { ["Authorization"] = outer.Header("Authorization") };
            foreach (string name in (sent as JsonObject ?? throw Malformed()).Select(header => header.Key))
            {
                headers[name] = sent.Text(name);
                vouched = name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? null : vouched;
            }
        }
        byte[] body = item["body"] is { } json ? Encoding.UTF8.GetBytes(json.ToJsonString()) : [];
        string target = $"/{outer.Segments[0]}/{url.TrimStart('/')}";
        return new(method.ToUpperInvariant(), target, headers, body, outer.BaseUrl) { IsItem = true, Vouched = vouched };
    }

    private static GraphException Malformed() => GraphException.BadRequest("Invalid batch payload format.");
}
