using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/applications</c> with owners, certificates and secrets, and <c>/directory/deletedItems</c>.</summary>
internal sealed class ApplicationEndpoints(TenantDirectory directory, DirectoryObjects objects) : IGraphEndpoints
{
    private static readonly EntityModel<Application> Model = ModelOf(withKeys: false);

    /// <summary>
    /// Tells certificates with their bytes, as Graph does only where <c>$select</c> asks for them on a single application.
    /// </summary>
    private static readonly EntityModel<Application> ModelWithKeys = ModelOf(withKeys: true);

    private readonly Store<Guid, Application> _applications = directory.ApplicationStore;
    private readonly OwnerList _owners = new(directory, objects);
    private readonly Relation[] _relations = [OwnerList.Relation<Application>(objects)];

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/applications", Permissions.ReadApplications, request =>
            Model.Page(request, _applications, relations: _relations));
        routes.Map("POST", "/applications", Permissions.WriteApplications, Create);
        routes.Map("GET", "/applications/{id}", Permissions.ReadApplications, Get);
        routes.Map("PATCH", "/applications/{id}", Permissions.WriteApplications, Update);
        routes.Map("DELETE", "/applications/{id}", Permissions.WriteApplications, Delete);
        routes.Map("PUT", "/applications/{id}/logo", Permissions.WriteApplications, SetLogo);
        new PasswordActions(directory).Map(routes, "/applications/{id}", Own);
        _owners.Map(routes, "/applications/{id}", Find, Own);
        // Graph's SDK writes the type with the namespace's alias.
        foreach (string type in new[] { "microsoft.graph.application", "graph.application" })
        {
            routes.Map("GET", $"/directory/deletedItems/{type}", Permissions.ReadApplications, request =>
                Model.Page(request, directory.DeletedApplications));
        }
        routes.Map("GET", "/directory/deletedItems/{id}", Permissions.ReadApplications, request =>
            Model.Entity(request, FindDeleted(request), "directoryObjects"));
        routes.Map("DELETE", "/directory/deletedItems/{id}", Permissions.WriteApplications, request =>
        {
            directory.DeletedApplications.Remove(FindDeleted(request));
            return TenantResponse.NoContent;
        });
        routes.Map("POST", "/directory/deletedItems/{id}/restore", Permissions.WriteApplications, request =>
        {
            Application application = FindDeleted(request);
            directory.Restore(application);
            application.Graph["deletedDateTime"] = null;
            return Model.Entity(request, application, "directoryObjects");
        });
    }

    /// <summary>The application that the path names, by its id or by its application id.</summary>
    public static Application Find(TenantDirectory directory, TenantRequest request)
    {
        if (request.RouteKey("id", "appId") is { } appId)
            return directory.FindApplicationOf(appId) ?? throw GraphException.NotFound(appId.ToString());
        Guid id = request.RouteId("id");
        return directory.ApplicationStore.Find(id) ?? throw GraphException.NotFound(id.ToString());
    }

    /// <summary>The application that the caller may write to: any, or with <c>Application.ReadWrite.OwnedBy</c> one of its own.</summary>
    public static Application Own(TenantDirectory directory, TenantRequest request)
    {
        Application application = Find(directory, request);
        return request.Caller.HasAny("Application.ReadWrite.All") || application.Owners.Contains(request.Caller.ObjectId)
            ? application
            : throw GraphException.Denied();
    }

    private static EntityModel<Application> ModelOf(bool withKeys)
    {
        EntityModel<Application> model = new("application", "applications", ["displayName"])
        {
            { "id", a => a.Id, FilterUse.Plain },
            { "appId", a => a.AppId, FilterUse.Plain },
        };
        foreach (string name in GraphShapes.Application().Select(p => p.Key))
        {
            bool filtered = name is "displayName" or "applicationTemplateId" or "signInAudience" or "identifierUris" or "tags";
            model.Add(name, a => a.Graph[name], filtered ? FilterUse.Plain : FilterUse.None, onDemand: name == "oauth2RequirePostResponse");
        }
        model.Add("keyCredentials", a => a.KeyCredentials, elements: CredentialModels.Key(withKeys));
        model.Add("passwordCredentials", a => a.PasswordCredentials, elements: CredentialModels.Password);
        return model;
    }

    private TenantResponse Get(TenantRequest request)
    {
        IReadOnlyList<string>? select = ODataQuery.ForEntity(request, Model, _relations).Select;
        bool keys = select?.Contains("keyCredentials", StringComparer.OrdinalIgnoreCase) is true;
        return (keys ? ModelWithKeys : Model).Entity(request, Find(request), relations: _relations);
    }

    private TenantResponse Create(TenantRequest request)
    {
        JsonObject body = request.JsonBody();
        JsonObject graph = GraphShapes.Application();
        Application application = new(Guid.NewGuid(), Guid.NewGuid(), graph);
        Write(application, body);
        graph["createdDateTime"] = GraphTime.Of(directory.Now);
        graph["publisherDomain"] = directory.MailDomain;
        application.Owners = _owners.Bound(body);
        if (application.Owners.Count == 0 && !request.Caller.HasAny("Application.ReadWrite.All"))
            application.Owners = [request.Caller.ObjectId]; // Application.ReadWrite.OwnedBy: the creator owns what it makes
        _applications.Add(application, directory.Replication.Objects);
        return Model.Entity(request, application, status: 201);
    }

    private TenantResponse Update(TenantRequest request)
    {
        Write(Own(request), request.JsonBody());
        return TenantResponse.NoContent;
    }

    private TenantResponse Delete(TenantRequest request)
    {
        Application application = Own(request);
        directory.Delete(application);
        application.Graph["deletedDateTime"] = GraphTime.Of(directory.Now);
        return TenantResponse.NoContent;
    }

    /// <summary>Applies a body as a whole or not at all.</summary>
    private void Write(Application application, JsonObject body)
    {
        JsonObject sent = (JsonObject)body.DeepClone();
        CredentialRules.CheckIdentity(sent, application.Id);
        IReadOnlyList<KeyCredential>? keys = CredentialRules.TakeFrom(sent, application.KeyCredentials, "Application", directory);
        JsonObject shape = GraphShapes.Application();
        JsonObject after = (JsonObject)application.Graph.DeepClone();
        ShapeMerge.Apply(after, sent, shape, "Application", ApplicationRules.ReadOnly);
        ApplicationRules.Check(application, after, directory);
        foreach (string name in shape.Select(p => p.Key))
            application.Graph[name] = after[name]?.DeepClone();
        if (keys is not null)
            application.KeyCredentials = keys;
    }

    /// <summary>The image is not kept; that there is one shows in the address of it.</summary>
    private TenantResponse SetLogo(TenantRequest request)
    {
        Application application = Own(request);
        if (request.Header("Content-Type")?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) is not true
            || request.Body.Length == 0)
            throw ApplicationRules.Invalid("logo");
        application.Graph["info"]!["logoUrl"] = $"{request.BaseUrl}/logos/{application.Id}";
        return TenantResponse.NoContent;
    }

    private Application Find(TenantRequest request) => Find(directory, request);

    private Application Own(TenantRequest request) => Own(directory, request);

    private Application FindDeleted(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.DeletedApplications.Find(id) ?? throw GraphException.NotFound(id.ToString());
    }
}
