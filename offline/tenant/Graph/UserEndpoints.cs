using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/users</c>.</summary>
internal sealed class UserEndpoints(TenantDirectory directory, GraphModels models)
{
    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/users", Permissions.ReadUsers, request =>
            ODataQuery.ForCollection(request, models.User).Page(request, directory.LiveUsers, models.User, "users"));
        routes.Map("GET", "/users/{id}", Permissions.ReadUsers, request =>
            ODataQuery.ForEntity(request, models.User).Entity(request, Find(request), models.User, "users"));
        routes.Map("GET", "/users/{id}/memberOf", Permissions.ReadGroups, request =>
        {
            DirectoryUser user = Find(request);
            object[] groups = [.. directory.Groups.Where(g => g.Members.Contains(user.Id))];
            return ODataQuery.ForCollection(request, models.Group).Page(request, groups, models.Of, "directoryObjects", typed: true);
        });
    }

    private DirectoryUser Find(TenantRequest request) =>
        directory.FindUserByKey(request.Route["id"]) ?? throw GraphException.NotFound(request.Route["id"]);
}
