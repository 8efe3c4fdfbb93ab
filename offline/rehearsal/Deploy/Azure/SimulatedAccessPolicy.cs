using System.Collections.Frozen;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>Stands for <c>azure.keyvault.AccessPolicy</c>.</summary>
internal sealed class SimulatedAccessPolicy : SimulatedResource
{
    /// <inheritdoc/>
    public override string Type => "azure:keyvault/accessPolicy:AccessPolicy";

    /// <inheritdoc/>
    public override IReadOnlySet<string> ReplaceOnChanges { get; } = FrozenSet.Create("applicationId", "keyVaultId", "objectId", "tenantId");

    /// <inheritdoc/>
    public override Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken) =>
        Task.FromResult(new ResourceState($"{inputs.Required("keyVaultId")}/objectId/{inputs.Required("objectId")}", inputs));
}
