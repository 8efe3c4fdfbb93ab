using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Consent to application permissions: <c>appRoleAssignedTo</c> of the API's service principal, <c>appRoleAssignments</c> of the client's.</summary>
internal sealed class AppRoleAssignmentEndpoints(TenantDirectory directory, GraphModels models)
{
    public void Map(GraphRoutes routes)
    {
        foreach (string side in new[] { "appRoleAssignedTo", "appRoleAssignments" })
        {
            bool ofResource = side == "appRoleAssignedTo";
            routes.Map("GET", $"/servicePrincipals/{{id}}/{side}", Permissions.ReadApplications, request => List(request, ofResource));
            routes.Map("POST", $"/servicePrincipals/{{id}}/{side}", Permissions.WriteAppRoleAssignments, request => Create(request, side));
            routes.Map("GET", $"/servicePrincipals/{{id}}/{side}/{{assignment}}", Permissions.ReadApplications, request =>
                ODataQuery.ForEntity(request, models.AppRoleAssignment).Entity(request, Find(request, ofResource), models.AppRoleAssignment, "appRoleAssignments"));
            routes.Map("DELETE", $"/servicePrincipals/{{id}}/{side}/{{assignment}}", Permissions.WriteAppRoleAssignments, request =>
            {
                directory.Remove(Find(request, ofResource));
                return TenantResponse.NoContent;
            });
        }
    }

    private TenantResponse List(TenantRequest request, bool ofResource)
    {
        Guid id = Principal(request).Id;
        AppRoleAssignment[] assignments = [.. directory.VisibleAppRoleAssignments.Where(a => (ofResource ? a.ResourceId : a.PrincipalId) == id)];
        return ODataQuery.ForCollection(request, models.AppRoleAssignment).Page(request, assignments, models.AppRoleAssignment, "appRoleAssignments");
    }

    private TenantResponse Create(TenantRequest request, string side)
    {
        Guid pathId = Principal(request).Id;
        JsonObject body = request.JsonBody();
        Guid roleId = Need(body, "appRoleId");
        Guid principalId = Need(body, "principalId");
        Guid resourceId = Need(body, "resourceId");
        if (pathId != (side == "appRoleAssignedTo" ? resourceId : principalId))
            throw GraphException.BadRequest("Not a valid reference update.");
        ServicePrincipal resource = directory.FindServicePrincipal(resourceId) ?? throw GraphException.NotFound(resourceId.ToString());
        if (directory.FindObject(principalId) is null)
            throw GraphException.NotFound(principalId.ToString());
        if (!resource.AppRoles.Any(r => r.Flag("isEnabled") is true && Guid.Parse((string)r["id"]!) == roleId))
            throw GraphException.BadRequest("Permission being assigned was not found on application");
        if (directory.AllAppRoleAssignments.Any(a => a.AppRoleId == roleId && a.PrincipalId == principalId && a.ResourceId == resourceId))
            throw GraphException.BadRequest("Permission being assigned already exists on the object");
        byte[] id = [.. principalId.ToByteArray(), .. RandomNumberGenerator.GetBytes(16)];
        AppRoleAssignment assignment = new(
            Base64Url.EncodeToString(id), roleId, principalId, resourceId, directory.Now, directory.Now + directory.Replication.Assignments);
        directory.Add(assignment);
        return ODataQuery.ForEntity(request, models.AppRoleAssignment)
            .Entity(request, assignment, models.AppRoleAssignment, $"servicePrincipals('{pathId}')/{side}", 201);
    }

    private ServicePrincipal Principal(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.FindServicePrincipal(id) ?? throw GraphException.NotFound(id.ToString());
    }

    private AppRoleAssignment Find(TenantRequest request, bool ofResource)
    {
        Guid id = Principal(request).Id;
        string assignment = request.Route["assignment"];
        return directory.VisibleAppRoleAssignments.FirstOrDefault(a => a.Id == assignment && (ofResource ? a.ResourceId : a.PrincipalId) == id)
            ?? throw GraphException.NotFound(assignment);
    }

    private static Guid Need(JsonObject body, string name) => Guid.TryParse(body.Text(name), out Guid id)
        ? id
        : throw GraphException.BadRequest($"Invalid value specified for property '{name}' of resource 'AppRoleAssignment'.");
}
