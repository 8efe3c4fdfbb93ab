using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/servicePrincipals</c> with owners. Microsoft's own can be read and annotated, not deleted.</summary>
internal sealed class ServicePrincipalEndpoints(
    TenantDirectory directory, DirectoryObjects objects, AppRoleAssignmentEndpoints assignments) : IGraphEndpoints
{
    private static readonly HashSet<string> ReadOnly = new(StringComparer.Ordinal)
    {
        "deletedDateTime", "appDescription", "applicationTemplateId", "appOwnerOrganizationId", "createdDateTime",
        "disabledByMicrosoftStatus", "displayName", "signInAudience", "replyUrls", "servicePrincipalType",
        "appRoles", "oauth2PermissionScopes",
    };

    private readonly EntityModel<ServicePrincipal> _model = ModelIn(directory);
    private readonly Store<Guid, ServicePrincipal> _principals = directory.ServicePrincipalStore;
    private readonly OwnerList _owners = new(directory, objects);

    public void Map(GraphRoutes routes)
    {
        Relation[] relations = [OwnerList.Relation<ServicePrincipal>(objects), .. assignments.Relations];
        routes.Map("GET", "/servicePrincipals", Permissions.ReadApplications, request => 
            _model.Page(request, _principals, relations: relations));
        routes.Map("POST", "/servicePrincipals", Permissions.WriteApplications, Create);
        routes.Map("GET", "/servicePrincipals/{id}", Permissions.ReadApplications, request =>
            _model.Entity(request, Find(request), relations: relations));
        routes.Map("PATCH", "/servicePrincipals/{id}", Permissions.WriteApplications, Update);
        routes.Map("DELETE", "/servicePrincipals/{id}", Permissions.WriteApplications, Delete);
        _owners.Map(routes, "/servicePrincipals/{id}", Find, Own);
        new PasswordActions(directory).Map(routes, "/servicePrincipals/{id}", OwnWithCredentials);
    }

    public static EntityModel<ServicePrincipal> ModelIn(TenantDirectory directory)
    {
        EntityModel<ServicePrincipal> model = new("servicePrincipal", "servicePrincipals", ["displayName"])
        {
            { "id", s => s.Id, FilterUse.Plain },
            { "appId", s => s.AppId, FilterUse.Plain },
            { "appDisplayName", s => s.DisplayName },
        };
        foreach (string name in GraphShapes.ServicePrincipal().Select(p => p.Key))
        {
            Func<ServicePrincipal, object?> value = name switch
            {
                "displayName" => s => s.DisplayName,
                "appDescription" => s => s.Application?.Graph["description"],
                "appOwnerOrganizationId" => s => s.Application is null ? s.Graph[name] : directory.TenantId,
                "appRoles" => s => s.AppRoles,
                "oauth2PermissionScopes" => s => s.Scopes,
                "homepage" => s => s.Application?.Graph["web"]?["homePageUrl"],
                "info" => s => s.Application?.Graph["info"] ?? s.Graph[name],
                "logoutUrl" => s => s.Application?.Graph["web"]?["logoutUrl"],
                "replyUrls" => s => s.Application is { } application ? ReplyUrls(application) : s.Graph[name],
                "servicePrincipalNames" => s => s.Names,
                "signInAudience" => s => s.Application?.Graph[name] ?? s.Graph[name],
                _ => s => s.Graph[name],
            };
            bool filtered = name is "displayName" or "accountEnabled" or "servicePrincipalNames" or "servicePrincipalType" or "tags"
                or "appOwnerOrganizationId";
            model.Add(
                name,
                name == "accountEnabled" ? EdmType.Boolean : EdmType.String,
                value,
                filtered ? FilterUse.Plain : FilterUse.None,
                onDemand: name == "samlMetadataUrl");
        }
        model.Add("keyCredentials", s => s.KeyCredentials, elements: CredentialModels.Key(withKey: false));
        model.Add("passwordCredentials", s => s.PasswordCredentials, elements: CredentialModels.Password);
        return model;
    }

    private static List<object?> ReplyUrls(Application application) =>
    [
        .. RedirectUriRules.Platforms
            .SelectMany(kind => application.Graph[kind]?["redirectUris"] as JsonArray ?? [])
            .Select(uri => (object?)(string?)uri),
    ];

    private TenantResponse Create(TenantRequest request)
    {
        JsonObject body = (JsonObject)request.JsonBody().DeepClone();
        if (!Guid.TryParse(body.Text("appId"), out Guid appId))
            throw GraphException.BadRequest("A value is required for property 'appId' of resource 'ServicePrincipal'.");
        body.Remove("appId");
        if (directory.HasServicePrincipal(appId))
        {
            throw GraphException.Conflict(
                $"The service principal cannot be created, updated, or restored because the service principal name {appId} is already "
                + "in use.");
        }
        Application application = directory.FindApplicationOf(appId)
            ?? throw GraphException.BadRequest(
                $"The appId '{appId}' of the service principal does not reference a valid application object.");
        if (!request.Caller.HasAny("Application.ReadWrite.All") && !application.Owners.Contains(request.Caller.ObjectId))
        {
            throw new GraphException(
                403,
                "Authorization_RequestDenied",
                "When using this permission, the backing application of the service principal being created must in the local tenant");
        }
        JsonObject graph = GraphShapes.ServicePrincipal();
        IReadOnlyList<KeyCredential>? keys = CredentialRules.TakeFrom(body, [], "ServicePrincipal", directory);
        ShapeMerge.Apply(graph, body, GraphShapes.ServicePrincipal(), "ServicePrincipal", ReadOnly);
        graph["createdDateTime"] = GraphTime.Of(directory.Now);
        ServicePrincipal principal = new(Guid.NewGuid(), appId, application, graph)
        {
            Owners = _owners.Bound(body),
            KeyCredentials = keys ?? [],
        };
        _principals.Add(principal, directory.Replication.Objects);
        return _model.Entity(request, principal, status: 201);
    }

    private TenantResponse Update(TenantRequest request)
    {
        ServicePrincipal principal = Own(request);
        JsonObject body = (JsonObject)request.JsonBody().DeepClone();
        CredentialRules.CheckIdentity(body, principal.Id);
        if (principal.Application is null && (body.ContainsKey("keyCredentials") || body.ContainsKey("passwordCredentials")))
            throw GraphException.Denied();
        IReadOnlyList<KeyCredential>? keys = CredentialRules.TakeFrom(body, principal.KeyCredentials, "ServicePrincipal", directory);
        JsonObject after = (JsonObject)principal.Graph.DeepClone();
        ShapeMerge.Apply(after, body, GraphShapes.ServicePrincipal(), "ServicePrincipal", ReadOnly);
        foreach (string name in after.Select(p => p.Key).ToArray())
            principal.Graph[name] = after[name]?.DeepClone();
        principal.KeyCredentials = keys ?? principal.KeyCredentials;
        return TenantResponse.NoContent;
    }

    private TenantResponse Delete(TenantRequest request)
    {
        ServicePrincipal principal = Own(request);
        if (principal.Application is null)
            throw GraphException.Denied();
        directory.Delete(principal);
        return TenantResponse.NoContent;
    }

    private ServicePrincipal Find(TenantRequest request)
    {
        if (request.RouteKey("id", "appId") is { } appId)
            return directory.FindServicePrincipalOf(appId) ?? throw GraphException.NotFound(appId.ToString());
        Guid id = request.RouteId("id");
        return _principals.Find(id) ?? throw GraphException.NotFound(id.ToString());
    }

    /// <summary>Microsoft's own take no credentials from a tenant.</summary>
    private ServicePrincipal OwnWithCredentials(TenantRequest request) =>
        Own(request) is { Application: not null } principal ? principal : throw GraphException.Denied();

    private ServicePrincipal Own(TenantRequest request)
    {
        ServicePrincipal principal = Find(request);
        return request.Caller.HasAny("Application.ReadWrite.All") || principal.Owners.Contains(request.Caller.ObjectId)
            ? principal
            : throw GraphException.Denied();
    }
}
