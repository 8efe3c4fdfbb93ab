using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Users, groups and service principals together, as members and owners are.</summary>
/// <param name="directory">Where they are.</param>
/// <param name="models">The models of all three; a query's options are read as those of the first.</param>
internal sealed class DirectoryObjects(TenantDirectory directory, IReadOnlyList<EntityModel> models)
{
    /// <summary>One page of such objects, each with its type.</summary>
    public TenantResponse Page(TenantRequest request, IReadOnlyList<object> objects) =>
        ODataQuery.ForCollection(request, models[0]).Page(request, new ListRows<object>(objects), ModelOf, "directoryObjects", typed: true);

    /// <summary>The objects of these ids that there are.</summary>
    public IReadOnlyList<object> Find(IEnumerable<Guid> ids) => [.. ids.Select(directory.FindObject).OfType<object>()];

    /// <summary>Maps a list of members, and the same cast to one type as in <c>…/members/microsoft.graph.user</c>.</summary>
    public void Map(
        GraphRoutes routes, string template, IReadOnlyList<string> permissions, Func<TenantRequest, IReadOnlyList<object>> members)
    {
        routes.Map("GET", template, permissions, request => Page(request, members(request)));
        routes.Map("GET", template + "/microsoft.graph.user", permissions, request =>
            UserEndpoints.Model.Page(request, [.. members(request).OfType<DirectoryUser>()]));
        routes.Map("GET", template + "/microsoft.graph.group", permissions, request =>
            GroupEndpoints.Model.Page(request, [.. members(request).OfType<DirectoryGroup>()]));
    }

    private EntityModel ModelOf(object directoryObject) => models.First(model => model.Describes(directoryObject));
}
