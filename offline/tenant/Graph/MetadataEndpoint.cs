using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary><c>GET /metadata/endpoints</c>: how the azuread provider finds the login and Graph endpoints of a custom cloud.</summary>
internal sealed class MetadataEndpoint : IEndpoints
{
    public void Map(Router router) => router.Map("GET", "/metadata/endpoints", request => TenantResponse.PlainJson(200, new JsonObject
    {
        ["name"] = "SimulatedTenant",
        ["portal"] = request.BaseUrl,
        ["authentication"] = new JsonObject
        {
            ["loginEndpoint"] = request.BaseUrl,
            ["audiences"] = new JsonArray(request.BaseUrl),
            ["tenant"] = "common",
            ["identityProvider"] = "AAD",
        },
        ["graph"] = request.BaseUrl,
        ["graphAudience"] = request.BaseUrl,
        ["resourceManager"] = request.BaseUrl + "/",
        ["microsoftGraphResourceId"] = request.BaseUrl + "/",
        ["suffixes"] = new JsonObject(),
    }));
}
