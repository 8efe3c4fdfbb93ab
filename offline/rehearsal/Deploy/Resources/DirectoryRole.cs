using System.Collections.Frozen;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_directory_role</c>: a directory role, activated from its template. It is never deactivated.</summary>
internal sealed class DirectoryRole(GraphClient graph) : TenantResource(graph)
{
    public override string Type => "azuread:index/directoryRole:DirectoryRole";

    public override ProviderRules Rules { get; } = new() { Computed = FrozenSet.Create("displayName", "templateId") };

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string templateId = await TemplateAsync(inputs, cancellationToken);
        JsonObject role = await FindActiveAsync(templateId, cancellationToken)
            ?? await Graph.PostAsync("/v1.0/directoryRoles", Entity("directoryRole", new JsonObject { ["roleTemplateId"] = templateId }),
                ProviderTiming.ShortOperation, null, new Creation(() => FindActiveAsync(templateId, cancellationToken)), cancellationToken);
        string id = role.Text("id") ?? throw new InvalidOperationException("activating directory role: the answer has no id");
        return await ReadBackAsync($"/directoryRoles/{id}", PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        if (await Graph.FindAsync("/v1.0" + id, cancellationToken) is not { } role)
            return null;
        return new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["description"] = role.Text("description") ?? "",
            ["displayName"] = role.Text("displayName"),
            ["objectId"] = role.Text("id"),
            ["templateId"] = role.Text("roleTemplateId"),
        }));
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<JsonObject?> FindActiveAsync(string templateId, CancellationToken cancellationToken) =>
        (await Graph.ListAsync(
            GraphClient.Query("/v1.0/directoryRoles", ("$filter", $"roleTemplateId eq {GraphClient.Quote(templateId)}")),
            cancellationToken)).FirstOrDefault();

    private async Task<string> TemplateAsync(PropertyBag inputs, CancellationToken cancellationToken)
    {
        if (inputs.Text("templateId") is { } templateId)
        {
            JsonObject template = await Graph.GetAsync($"/v1.0/directoryRoleTemplates/{templateId}", cancellationToken);
            return template.Text("id") ?? templateId;
        }

        string displayName = inputs.Text("displayName")
            ?? throw new InvalidOperationException("one of `displayName,templateId` must be specified");
        List<JsonObject> templates = await Graph.ListAsync("/v1.0/directoryRoleTemplates", cancellationToken);
        return templates.FirstOrDefault(template =>
            string.Equals(template.Text("displayName"), displayName, StringComparison.OrdinalIgnoreCase)).Text("id")
            ?? throw new InvalidOperationException($"no directory role template found with display name \"{displayName}\"");
    }
}
