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
        routes.Map("GET", "/directoryRoles/{id}/members", Permissions.ReadRoles, request =>
        {
            DirectoryRole role = Find(request);
            return objects.Page(request, objects.Find(directory.RoleAssignmentStore.Visible
                .Where(a => a.RoleDefinitionId == role.TemplateId || a.RoleDefinitionId == role.Id)
                .Select(a => a.PrincipalId)));
        });
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
