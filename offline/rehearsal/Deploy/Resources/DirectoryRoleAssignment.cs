using System.Collections.Frozen;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_directory_role_assignment</c>: a directory role given to a principal.</summary>
internal sealed class DirectoryRoleAssignment(GraphClient graph) : TenantResource(graph)
{
    private const string Path = "/roleManagement/directory/roleAssignments/";

    public override string Type => "azuread:index/directoryRoleAssignment:DirectoryRoleAssignment";

    public override ProviderRules Rules { get; } = new() { Computed = FrozenSet.Create("appScopeId", "directoryScopeId") };

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        JsonObject body = Entity("unifiedRoleAssignment", new JsonObject
        {
            ["principalId"] = inputs.Required("principalObjectId"),
            ["roleDefinitionId"] = inputs.Required("roleId"),
        });
        if (inputs.Text("appScopeId") is { } appScope)
            body["appScopeId"] = appScope;
        else
            body["directoryScopeId"] = inputs.Text("directoryScopeId") ?? "/";
        JsonObject created =
            await Graph.PostAsync("/v1.0" + Path.TrimEnd('/'), body, ProviderTiming.ShortOperation, null,
                new Creation(() => FindMadeAsync(body, cancellationToken)), cancellationToken);
        string id = Path
            + (created.Text("id") ?? throw new InvalidOperationException("creating directory role assignment: the answer has no id"));
        await Graph.PollAsync($"{id} to appear", async () => await Graph.FindAsync("/v1.0" + id, cancellationToken) is not null,
            TimeSpan.FromSeconds(1), 3, ProviderTiming.ShortOperation, cancellationToken);
        return await ReadBackAsync(id, PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        if (await Graph.FindAsync("/v1.0" + id, cancellationToken) is not { } assignment)
            return null;
        return new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["appScopeId"] = assignment.Text("appScopeId") ?? "",
            ["directoryScopeId"] = assignment.Text("directoryScopeId") ?? "",
            ["principalObjectId"] = assignment.Text("principalId"),
            ["roleId"] = assignment.Text("roleDefinitionId"),
        }));
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) =>
        Graph.DeleteAsync("/v1.0" + prior.Id, cancellationToken);

    private async Task<JsonObject?> FindMadeAsync(JsonObject body, CancellationToken cancellationToken)
    {
        string filter = $"principalId eq {GraphClient.Quote(body.Text("principalId") ?? "")}";
        List<JsonObject> held =
            await Graph.ListAsync(GraphClient.Query("/v1.0" + Path.TrimEnd('/'), ("$filter", filter)), cancellationToken);
        return held.FirstOrDefault(one => one.Text("roleDefinitionId") == body.Text("roleDefinitionId")
            && one.Text("appScopeId") == body.Text("appScopeId") && one.Text("directoryScopeId") == body.Text("directoryScopeId"));
    }
}
