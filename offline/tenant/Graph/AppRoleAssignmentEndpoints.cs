using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>
/// Consent to application permissions: <c>appRoleAssignedTo</c> of the API's service principal, <c>appRoleAssignments</c> of the client's.
/// </summary>
internal sealed class AppRoleAssignmentEndpoints(TenantDirectory directory) : IGraphEndpoints
{
    private readonly EntityModel<AppRoleAssignment> _model = new("appRoleAssignment", "appRoleAssignments")
    {
        { "id", a => a.Id },
        { "deletedDateTime", _ => null },
        { "appRoleId", a => a.AppRoleId },
        { "createdDateTime", a => a.CreatedDateTime },
        { "principalDisplayName", a => NameOf(directory.FindObject(a.PrincipalId)) },
        { "principalId", a => a.PrincipalId, FilterUse.Plain },
        { "principalType", a => TypeOf(directory.FindObject(a.PrincipalId)) },
        { "resourceDisplayName", a => NameOf(directory.FindObject(a.ResourceId)) },
        { "resourceId", a => a.ResourceId, FilterUse.Plain },
    };

    private readonly Store<string, AppRoleAssignment> _assignments = directory.AppRoleAssignmentStore;

    /// <summary>Both sides as relationships of a service principal that <c>$expand</c> shows.</summary>
    public IReadOnlyList<Relation> Relations =>
        [Side("appRoleAssignedTo", ofResource: true), Side("appRoleAssignments", ofResource: false)];

    public void Map(GraphRoutes routes)
    {
        foreach (string side in new[] { "appRoleAssignedTo", "appRoleAssignments" })
        {
            bool ofResource = side == "appRoleAssignedTo";
            string path = $"/servicePrincipals/{{id}}/{side}";
            routes.Map("GET", path, Permissions.ReadApplications, request => List(request, ofResource));
            routes.Map("POST", path, Permissions.WriteAppRoleAssignments, request => Create(request, side));
            routes.Map(
                "GET", path + "/{assignment}", Permissions.ReadApplications, request => _model.Entity(request, Find(request, ofResource)));
            routes.Map("DELETE", path + "/{assignment}", Permissions.WriteAppRoleAssignments, request =>
            {
                _assignments.Remove(Find(request, ofResource));
                return TenantResponse.NoContent;
            });
        }
    }

    private Relation Side(string name, bool ofResource) => new(name, (writer, _, principal) =>
    {
        Guid id = ((ServicePrincipal)principal).Id;
        IEnumerable<AppRoleAssignment> found = _assignments.Visible.Where(a => (ofResource ? a.ResourceId : a.PrincipalId) == id);
        writer.WriteStartArray();
        foreach (AppRoleAssignment assignment in found.Take(Relation.Most))
            _model.Write(writer, assignment, _model.Selected(null));
        writer.WriteEndArray();
    });

    private TenantResponse List(TenantRequest request, bool ofResource)
    {
        Guid id = Principal(request).Id;
        return _model.Page(request, [.. _assignments.Visible.Where(a => (ofResource ? a.ResourceId : a.PrincipalId) == id)]);
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
        ServicePrincipal resource = directory.ServicePrincipalStore.Find(resourceId)
            ?? throw GraphException.NotFound(resourceId.ToString());
        if (directory.FindObject(principalId) is null)
            throw GraphException.NotFound(principalId.ToString());
        if (!IsAssignable(resource, roleId))
            throw GraphException.BadRequest("Permission being assigned was not found on application");
        if (_assignments.All.Any(a => a.AppRoleId == roleId && a.PrincipalId == principalId && a.ResourceId == resourceId))
            throw GraphException.BadRequest("Permission being assigned already exists on the object");
        byte[] id = [.. principalId.ToByteArray(), .. RandomNumberGenerator.GetBytes(16)];
        AppRoleAssignment assignment = new(Base64Url.EncodeToString(id), roleId, principalId, resourceId, directory.Now);
        _assignments.Add(assignment, directory.Replication.Assignments);
        return _model.Entity(request, assignment, $"servicePrincipals('{pathId}')/{side}", 201);
    }

    private ServicePrincipal Principal(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.ServicePrincipalStore.Find(id) ?? throw GraphException.NotFound(id.ToString());
    }

    private AppRoleAssignment Find(TenantRequest request, bool ofResource)
    {
        Guid id = Principal(request).Id;
        string assignment = request.Route["assignment"];
        return _assignments.Find(assignment) is { } found && (ofResource ? found.ResourceId : found.PrincipalId) == id
            ? found
            : throw GraphException.NotFound(assignment);
    }

    /// <summary>The id of all zeros assigns no role in particular, and exists where the resource declares no role.</summary>
    private static bool IsAssignable(ServicePrincipal resource, Guid roleId) => roleId == Guid.Empty
        ? !resource.AppRoles.Any()
        : resource.AppRoles.Any(role => role.Flag("isEnabled") is true && Guid.Parse((string)role["id"]!) == roleId);

    private static string? NameOf(object? directoryObject) => directoryObject switch
    {
        ServicePrincipal principal => principal.DisplayName,
        DirectoryUser user => user.DisplayName,
        DirectoryGroup group => group.DisplayName,
        _ => null,
    };

    private static string TypeOf(object? directoryObject) => directoryObject switch
    {
        DirectoryUser => "User",
        DirectoryGroup => "Group",
        _ => "ServicePrincipal",
    };

    private static Guid Need(JsonObject body, string name) => Guid.TryParse(body.Text(name), out Guid id)
        ? id
        : throw GraphException.BadRequest($"Invalid value specified for property '{name}' of resource 'AppRoleAssignment'.");
}
