using TenantOnboarding.Rehearsal.Deploy.Azure;

namespace TenantOnboarding.Rehearsal.Deploy.Functions;

/// <summary>Stands for <c>azure.core.getClientConfig</c>: the deployer again, with the one subscription of the rehearsal.</summary>
internal sealed class GetAzureClientConfig(GraphClient graph, DeployerIdentity deployer) : IFunctionHandler
{
    /// <inheritdoc/>
    public string Token => "azure:core/getClientConfig:getClientConfig";

    /// <inheritdoc/>
    public Task<PropertyBag> InvokeAsync(PropertyBag arguments, CancellationToken cancellationToken) =>
        Task.FromResult(PropertyBag.From(new Dictionary<string, object?>
        {
            ["clientId"] = deployer.ClientId.ToString(),
            ["id"] = $"clientConfigs/clientId={deployer.ClientId};objectId={graph.ObjectId};subscriptionId={SimulatedAzure.SubscriptionId};tenantId={graph.TenantId}",
            ["objectId"] = graph.ObjectId,
            ["subscriptionId"] = SimulatedAzure.SubscriptionId,
            ["tenantId"] = graph.TenantId,
        }));
}
