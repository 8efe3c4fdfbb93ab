using System.Net;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_app_role_assignment</c>: the admin consent to one application permission.</summary>
internal sealed class AppRoleAssignment(GraphClient graph) : TenantResource(graph)
{
    public override string Type => "azuread:index/appRoleAssignment:AppRoleAssignment";

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string resource = inputs.Required("resourceObjectId");
        await Graph.GetAsync($"/v1.0/servicePrincipals/{resource}", cancellationToken);
        string list = $"/v1.0/servicePrincipals/{resource}/appRoleAssignedTo";
        string role = inputs.Required("appRoleId");
        string principal = inputs.Required("principalObjectId");
        JsonObject created = await Graph.PostAsync(list, Entity("appRoleAssignment", new JsonObject
        {
            ["appRoleId"] = role,
            ["principalId"] = principal,
            ["resourceId"] = resource,
        }), ProviderTiming.ShortOperation, NotReplicatedYet, new Creation(FindMadeAsync), cancellationToken);
        string id = created.Text("id") ?? throw new InvalidOperationException("creating app role assignment: the answer has no id");
        return await ReadBackAsync($"/servicePrincipals/{resource}/appRoleAssignedTo/{id}", PropertyBag.Empty, cancellationToken);

        async Task<JsonObject?> FindMadeAsync() => (await Graph.ListAsync(list, cancellationToken)).FirstOrDefault(one =>
            Is(one.Text("appRoleId"), role) && Is(one.Text("principalId"), principal));

        static bool Is(string? id, string other) => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        if (await Graph.FindAsync("/v1.0" + id, cancellationToken) is not { } assignment)
            return null;
        return new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["appRoleId"] = assignment.Text("appRoleId"),
            ["principalDisplayName"] = assignment.Text("principalDisplayName") ?? "",
            ["principalObjectId"] = assignment.Text("principalId"),
            ["principalType"] = assignment.Text("principalType") ?? "",
            ["resourceDisplayName"] = assignment.Text("resourceDisplayName") ?? "",
            ["resourceObjectId"] = assignment.Text("resourceId"),
        }));
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) =>
        Graph.DeleteAsync("/v1.0" + prior.Id, cancellationToken);

    private static bool NotReplicatedYet(GraphRequestException exception) =>
        exception.Status == HttpStatusCode.NotFound
        || (exception.Status == HttpStatusCode.BadRequest
            && exception.Message.Contains("Not a valid reference update", StringComparison.Ordinal));
}
