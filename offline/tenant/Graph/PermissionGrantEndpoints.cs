using System.Buffers.Text;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Consent to delegated permissions: <c>/oauth2PermissionGrants</c>.</summary>
internal sealed class PermissionGrantEndpoints(TenantDirectory directory, GraphModels models)
{
    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/oauth2PermissionGrants", Permissions.ReadGrants, request => Page(request, directory.VisibleGrants));
        routes.Map("POST", "/oauth2PermissionGrants", Permissions.WriteGrants, Create);
        routes.Map("GET", "/oauth2PermissionGrants/{id}", Permissions.ReadGrants, request =>
            ODataQuery.ForEntity(request, models.PermissionGrant).Entity(request, Find(request), models.PermissionGrant, "oauth2PermissionGrants"));
        routes.Map("PATCH", "/oauth2PermissionGrants/{id}", Permissions.WriteGrants, request =>
        {
            PermissionGrant grant = Find(request);
            JsonObject body = request.JsonBody();
            if (body.FirstOrDefault(p => p.Key is not ("scope" or "@odata.type")) is { Key: { } other })
                throw GraphException.BadRequest($"Property '{other}' of resource 'OAuth2PermissionGrant' cannot be updated.");
            directory.Replace(grant with { Scope = Scope(body) });
            return TenantResponse.NoContent;
        });
        routes.Map("DELETE", "/oauth2PermissionGrants/{id}", Permissions.WriteGrants, request =>
        {
            directory.Remove(Find(request));
            return TenantResponse.NoContent;
        });
        routes.Map("GET", "/servicePrincipals/{id}/oauth2PermissionGrants", Permissions.ReadGrants, request =>
        {
            Guid id = request.RouteId("id");
            return directory.FindServicePrincipal(id) is null
                ? throw GraphException.NotFound(id.ToString())
                : Page(request, directory.VisibleGrants.Where(g => g.ClientId == id));
        });
    }

    private TenantResponse Page(TenantRequest request, IEnumerable<PermissionGrant> grants) =>
        ODataQuery.ForCollection(request, models.PermissionGrant).Page(request, grants.ToArray(), models.PermissionGrant, "oauth2PermissionGrants");

    private TenantResponse Create(TenantRequest request)
    {
        JsonObject body = request.JsonBody();
        Guid client = Principal(body, "clientId");
        Guid resource = Principal(body, "resourceId");
        string? consent = body.Text("consentType");
        Guid? user = null;
        if (consent is "Principal")
        {
            user = Guid.TryParse(body.Text("principalId"), out Guid id) && directory.TryGetUser(id, out _) ? id
                : throw GraphException.NotFound(body.Text("principalId") ?? "");
        }
        else if (consent is not "AllPrincipals" || body["principalId"] is not null)
        {
            throw GraphException.BadRequest("Invalid value specified for property 'consentType' of resource 'OAuth2PermissionGrant'.");
        }
        byte[] bytes = [.. client.ToByteArray(), .. resource.ToByteArray(), .. user?.ToByteArray() ?? []];
        string grantId = Base64Url.EncodeToString(bytes);
        if (directory.PermissionGrants.Any(g => g.Id == grantId))
            throw GraphException.Conflict("Permission entry already exists.");
        PermissionGrant grant = new(grantId, client, resource, consent, user, Scope(body), directory.Now + directory.Replication.Assignments);
        directory.Add(grant);
        return ODataQuery.ForEntity(request, models.PermissionGrant).Entity(request, grant, models.PermissionGrant, "oauth2PermissionGrants", 201);
    }

    private Guid Principal(JsonObject body, string name)
    {
        string text = body.Text(name) ?? "";
        return Guid.TryParse(text, out Guid id) && directory.FindServicePrincipal(id) is not null ? id : throw GraphException.NotFound(text);
    }

    private static string Scope(JsonObject body) => body.Text("scope")
        ?? throw GraphException.BadRequest("Invalid value specified for property 'scope' of resource 'OAuth2PermissionGrant'.");

    private PermissionGrant Find(TenantRequest request)
    {
        string id = request.Route["id"];
        return directory.VisibleGrants.FirstOrDefault(g => g.Id == id) ?? throw GraphException.NotFound(id);
    }
}
