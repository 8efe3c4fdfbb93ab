using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Users, groups and service principals together, as members and owners are.</summary>
/// <remarks>
/// Of an object that the caller may not read, such a list tells its type and id alone; everything else is null (Microsoft Graph permissions
/// overview, "Limited information returned for inaccessible member objects").
/// </remarks>
internal sealed class DirectoryObjects : IGraphEndpoints
{
    private static readonly HashSet<string> IdAlone = ["id"];

    private static readonly EntityModel<IEntity<Guid>> Any = new("directoryObject", "directoryObjects")
    {
        { "id", o => o.Id, FilterUse.Plain },
        { "deletedDateTime", _ => null },
    };

    private static readonly EntityModel<DirectoryUser> BasicUser = UserEndpoints.Model.Reduced(UserEndpoints.BasicProfile, refuse: false);
    private static readonly EntityModel<DirectoryUser> UnreadableUser = UserEndpoints.Model.Reduced(IdAlone, refuse: false);
    private static readonly EntityModel<DirectoryGroup> UnreadableGroup = GroupEndpoints.Model.Reduced(IdAlone, refuse: false);

    private readonly TenantDirectory _directory;
    private readonly EntityModel<ServicePrincipal> _principal;
    private readonly EntityModel<ServicePrincipal> _unreadablePrincipal;

    public DirectoryObjects(TenantDirectory directory)
    {
        _directory = directory;
        _principal = ServicePrincipalEndpoints.ModelIn(directory);
        _unreadablePrincipal = _principal.Reduced(IdAlone, refuse: false);
    }

    /// <summary>One page of such objects, each with its type.</summary>
    public TenantResponse Page(TenantRequest request, IEnumerable<object> objects) =>
        ODataQuery.ForCollection(request, Any, [], UserEndpoints.Model, GroupEndpoints.Model, _principal).Page(
            request, new ListRows<object>([.. objects]), item => ModelOf(request.Caller, item), Any.Context, typed: true);

    /// <summary>A relationship to such objects, each with its type and as much as the caller may read of it.</summary>
    public Relation Relation<T>(string name, Func<T, IEnumerable<object>> related)
        where T : class => new(name, (writer, request, entity) =>
    {
        writer.WriteStartArray();
        foreach (object found in related((T)entity).Take(OData.Relation.Most))
        {
            EntityModel model = ModelOf(request.Caller, found);
            model.Write(writer, found, model.Selected(null), typed: true);
        }
        writer.WriteEndArray();
    });

    /// <summary>The objects of these ids that there are.</summary>
    public IReadOnlyList<object> Find(IEnumerable<Guid> ids) => [.. ids.Select(_directory.FindObject).OfType<object>()];

    /// <summary>Maps a list of members, and the same cast to one type as in <c>…/members/microsoft.graph.user</c>.</summary>
    public void Map(
        GraphRoutes routes, string template, IReadOnlyList<string> permissions, Func<TenantRequest, IReadOnlyList<object>> members)
    {
        routes.Map("GET", template, permissions, request => Page(request, members(request)));
        routes.Map("GET", template + "/microsoft.graph.user", permissions, request =>
            UserModel(request.Caller).Page(request, [.. members(request).OfType<DirectoryUser>()]));
        routes.Map("GET", template + "/microsoft.graph.group", permissions, request =>
            GroupModel(request.Caller).Page(request, [.. members(request).OfType<DirectoryGroup>()]));
        routes.Map("GET", template + "/microsoft.graph.servicePrincipal", permissions, request =>
            PrincipalModel(request.Caller).Page(request, [.. members(request).OfType<ServicePrincipal>()]));
    }

    /// <summary>Maps <c>/directoryObjects/{id}</c>, which tells an object with its type to those who may read such.</summary>
    public void Map(GraphRoutes routes) => routes.Map("GET", "/directoryObjects/{id}", Permissions.ReadObjects, request =>
    {
        Guid id = request.RouteId("id");
        object found = _directory.FindObject(id) ?? throw GraphException.NotFound(id.ToString());
        EntityModel model = ModelOf(request.Caller, found);
        if (model == UnreadableUser || model == UnreadableGroup || model == _unreadablePrincipal)
            throw GraphException.Denied();
        JsonObject json = model.ToJson(found);
        json.Insert(0, "@odata.type", $"#microsoft.graph.{model.Type}");
        json.Insert(0, "@odata.context", $"{request.BaseUrl}/{request.Segments[0]}/$metadata#{Any.Context}/$entity");
        return TenantResponse.Of(200, json);
    });

    private static EntityModel<DirectoryUser> UserModel(Caller caller) =>
        caller.HasAny(Permissions.ReadWholeUsers) ? UserEndpoints.Model
        : caller.HasAny(Permissions.ReadUsers) ? BasicUser
        : UnreadableUser;

    private static EntityModel<DirectoryGroup> GroupModel(Caller caller) =>
        caller.HasAny(Permissions.ReadGroups) ? GroupEndpoints.Model : UnreadableGroup;

    private EntityModel<ServicePrincipal> PrincipalModel(Caller caller) =>
        caller.HasAny(Permissions.ReadApplications) ? _principal : _unreadablePrincipal;

    private EntityModel ModelOf(Caller caller, object directoryObject) => directoryObject switch
    {
        DirectoryUser => UserModel(caller),
        DirectoryGroup => GroupModel(caller),
        _ => PrincipalModel(caller),
    };
}
