using System.Buffers.Text;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Directory roles: templates, activated roles, role definitions and assignments.</summary>
internal sealed class RoleEndpoints(TenantDirectory directory, GraphModels models)
{
    private readonly object[] templates = [.. RoleTemplates.All.Cast<object>()];

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/directoryRoleTemplates", Permissions.ReadRoles, request =>
            ODataQuery.ForCollection(request, models.DirectoryRoleTemplate).Page(request, templates, models.DirectoryRoleTemplate, "directoryRoleTemplates"));
        routes.Map("GET", "/directoryRoleTemplates/{id}", Permissions.ReadRoles, request =>
            ODataQuery.ForEntity(request, models.DirectoryRoleTemplate).Entity(request, Template(request.RouteId("id")), models.DirectoryRoleTemplate, "directoryRoleTemplates"));
        routes.Map("GET", "/directoryRoles", Permissions.ReadRoles, request =>
            ODataQuery.ForCollection(request, models.DirectoryRole).Page(request, directory.DirectoryRoles, models.DirectoryRole, "directoryRoles"));
        routes.Map("POST", "/directoryRoles", Permissions.WriteRoles, Activate);
        routes.Map("GET", "/directoryRoles/{id}", Permissions.ReadRoles, request =>
            ODataQuery.ForEntity(request, models.DirectoryRole).Entity(request, Role(request), models.DirectoryRole, "directoryRoles"));
        routes.Map("GET", "/directoryRoles/{id}/members", Permissions.ReadRoles, request =>
        {
            DirectoryRole role = Role(request);
            object[] members =
            [
                .. directory.VisibleRoleAssignments.Where(a => a.RoleDefinitionId == role.TemplateId || a.RoleDefinitionId == role.Id)
                    .Select(a => directory.FindObject(a.PrincipalId)).OfType<object>(),
            ];
            return ODataQuery.ForCollection(request, models.User).Page(request, members, models.Of, "directoryObjects", typed: true);
        });
        routes.Map("GET", "/roleManagement/directory/roleDefinitions", Permissions.ReadRoles, request =>
            ODataQuery.ForCollection(request, models.RoleDefinition).Page(request, templates, models.RoleDefinition, "roleManagement/directory/roleDefinitions"));
        routes.Map("GET", "/roleManagement/directory/roleDefinitions/{id}", Permissions.ReadRoles, request =>
            ODataQuery.ForEntity(request, models.RoleDefinition).Entity(request, Template(request.RouteId("id")), models.RoleDefinition, "roleManagement/directory/roleDefinitions"));
        routes.Map("GET", "/roleManagement/directory/roleAssignments", Permissions.ReadRoles, request =>
            ODataQuery.ForCollection(request, models.RoleAssignment)
                .Page(request, directory.VisibleRoleAssignments.ToArray(), models.RoleAssignment, "roleManagement/directory/roleAssignments"));
        routes.Map("POST", "/roleManagement/directory/roleAssignments", Permissions.WriteRoles, Assign);
        routes.Map("GET", "/roleManagement/directory/roleAssignments/{id}", Permissions.ReadRoles, request =>
            ODataQuery.ForEntity(request, models.RoleAssignment).Entity(request, Assignment(request), models.RoleAssignment, "roleManagement/directory/roleAssignments"));
        routes.Map("DELETE", "/roleManagement/directory/roleAssignments/{id}", Permissions.WriteRoles, request =>
        {
            directory.Remove(Assignment(request));
            return TenantResponse.NoContent;
        });
    }

    private TenantResponse Activate(TenantRequest request)
    {
        string text = request.JsonBody().Text("roleTemplateId") ?? "";
        if (!Guid.TryParse(text, out Guid template) || RoleTemplates.Find(template) is null)
            throw GraphException.NotFound(text);
        if (directory.DirectoryRoles.Any(r => r.TemplateId == template))
            throw GraphException.BadRequest("A conflicting object with one or more of the specified property values is present in the directory.");
        DirectoryRole role = new(StableGuid.From($"{directory.TenantId}/directoryRoles/{template}"), template);
        directory.Add(role);
        return ODataQuery.ForEntity(request, models.DirectoryRole).Entity(request, role, models.DirectoryRole, "directoryRoles", 201);
    }

    private TenantResponse Assign(TenantRequest request)
    {
        JsonObject body = request.JsonBody();
        string principal = body.Text("principalId") ?? "";
        if (!Guid.TryParse(principal, out Guid principalId) || directory.FindObject(principalId) is null)
            throw GraphException.NotFound(principal);
        string definition = body.Text("roleDefinitionId") ?? "";
        if (!Guid.TryParse(definition, out Guid roleId) || RoleTemplates.Find(roleId) is null && !directory.DirectoryRoles.Any(r => r.Id == roleId))
            throw GraphException.NotFound(definition);
        string? scope = body.Text("directoryScopeId");
        string? appScope = body.Text("appScopeId");
        if (scope is null == appScope is null)
            throw GraphException.BadRequest("Exactly one of 'directoryScopeId' and 'appScopeId' must be set.");
        if (directory.RoleAssignments.Any(a => a.PrincipalId == principalId && a.RoleDefinitionId == roleId && a.DirectoryScopeId == scope && a.AppScopeId == appScope))
            throw GraphException.BadRequest("A conflicting object with one or more of the specified property values is present in the directory.");
        byte[] bytes = [.. roleId.ToByteArray(), .. principalId.ToByteArray()];
        int number = directory.RoleAssignments.Count(a => a.PrincipalId == principalId && a.RoleDefinitionId == roleId) + 1;
        string id = $"{Base64Url.EncodeToString(bytes)}-{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        RoleAssignment assignment = new(id, principalId, roleId, scope, appScope, directory.Now + directory.Replication.Assignments);
        directory.Add(assignment);
        return ODataQuery.ForEntity(request, models.RoleAssignment)
            .Entity(request, assignment, models.RoleAssignment, "roleManagement/directory/roleAssignments", 201);
    }

    private static (Guid, string, string) Template(Guid id) => RoleTemplates.Find(id) ?? throw GraphException.NotFound(id.ToString());

    private DirectoryRole Role(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return directory.DirectoryRoles.FirstOrDefault(r => r.Id == id) ?? throw GraphException.NotFound(id.ToString());
    }

    private RoleAssignment Assignment(TenantRequest request)
    {
        string id = request.Route["id"];
        return directory.VisibleRoleAssignments.FirstOrDefault(a => a.Id == id) ?? throw GraphException.NotFound(id);
    }
}
