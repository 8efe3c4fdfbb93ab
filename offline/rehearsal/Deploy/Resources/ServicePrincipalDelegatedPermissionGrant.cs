using System.Collections.Frozen;
using System.Net;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary>
/// <c>azuread_service_principal_delegated_permission_grant</c>: the consent to delegated permissions, for all users or one.
/// </summary>
internal sealed class ServicePrincipalDelegatedPermissionGrant(GraphClient graph) : TenantResource(graph)
{
    public override string Type => "azuread:index/servicePrincipalDelegatedPermissionGrant:ServicePrincipalDelegatedPermissionGrant";

    public override IReadOnlySet<string> Sets { get; } = FrozenSet.Create("claimValues");

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string client = inputs.Required("servicePrincipalObjectId");
        string resource = inputs.Required("resourceServicePrincipalObjectId");
        await Graph.GetAsync($"/v1.0/servicePrincipals/{client}", cancellationToken);
        await Graph.GetAsync($"/v1.0/servicePrincipals/{resource}", cancellationToken);
        JsonObject body = Entity("oAuth2PermissionGrant", new JsonObject
        {
            ["clientId"] = client,
            ["consentType"] = inputs.Has("userObjectId") ? "Principal" : "AllPrincipals",
            ["resourceId"] = resource,
            ["scope"] = string.Join(' ', inputs.Texts("claimValues")),
        });
        if (inputs.Text("userObjectId") is { } user)
            body["principalId"] = user;
        JsonObject created =
            await Graph.PostAsync("/v1.0/oauth2PermissionGrants", body, ProviderTiming.ShortOperation, NotReplicatedYet,
                new Creation(() => FindMadeAsync(body, cancellationToken)), cancellationToken);
        string id = created.Text("id") ?? throw new InvalidOperationException("creating delegated permission grant: the answer has no id");
        return await ReadBackAsync($"/oauth2PermissionGrants/{id}", PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        if (await Graph.FindAsync("/v1.0" + id, cancellationToken) is not { } grant)
            return null;
        return new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["claimValues"] = (grant.Text("scope") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            ["resourceServicePrincipalObjectId"] = grant.Text("resourceId"),
            ["servicePrincipalObjectId"] = grant.Text("clientId"),
            ["userObjectId"] = grant.Text("principalId"),
        }));
    }

    public override async Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken)
    {
        await Graph.PatchAsync("/v1.0" + prior.Id,
            Entity("oAuth2PermissionGrant", new JsonObject { ["scope"] = string.Join(' ', inputs.Texts("claimValues")) }),
            ProviderTiming.ShortOperation, cancellationToken);
        return await ReadBackAsync(prior.Id, prior.Outputs, cancellationToken);
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) =>
        Graph.DeleteAsync("/v1.0" + prior.Id, cancellationToken);

    private async Task<JsonObject?> FindMadeAsync(JsonObject body, CancellationToken cancellationToken)
    {
        string path = $"/v1.0/servicePrincipals/{body.Text("clientId")}/oauth2PermissionGrants";
        return (await Graph.ListAsync(path, cancellationToken)).FirstOrDefault(one =>
            one.Text("resourceId") == body.Text("resourceId") && one.Text("principalId") == body.Text("principalId"));
    }

    private static bool NotReplicatedYet(GraphRequestException exception) =>
        exception.Status == HttpStatusCode.NotFound
        || (exception.Status == HttpStatusCode.BadRequest
            && exception.Message.Contains("does not exist or one of its queried reference-property objects are not present",
                StringComparison.Ordinal));
}
