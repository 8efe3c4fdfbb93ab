using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary><c>azuread_client_config</c>: who deploys, without a request: tenant and object id stand in the deployer's token.</summary>
internal sealed class GetClientConfig(GraphClient graph, DeployerIdentity deployer) : IFunctionHandler
{
    public string Token => "azuread:index/getClientConfig:getClientConfig";

    public Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken) =>
        Task.FromResult(PropertyBag.From(new Dictionary<string, object?>
        {
            ["clientId"] = deployer.ClientId.ToString(),
            ["id"] = $"{graph.TenantId}-{deployer.ClientId}-{graph.ObjectId}",
            ["objectId"] = graph.ObjectId,
            ["tenantId"] = graph.TenantId,
        }));
}
