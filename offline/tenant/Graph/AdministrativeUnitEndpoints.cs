using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/directory/administrativeUnits</c> with their members.</summary>
internal sealed class AdministrativeUnitEndpoints(TenantDirectory directory, DirectoryObjects objects) : IGraphEndpoints
{
    private const string Path = "/directory/administrativeUnits";

    private static readonly EntityModel<AdministrativeUnit> Model = new("administrativeUnit", "directory/administrativeUnits")
    {
        { "id", u => u.Id },
        { "deletedDateTime", _ => null },
        { "displayName", u => u.DisplayName, FilterUse.Plain },
        { "description", _ => null },
        { "visibility", _ => null },
    };

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", Path, Permissions.ReadAdministrativeUnits, request => Model.Page(request, directory.AdministrativeUnitStore));
        routes.Map("GET", Path + "/{id}", Permissions.ReadAdministrativeUnits, request => Model.Entity(request, Find(request)));
        new MemberReferences(directory).Map(
            routes,
            Path + "/{id}/members",
            Permissions.WriteAdministrativeUnits,
            request => Find(request).Members,
            (request, members) => directory.AdministrativeUnitStore.Set(Find(request) with { Members = members }));
        objects.Map(routes, Path + "/{id}/members", Permissions.ReadAdministrativeUnits, request => objects.Find(Find(request).Members));
    }

    private AdministrativeUnit Find(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.AdministrativeUnitStore.Find(id) ?? throw GraphException.NotFound(id.ToString());
    }
}
