using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary><c>azuread_application_owner</c>: one owner of an application.</summary>
internal sealed class ApplicationOwner(GraphClient graph) : TenantResource(graph)
{
    public override string Type => "azuread:index/applicationOwner:ApplicationOwner";

    public override async Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(inputs.Required("applicationId"));
        string owner = inputs.Required("ownerObjectId");
        string id = $"/applications/{objectId}/owners/{owner}";
        if (await ReadAsync(id, PropertyBag.Empty, cancellationToken) is not null)
        {
            throw new InvalidOperationException(
                $"a resource with the ID \"{id}\" already exists - to be managed via Terraform this resource needs to be imported into "
                    + "the State");
        }

        await Graph.PostAsync($"/v1.0/applications/{objectId}/owners/$ref",
            new JsonObject { ["@odata.id"] = $"{Graph.BaseUrl}/v1.0/directoryObjects/{owner}" },
            ProviderTiming.LongOperation, IsUnseen, null, cancellationToken);
        return await ReadBackAsync(id, PropertyBag.Empty, cancellationToken);
    }

    public override async Task<ResourceState?> ReadAsync(string id, PropertyBag known, CancellationToken cancellationToken)
    {
        string objectId = ApplicationOf(id);
        string owner = Segment(id, "/owners/");
        List<JsonObject> owners = await Graph.ListAsync(
            GraphClient.Query($"/v1.0/applications/{objectId}/owners", ("$filter", $"id eq {GraphClient.Quote(owner)}")),
                cancellationToken);
        return owners.Any(one => string.Equals(one.Text("id"), owner, StringComparison.OrdinalIgnoreCase))
            ? new ResourceState(id, PropertyBag.From(new Dictionary<string, object?>
            {
                ["applicationId"] = $"/applications/{objectId}",
                ["ownerObjectId"] = owner,
            }))
            : null;
    }

    public override Task DeleteAsync(ResourceState prior, CancellationToken cancellationToken) =>
        Graph.DeleteAsync($"/v1.0/applications/{ApplicationOf(prior.Id)}/owners/{Segment(prior.Id, "/owners/")}/$ref", cancellationToken);
}
