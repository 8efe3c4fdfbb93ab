using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/groups</c> and <c>/directory/administrativeUnits</c> with their members.</summary>
internal sealed class GroupEndpoints(TenantDirectory directory, GraphModels models)
{
    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/groups", Permissions.ReadGroups, request =>
            ODataQuery.ForCollection(request, models.Group).Page(request, directory.Groups, models.Group, "groups"));
        routes.Map("GET", "/groups/{id}", Permissions.ReadGroups, request =>
            ODataQuery.ForEntity(request, models.Group).Entity(request, Find(request), models.Group, "groups"));
        routes.Map("GET", "/groups/{id}/owners", Permissions.ReadGroups, request => OwnerList.Page(request, Find(request).Owners, directory, models));
        MapMembers(routes, "/groups/{id}/members", Permissions.ReadGroups, request => Resolve(Find(request).Members));
        MapMembers(routes, "/groups/{id}/transitiveMembers", Permissions.ReadGroups, request => directory.TransitiveMembers(Find(request)));

        routes.Map("GET", "/directory/administrativeUnits", Permissions.ReadAdministrativeUnits, request => ODataQuery.ForCollection(request, models.AdministrativeUnit)
            .Page(request, directory.AdministrativeUnits, models.AdministrativeUnit, "directory/administrativeUnits"));
        routes.Map("GET", "/directory/administrativeUnits/{id}", Permissions.ReadAdministrativeUnits, request => ODataQuery.ForEntity(request, models.AdministrativeUnit)
            .Entity(request, FindUnit(request), models.AdministrativeUnit, "directory/administrativeUnits"));
        MapMembers(routes, "/directory/administrativeUnits/{id}/members", Permissions.ReadAdministrativeUnits, request => Resolve(FindUnit(request).Members));
    }

    /// <summary>A list of members, and the same cast to one type as in <c>…/members/microsoft.graph.user</c>.</summary>
    private void MapMembers(GraphRoutes routes, string template, string[] permissions, Func<TenantRequest, IReadOnlyList<object>> members)
    {
        routes.Map("GET", template, permissions, request =>
            ODataQuery.ForCollection(request, models.User).Page(request, members(request), models.Of, "directoryObjects", typed: true));
        routes.Map("GET", template + "/microsoft.graph.user", permissions, request =>
            ODataQuery.ForCollection(request, models.User).Page(request, members(request).OfType<DirectoryUser>().ToArray(), models.User, "users"));
        routes.Map("GET", template + "/microsoft.graph.group", permissions, request =>
            ODataQuery.ForCollection(request, models.Group).Page(request, members(request).OfType<DirectoryGroup>().ToArray(), models.Group, "groups"));
    }

    private object[] Resolve(IReadOnlyList<Guid> ids) => [.. ids.Select(directory.FindObject).OfType<object>()];

    private DirectoryGroup Find(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.FindGroup(id) ?? throw GraphException.NotFound(id.ToString());
    }

    private AdministrativeUnit FindUnit(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.FindAdministrativeUnit(id) ?? throw GraphException.NotFound(id.ToString());
    }
}
