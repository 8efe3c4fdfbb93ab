using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Owners of applications and service principals: references to users and service principals.</summary>
/// <param name="directory">Where they are.</param>
/// <param name="objects">Writes them.</param>
internal sealed class OwnerList(TenantDirectory directory, DirectoryObjects objects)
{
    /// <summary>The owners as a relationship that <c>$expand</c> shows.</summary>
    public static Relation Relation<T>(DirectoryObjects objects)
        where T : class, IOwned => objects.Relation<T>("owners", owned => objects.Find(owned.Owners));

    /// <param name="routes">Where to map to.</param>
    /// <param name="template">Path of the object that is owned, such as <c>/applications/{id}</c>.</param>
    /// <param name="find">The object, for everybody who may read it.</param>
    /// <param name="own">The object, for those who may change it; it refuses all others.</param>
    public void Map(GraphRoutes routes, string template, Func<TenantRequest, IOwned> find, Func<TenantRequest, IOwned> own)
    {
        routes.Map(
            "GET",
            template + "/owners",
            Permissions.ReadApplications,
            request => objects.Page(request, objects.Find(find(request).Owners)));
        routes.Map("POST", template + "/owners/$ref", Permissions.WriteApplications, request =>
        {
            IOwned owned = own(request);
            // "Application.ReadWrite.OwnedBy isn't sufficient to add another owner": Microsoft Graph reference, Add owner.
            if (!request.Caller.HasAny("Application.ReadWrite.All", "Directory.ReadWrite.All"))
                throw GraphException.Denied();
            Guid owner = Id(request.JsonBody().Text("@odata.id"));
            if (owned.Owners.Contains(owner))
                throw MemberReferences.AlreadyThere("owners");
            owned.Owners = [.. owned.Owners, owner];
            return TenantResponse.NoContent;
        });
        routes.Map("DELETE", template + "/owners/{owner}/$ref", Permissions.WriteApplications, request =>
        {
            IOwned owned = own(request);
            Guid owner = request.RouteId("owner");
            if (!owned.Owners.Contains(owner))
                throw GraphException.NotFound(owner.ToString());
            owned.Owners = [.. owned.Owners.Where(o => o != owner)];
            return TenantResponse.NoContent;
        });
    }

    /// <summary>Object ids in <c>owners@odata.bind</c>.</summary>
    public IReadOnlyList<Guid> Bound(JsonObject body)
    {
        if (body["owners@odata.bind"] is not JsonArray links)
            return [];
        return [.. links.Select(link => Id(link is JsonValue value && value.TryGetValue(out string? text) ? text : null)).Distinct()];
    }

    /// <summary>Object id in a link such as <c>https://graph.microsoft.com/v1.0/directoryObjects/{id}</c>.</summary>
    private Guid Id(string? link)
    {
        Guid id = MemberReferences.IdIn(link);
        return directory.FindObject(id) is DirectoryUser or ServicePrincipal ? id : throw GraphException.NotFound(id.ToString());
    }
}
