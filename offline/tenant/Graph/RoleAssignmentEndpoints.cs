using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary><c>/roleManagement/directory</c>: definitions and assignments of directory roles.</summary>
internal sealed class RoleAssignmentEndpoints(TenantDirectory directory) : IGraphEndpoints
{
    private const string Definitions = "/roleManagement/directory/roleDefinitions";
    private const string Assignments = "/roleManagement/directory/roleAssignments";

    private static readonly EntityModel<RoleTemplate> Definition = new("unifiedRoleDefinition", Definitions[1..])
    {
        { "id", t => t.Id, FilterUse.Plain },
        { "description", t => t.Description },
        { "displayName", t => t.DisplayName, FilterUse.Plain },
        { "isBuiltIn", _ => true, FilterUse.Plain },
        { "isEnabled", _ => true },
        { "templateId", t => t.Id, FilterUse.Plain },
    };

    private static readonly EntityModel<RoleAssignment> Model = new("unifiedRoleAssignment", Assignments[1..])
    {
        { "id", a => a.Id },
        { "principalId", a => a.PrincipalId, FilterUse.Plain },
        { "directoryScopeId", a => a.DirectoryScopeId, FilterUse.Plain },
        { "appScopeId", a => a.AppScopeId },
        { "roleDefinitionId", a => a.RoleDefinitionId, FilterUse.Plain },
    };

    private readonly Store<string, RoleAssignment> _assignments = directory.RoleAssignmentStore;

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", Definitions, Permissions.ReadRoles, request => Definition.Page(request, RoleTemplates.All));
        routes.Map("GET", Definitions + "/{id}", Permissions.ReadRoles, request =>
        {
            Guid id = request.RouteId("id");
            return Definition.Entity(request, RoleTemplates.Find(id) ?? throw GraphException.NotFound(id.ToString()));
        });
        routes.Map("GET", Assignments, Permissions.ReadRoles, request => Model.Page(request, _assignments));
        routes.Map("POST", Assignments, Permissions.WriteRoles, Create);
        routes.Map("GET", Assignments + "/{id}", Permissions.ReadRoles, request => Model.Entity(request, Find(request)));
        routes.Map("DELETE", Assignments + "/{id}", Permissions.WriteRoles, request =>
        {
            _assignments.Remove(Find(request));
            return TenantResponse.NoContent;
        });
    }

    private TenantResponse Create(TenantRequest request)
    {
        JsonObject body = request.JsonBody();
        string principal = body.Text("principalId") ?? "";
        if (!Guid.TryParse(principal, out Guid principalId) || directory.FindObject(principalId) is null)
            throw GraphException.NotFound(principal);
        string definition = body.Text("roleDefinitionId") ?? "";
        if (!Guid.TryParse(definition, out Guid roleId) || RoleTemplates.Find(roleId) is null
            && directory.DirectoryRoleStore.Find(roleId) is null)
            throw GraphException.NotFound(definition);
        string? scope = body.Text("directoryScopeId");
        string? appScope = body.Text("appScopeId");
        if (scope is null == appScope is null)
            throw GraphException.BadRequest("Exactly one of 'directoryScopeId' and 'appScopeId' must be set.");
        if (_assignments.All.Any(a => a.PrincipalId == principalId && a.RoleDefinitionId == roleId
            && a.DirectoryScopeId == scope && a.AppScopeId == appScope))
        {
            throw GraphException.BadRequest(
                "A conflicting object with one or more of the specified property values is present in the directory.");
        }
        RoleAssignment assignment = new(RoleAssignmentIds.New(_assignments, roleId, principalId), principalId, roleId, scope, appScope);
        _assignments.Add(assignment, directory.Replication.Assignments);
        return Model.Entity(request, assignment, status: 201);
    }

    private RoleAssignment Find(TenantRequest request)
    {
        string id = request.Route["id"];
        return _assignments.Find(id) ?? throw GraphException.NotFound(id);
    }
}
