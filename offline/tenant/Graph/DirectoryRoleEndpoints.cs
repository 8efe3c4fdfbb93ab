using SimulatedTenant.Directory;
using SimulatedTenant.Http;
using SimulatedTenant.OData;

namespace SimulatedTenant.Graph;

/// <summary>Directory roles: <c>/directoryRoleTemplates</c>, and <c>/directoryRoles</c> that are activated from them.</summary>
internal sealed class DirectoryRoleEndpoints(TenantDirectory directory, DirectoryObjects objects) : IGraphEndpoints
{
    private static readonly EntityModel<RoleTemplate> Template = new("directoryRoleTemplate", "directoryRoleTemplates")
    {
        { "id", t => t.Id },
        { "deletedDateTime", _ => null },
        { "description", t => t.Description },
        { "displayName", t => t.DisplayName },
    };

    private static readonly EntityModel<DirectoryRole> Model = new("directoryRole", "directoryRoles")
    {
        { "id", r => r.Id },
        { "deletedDateTime", _ => null },
        { "description", r => RoleTemplates.Find(r.TemplateId)?.Description },
        { "displayName", r => RoleTemplates.Find(r.TemplateId)?.DisplayName, FilterUse.Plain },
        { "roleTemplateId", r => r.TemplateId, FilterUse.Plain },
    };

    private readonly Store<Guid, DirectoryRole> _roles = directory.DirectoryRoleStore;

    public void Map(GraphRoutes routes)
    {
        routes.Map("GET", "/directoryRoleTemplates", Permissions.ReadRoles, request => Template.Page(request, RoleTemplates.All));
        routes.Map("GET", "/directoryRoleTemplates/{id}", Permissions.ReadRoles, request =>
        {
            Guid id = request.RouteId("id");
            return Template.Entity(request, RoleTemplates.Find(id) ?? throw GraphException.NotFound(id.ToString()));
        });
        routes.Map("GET", "/directoryRoles", Permissions.ReadRoles, request => Model.Page(request, _roles));
        routes.Map("POST", "/directoryRoles", Permissions.WriteRoles, Activate);
        routes.Map("GET", "/directoryRoles/{id}", Permissions.ReadRoles, request => Model.Entity(request, Find(request)));
        new MemberReferences(directory).Map(
            routes,
            "/directoryRoles/{id}/members",
            Permissions.WriteRoles,
            request => [.. TenantWide(Find(request)).Select(assignment => assignment.PrincipalId)],
            (request, members) => SetMembers(Find(request), members));
        routes.Map("GET", "/directoryRoles/{id}/members", Permissions.ReadRoles, request =>
        {
            DirectoryRole role = Find(request);
            return objects.Page(request, objects.Find(directory.RoleAssignmentStore.Visible
                .Where(a => a.RoleDefinitionId == role.TemplateId || a.RoleDefinitionId == role.Id)
                .Select(a => a.PrincipalId)));
        });
    }

    /// <summary>Assignments of a role for the whole tenant, which are what makes a member.</summary>
    private IReadOnlyList<RoleAssignment> TenantWide(DirectoryRole role) =>
    [
        .. directory.RoleAssignmentStore.Visible.Where(assignment => assignment.DirectoryScopeId == "/"
            && (assignment.RoleDefinitionId == role.TemplateId || assignment.RoleDefinitionId == role.Id)),
    ];

    private void SetMembers(DirectoryRole role, IReadOnlyList<Guid> members)
    {
        Store<string, RoleAssignment> assignments = directory.RoleAssignmentStore;
        IReadOnlyList<RoleAssignment> before = TenantWide(role);
        foreach (RoleAssignment gone in before.Where(assignment => !members.Contains(assignment.PrincipalId)))
            assignments.Remove(gone);
        foreach (Guid added in members.Except(before.Select(assignment => assignment.PrincipalId)))
        {
            string id = RoleAssignmentIds.New(assignments, role.TemplateId, added);
            assignments.Add(new(id, added, role.TemplateId, "/", null), directory.Replication.Assignments);
        }
    }

    private TenantResponse Activate(TenantRequest request)
    {
        string text = request.JsonBody().Text("roleTemplateId") ?? "";
        if (!Guid.TryParse(text, out Guid template) || RoleTemplates.Find(template) is null)
            throw GraphException.NotFound(text);
        if (_roles.All.Any(r => r.TemplateId == template))
        {
            throw GraphException.BadRequest(
                "A conflicting object with one or more of the specified property values is present in the directory.");
        }
        DirectoryRole role = new(StableGuid.From($"{directory.TenantId}/directoryRoles/{template}"), template);
        _roles.Add(role);
        return Model.Entity(request, role, status: 201);
    }

    private DirectoryRole Find(TenantRequest request)
    {
        Guid id = request.RouteId("id");
        return _roles.Find(id) ?? throw GraphException.NotFound(id.ToString());
    }
}
