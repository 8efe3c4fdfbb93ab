using System.Buffers.Text;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Consent to delegated permissions: <c>/oauth2PermissionGrants</c>.</summary>
internal sealed class PermissionGrantEndpoints(TenantDirectory directory) : IGraphEndpoints
{
    private static readonly EntityModel<PermissionGrant> Model = new("oAuth2PermissionGrant", "oauth2PermissionGrants")
    {
        { "clientId", g => g.ClientId, FilterUse.Plain },
        { "consentType", g => g.ConsentType, FilterUse.Plain },
        { "id", g => g.Id },
        { "principalId", g => g.PrincipalId, FilterUse.Plain },
        { "resourceId", g => g.ResourceId, FilterUse.Plain },
        { "scope", g => g.Scope, FilterUse.Plain },
    };

    private readonly Store<string, PermissionGrant> _grants = directory.PermissionGrantStore;

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/oauth2PermissionGrants", Permissions.ReadGrants, request => Model.Page(request, _grants));
        routes.Map("POST", "/oauth2PermissionGrants", Permissions.WriteGrants, Create);
        routes.Map("GET", "/oauth2PermissionGrants/{id}", Permissions.ReadGrants, request => Model.Entity(request, Find(request)));
        routes.Map("PATCH", "/oauth2PermissionGrants/{id}", Permissions.WriteGrants, Update);
        routes.Map("DELETE", "/oauth2PermissionGrants/{id}", Permissions.WriteGrants, request =>
        {
            _grants.Remove(Find(request));
            return TenantResponse.NoContent;
        });
        routes.Map("GET", "/servicePrincipals/{id}/oauth2PermissionGrants", Permissions.ReadGrants, request =>
        {
            Guid id = request.RouteId("id");
            return directory.ServicePrincipalStore.Find(id) is null
                ? throw GraphException.NotFound(id.ToString())
                : Model.Page(request, [.. _grants.Visible.Where(g => g.ClientId == id)]);
        });
    }

    private TenantResponse Create(TenantRequest request)
    {
        JsonObject body = request.JsonBody();
        Guid client = Principal(body, "clientId");
        Guid resource = Principal(body, "resourceId");
        string? consent = body.Text("consentType");
        Guid? user = null;
        if (consent is "Principal")
        {
            string text = body.Text("principalId") ?? "";
            user = Guid.TryParse(text, out Guid id) && directory.TryGetUser(id, out _) ? id : throw GraphException.NotFound(text);
        }
        else if (consent is not "AllPrincipals" || body["principalId"] is not null)
        {
            throw GraphException.BadRequest("Invalid value specified for property 'consentType' of resource 'OAuth2PermissionGrant'.");
        }
        byte[] bytes = [.. client.ToByteArray(), .. resource.ToByteArray(), .. user?.ToByteArray() ?? []];
        string grantId = Base64Url.EncodeToString(bytes);
        if (_grants.FindAny(grantId) is not null)
            throw GraphException.Conflict("Permission entry already exists.");
        PermissionGrant grant = new(grantId, client, resource, consent, user, Scope(body));
        _grants.Add(grant, directory.Replication.Assignments);
        return Model.Entity(request, grant, status: 201);
    }

    private TenantResponse Update(TenantRequest request)
    {
        PermissionGrant grant = Find(request);
        JsonObject body = request.JsonBody();
        if (body.FirstOrDefault(p => p.Key is not ("scope" or "@odata.type")) is { Key: { } other })
            throw GraphException.BadRequest($"Property '{other}' of resource 'OAuth2PermissionGrant' cannot be updated.");
        _grants.Set(grant with { Scope = Scope(body) });
        return TenantResponse.NoContent;
    }

    private Guid Principal(JsonObject body, string name)
    {
        string text = body.Text(name) ?? "";
        return Guid.TryParse(text, out Guid id) && directory.ServicePrincipalStore.Find(id) is not null
            ? id
            : throw GraphException.NotFound(text);
    }

    private static string Scope(JsonObject body) => body.Text("scope")
        ?? throw GraphException.BadRequest("Invalid value specified for property 'scope' of resource 'OAuth2PermissionGrant'.");

    private PermissionGrant Find(TenantRequest request)
    {
        string id = request.Route["id"];
        return _grants.Find(id) ?? throw GraphException.NotFound(id);
    }
}
