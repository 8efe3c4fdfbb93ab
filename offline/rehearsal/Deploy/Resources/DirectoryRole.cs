using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_directory_role</c>: a directory role, activated from its template. It is never deactivated.</summary>
internal sealed class DirectoryRole(GraphClient graph) : TenantResource(graph)
{
    /// <inheritdoc/>
    public override string Type => "azuread:index/directoryRole:DirectoryRole";

    /// <inheritdoc/>
    public override ProviderRules Rules { get; } = new() { Computed = FrozenSet.Create("displayName", "templateId") };

    /// <inheritdoc/>
    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string templateId = await TemplateAsync(inputs, cancellationToken).ConfigureAwait(false);
        List<JsonObject> active = await Graph.ListAsync(
            GraphClient.Query("/v1.0/directoryRoles", ("$filter", $"roleTemplateId eq {GraphClient.Quote(templateId)}")), cancellationToken).ConfigureAwait(false);
        JsonObject role = active.FirstOrDefault()
            ?? await Graph.PostAsync("/v1.0/directoryRoles", Entity("directoryRole", new JsonObject { ["roleTemplateId"] = templateId }),
                ProviderTiming.ShortOperation, null, cancellationToken).ConfigureAwait(false);
        string id = role.Text("id") ?? throw new InvalidOperationException("activating directory role: the answer has no id");
        return await ReadBackAsync($"/directoryRoles/{id}", PropertyBag.Empty, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        if (await Graph.FindAsync("/v1.0" + id, cancellationToken).ConfigureAwait(false) is not { } role)
            return null;
        return new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["description"] = role.Text("description") ?? "",
            ["displayName"] = role.Text("displayName"),
            ["objectId"] = role.Text("id"),
            ["templateId"] = role.Text("roleTemplateId"),
        }));
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> TemplateAsync(PropertyBag inputs, CancellationToken cancellationToken)
    {
        if (inputs.Text("templateId") is { } templateId)
        {
            JsonObject template = await Graph.GetAsync($"/v1.0/directoryRoleTemplates/{templateId}", cancellationToken).ConfigureAwait(false);
            return template.Text("id") ?? templateId;
        }

        string displayName = inputs.Text("displayName") ?? throw new InvalidOperationException("one of `displayName,templateId` must be specified");
        List<JsonObject> templates = await Graph.ListAsync("/v1.0/directoryRoleTemplates", cancellationToken).ConfigureAwait(false);
        return templates.FirstOrDefault(template => string.Equals(template.Text("displayName"), displayName, StringComparison.OrdinalIgnoreCase)).Text("id")
            ?? throw new InvalidOperationException($"no directory role template found with display name \"{displayName}\"");
    }
}
