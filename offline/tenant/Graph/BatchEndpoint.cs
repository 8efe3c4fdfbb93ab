using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary><c>POST /$batch</c>: up to 20 requests, each answered, authorized and throttled by itself.</summary>
/// <param name="answer">Answers an item as if it had come by itself.</param>
internal sealed class BatchEndpoint(Func<TenantRequest, TenantResponse> answer) : IGraphEndpoints
{
    private const int Most = 20;

    public void Map(GraphRoutes routes) => routes.Map("POST", "/$batch", [], Run, RouteAccess.None);

    private TenantResponse Run(TenantRequest request)
    {
        if (request.JsonBody()["requests"] is not JsonArray items)
            throw GraphException.BadRequest("Invalid batch payload format.");
        if (items.Count > Most)
            throw GraphException.BadRequest($"Number of batch request steps exceeds the maximum value of {Most}.");
        HashSet<string> ids = [];
        JsonArray responses = [];
        foreach (JsonNode? item in items)
        {
            string? id = item.Text("id");
            string? url = item.Text("url");
            string? method = item.Text("method");
            if (id is null || url is null || method is null || !ids.Add(id))
                throw GraphException.BadRequest("Invalid batch payload format.");
            if (item!["dependsOn"] is not null)
                throw GraphException.BadRequest("The batch property 'dependsOn' is not supported.");
            responses.Add(Entry(id, answer(Inner(request, item, method, url))));
        }
        return TenantResponse.PlainJson(200, new JsonObject { ["responses"] = responses });
    }

    private static JsonObject Entry(string id, TenantResponse response)
    {
        JsonObject headers = [];
        foreach ((string name, string value) in response.Headers)
            headers[name] = value;
        if (response.ContentType is { } type)
            headers["Content-Type"] = type;
        JsonObject entry = new() { ["id"] = id, ["status"] = response.Status, ["headers"] = headers };
        if (response.Json is { } body)
            entry["body"] = body.DeepClone();
        return entry;
    }

    private static TenantRequest Inner(TenantRequest outer, JsonNode item, string method, string url)
    {
        HeaderDictionary headers = new() { ["Authorization"] = outer.Header("Authorization") };
        foreach ((string name, JsonNode? value) in item["headers"] as JsonObject ?? [])
            headers[name] = (string?)value;
        byte[] body = item["body"] is { } json ? Encoding.UTF8.GetBytes(json.ToJsonString()) : [];
        return new(method.ToUpperInvariant(), $"/{outer.Segments[0]}/{url.TrimStart('/')}", headers, body, outer.BaseUrl);
    }
}
