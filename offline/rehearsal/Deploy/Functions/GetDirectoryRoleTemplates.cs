using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary><c>azuread_directory_role_templates</c>: all of them.</summary>
internal sealed class GetDirectoryRoleTemplates(GraphClient graph) : IFunctionHandler
{
    public string Token => "azuread:index/getDirectoryRoleTemplates:getDirectoryRoleTemplates";

    public async Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        List<JsonObject> templates = await graph.ListAsync("/v1.0/directoryRoleTemplates", cancellationToken);
        return PropertyBag.From(new Dictionary<string, object?>
        {
            ["id"] = "directoryRoleTemplates",
            ["objectIds"] = templates.Select(template => template.Text("id")).ToList(),
            ["roleTemplates"] = templates.Select(template => new Dictionary<string, object?>
            {
                ["description"] = template.Text("description") ?? "",
                ["displayName"] = template.Text("displayName") ?? "",
                ["objectId"] = template.Text("id"),
            }).ToList(),
        });
    }
}
