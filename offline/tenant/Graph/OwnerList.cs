using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Owners of applications and service principals: references to directory objects.</summary>
internal static class OwnerList
{
    public static TenantResponse Page(TenantRequest request, IReadOnlyList<Guid> owners, TenantDirectory directory, GraphModels models)
    {
        object[] objects = [.. owners.Select(directory.FindObject).OfType<object>()];
        return ODataQuery.ForCollection(request, models.User).Page(request, objects, models.Of, "directoryObjects", typed: true);
    }

    /// <summary>Object ids in <c>owners@odata.bind</c>.</summary>
    public static IReadOnlyList<Guid> Bound(JsonObject body, TenantDirectory directory) =>
        body["owners@odata.bind"] is JsonArray links ? [.. links.Select(link => Id(link is JsonValue value && value.TryGetValue(out string? text) ? text : null, directory)).Distinct()] : [];

    /// <summary>Object id in the <c>@odata.id</c> of a <c>$ref</c> body.</summary>
    public static Guid Reference(JsonObject body, TenantDirectory directory) => Id(body.Text("@odata.id"), directory);

    private static Guid Id(string? link, TenantDirectory directory)
    {
        if (link is null || !Guid.TryParse(link.TrimEnd('/').Split('/')[^1], out Guid id))
            throw GraphException.BadRequest($"Invalid URL format specified in @odata.bind or @odata.id: '{link}'.");
        return directory.FindObject(id) is DirectoryUser or ServicePrincipal ? id : throw GraphException.NotFound(id.ToString());
    }
}
