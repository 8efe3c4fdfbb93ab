using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Deploy.Resources;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary><c>azuread_service_principal</c> as a data source: by object id, display name or client id.</summary>
internal sealed class GetServicePrincipal(GraphClient graph) : IFunctionHandler
{
    public string Token => "azuread:index/getServicePrincipal:getServicePrincipal";

    public async Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        JsonObject principal = await FindAsync(arguments, cancellationToken);
        string id = principal.Text("id") ?? throw new InvalidOperationException("API returned service principal with nil object ID");
        JsonObject extra =
            await graph.GetAsync(GraphClient.Query($"/beta/servicePrincipals/{id}", ("$select", "samlMetadataUrl")), cancellationToken);
        return ServicePrincipalOutputs.From(principal, extra.Text("samlMetadataUrl")).With("id", $"/servicePrincipals/{id}")
            .With("samlSingleSignOns", new List<object?>());
    }

    private async Task<JsonObject> FindAsync(PropertyBag arguments, CancellationToken cancellationToken)
    {
        if (arguments.Text("objectId") is { } objectId)
        {
            return await graph.FindAsync($"/v1.0/servicePrincipals/{objectId}", cancellationToken)
                ?? throw new InvalidOperationException($"Service principal with object ID \"{objectId}\" was not found");
        }

        if (arguments.Text("displayName") is { } displayName)
        {
            string filter = $"displayName eq {GraphClient.Quote(displayName)}";
            List<JsonObject> named =
                await graph.ListAsync(GraphClient.Query("/v1.0/servicePrincipals", ("$filter", filter)), cancellationToken);
            return named.Count switch
            {
                0 => throw new InvalidOperationException($"No service principals found matching filter: \"{filter}\""),
                > 1 => throw new InvalidOperationException($"Found multiple service principals matching filter: \"{filter}\""),
                _ => named[0],
            };
        }

        string clientId = arguments.Text("clientId")
            ?? throw new InvalidOperationException("one of `clientId,displayName,objectId` must be specified");
        List<JsonObject> found = await graph.ListAsync(
            GraphClient.Query("/v1.0/servicePrincipals", ("$filter", $"appId eq {GraphClient.Quote(clientId)}")), cancellationToken);
        return found.FirstOrDefault(one => string.Equals(one.Text("appId"), clientId, StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidOperationException($"No service principal found for client ID: \"{clientId}\"");
    }
}
