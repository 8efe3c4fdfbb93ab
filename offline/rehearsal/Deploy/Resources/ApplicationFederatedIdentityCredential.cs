using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_application_federated_identity_credential</c>: a subject as which an application signs in.</summary>
internal sealed class ApplicationFederatedIdentityCredential(GraphClient graph) : TenantResource(graph)
{
    private const string Kind = "/federatedIdentityCredential/";

    public override string Type => "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential";

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(inputs.Required("applicationId"));
        JsonObject body = Body(inputs);
        body["name"] = inputs.Required("displayName");
        JsonObject created = await Graph.PostAsync($"/v1.0/applications/{objectId}/federatedIdentityCredentials",
            body, ProviderTiming.LongOperation, IsUnseen, null, cancellationToken);
        string id = created.Text("id") ?? throw new InvalidOperationException("creating federated credential: the answer has no id");
        return await ReadBackAsync($"{objectId}{Kind}{id}", PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        (string objectId, string credentialId) = Parse(id);
        if (await Graph.FindAsync(PathOf(objectId, credentialId), cancellationToken) is not { } credential)
            return null;
        return new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
        {
            ["applicationId"] = $"/applications/{objectId}",
            ["audiences"] = PlainJson.ToPlain(credential["audiences"]),
            ["credentialId"] = credentialId,
            ["description"] = credential.Text("description"),
            ["displayName"] = credential.Text("name"),
            ["issuer"] = credential.Text("issuer"),
            ["subject"] = credential.Text("subject"),
        }));
    }

    public override async Task<ResourceState> UpdateAsync(ResourceState prior, PropertyBag inputs, IReadOnlySet<string> changed,
        CancellationToken cancellationToken)
    {
        (string objectId, string credentialId) = Parse(prior.Id);
        await Graph.PatchAsync(PathOf(objectId, credentialId), Body(inputs), ProviderTiming.LongOperation, cancellationToken);
        return await ReadBackAsync(prior.Id, prior.Outputs, cancellationToken);
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken)
    {
        (string objectId, string credentialId) = Parse(prior.Id);
        return Graph.DeleteAsync(PathOf(objectId, credentialId), cancellationToken);
    }

    private static JsonObject Body(PropertyBag inputs) => new()
    {
        ["audiences"] = PlainJson.List(inputs.Texts("audiences")),
        ["description"] = inputs.Text("description"),
        ["issuer"] = inputs.Required("issuer"),
        ["subject"] = inputs.Required("subject"),
    };

    private static string PathOf(string objectId, string credentialId) =>
        $"/v1.0/applications/{objectId}/federatedIdentityCredentials/{credentialId}";

    private static (string ObjectId, string CredentialId) Parse(string id) =>
        id.Split('/') is [var objectId, "federatedIdentityCredential", var credentialId]
            ? (objectId, credentialId)
            : throw new InvalidOperationException($"parsing \"{id}\": expected {{objectId}}{Kind}{{credentialId}}");
}
