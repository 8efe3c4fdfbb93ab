using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/servicePrincipals</c> with owners. Microsoft's own can be read and annotated, not deleted.</summary>
internal sealed class ServicePrincipalEndpoints(TenantDirectory directory, GraphModels models)
{
    private static readonly HashSet<string> ReadOnly = new(StringComparer.Ordinal)
    {
        "deletedDateTime", "appDescription", "applicationTemplateId", "appOwnerOrganizationId", "createdDateTime", "disabledByMicrosoftStatus", "displayName",
        "signInAudience", "replyUrls", "servicePrincipalType", "appRoles", "oauth2PermissionScopes",
    };

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/servicePrincipals", Permissions.ReadApplications, request => ODataQuery.ForCollection(request, models.ServicePrincipal)
            .Page(request, directory.VisibleServicePrincipals.ToArray(), models.ServicePrincipal, "servicePrincipals"));
        routes.Map("POST", "/servicePrincipals", Permissions.WriteApplications, Create);
        routes.Map("GET", "/servicePrincipals/{id}", Permissions.ReadApplications, request => ODataQuery.ForEntity(request, models.ServicePrincipal)
            .Entity(request, Find(request), models.ServicePrincipal, "servicePrincipals"));
        routes.Map("PATCH", "/servicePrincipals/{id}", Permissions.WriteApplications, Update);
        routes.Map("DELETE", "/servicePrincipals/{id}", Permissions.WriteApplications, Delete);
        routes.Map("GET", "/servicePrincipals/{id}/owners", Permissions.ReadApplications, request =>
            OwnerList.Page(request, Find(request).Owners, directory, models));
        routes.Map("POST", "/servicePrincipals/{id}/owners/$ref", Permissions.WriteApplications, request =>
        {
            ServicePrincipal principal = Own(request);
            Guid owner = OwnerList.Reference(request.JsonBody(), directory);
            if (principal.Owners.Contains(owner))
                throw GraphException.BadRequest("One or more added object references already exist for the following modified properties: 'owners'.");
            principal.Owners = [.. principal.Owners, owner];
            return TenantResponse.NoContent;
        });
        routes.Map("DELETE", "/servicePrincipals/{id}/owners/{owner}/$ref", Permissions.WriteApplications, request =>
        {
            ServicePrincipal principal = Own(request);
            Guid owner = request.RouteId("owner");
            if (!principal.Owners.Contains(owner))
                throw GraphException.NotFound(owner.ToString());
            principal.Owners = [.. principal.Owners.Where(o => o != owner)];
            return TenantResponse.NoContent;
        });
    }

    private TenantResponse Create(TenantRequest request)
    {
        JsonObject body = (JsonObject)request.JsonBody().DeepClone();
        if (!Guid.TryParse(body.Text("appId"), out Guid appId))
            throw GraphException.BadRequest("A value is required for property 'appId' of resource 'ServicePrincipal'.");
        body.Remove("appId");
        if (directory.AllServicePrincipals.Any(s => s.AppId == appId))
            throw GraphException.Conflict($"The service principal cannot be created, updated, or restored because the service principal name {appId} is already in use.");
        Application application = directory.VisibleApplications.FirstOrDefault(a => a.AppId == appId)
            ?? throw GraphException.BadRequest($"The appId '{appId}' of the service principal does not reference a valid application object.");
        if (!request.Caller.HasAny("Application.ReadWrite.All") && !application.Owners.Contains(request.Caller.ObjectId))
            throw new GraphException(403, "Authorization_RequestDenied", "When using this permission, the backing application of the service principal being created must in the local tenant");
        JsonObject graph = GraphShapes.ServicePrincipal();
        ShapeMerge.Apply(graph, body, GraphShapes.ServicePrincipal(), "ServicePrincipal", ReadOnly);
        graph["createdDateTime"] = EntityModel.Instant(directory.Now);
        ServicePrincipal principal = new(Guid.NewGuid(), appId, application, graph, directory.Now + directory.Replication.Objects)
        {
            Owners = OwnerList.Bound(body, directory),
        };
        directory.Add(principal);
        return ODataQuery.ForEntity(request, models.ServicePrincipal).Entity(request, principal, models.ServicePrincipal, "servicePrincipals", 201);
    }

    private TenantResponse Update(TenantRequest request)
    {
        ServicePrincipal principal = Own(request);
        JsonObject body = (JsonObject)request.JsonBody().DeepClone();
        body.Remove("id");
        JsonObject after = (JsonObject)principal.Graph.DeepClone();
        ShapeMerge.Apply(after, body, GraphShapes.ServicePrincipal(), "ServicePrincipal", ReadOnly);
        foreach (string name in after.Select(p => p.Key).ToArray())
            principal.Graph[name] = after[name]?.DeepClone();
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
        if (request.Route["id"].StartsWith("appId=", StringComparison.OrdinalIgnoreCase))
        {
            string key = request.Route["id"]["appId=".Length..];
            return directory.VisibleServicePrincipals.FirstOrDefault(a => a.AppId.ToString().Equals(key, StringComparison.OrdinalIgnoreCase)) ?? throw GraphException.NotFound(key);
        }
        Guid id = request.RouteId("id");
        return directory.FindServicePrincipal(id) ?? throw GraphException.NotFound(id.ToString());
    }

    private ServicePrincipal Own(TenantRequest request)
    {
        ServicePrincipal principal = Find(request);
        return request.Caller.HasAny("Application.ReadWrite.All") || principal.Owners.Contains(request.Caller.ObjectId)
            ? principal
            : throw GraphException.Denied();
    }
}
