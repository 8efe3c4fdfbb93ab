using System.Collections.Frozen;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>Stands for <c>azure.core.ResourceGroup</c>.</summary>
internal sealed class SimulatedResourceGroup : SimulatedResource
{
    public override string Type => "azure:core/resourceGroup:ResourceGroup";

    public override IReadOnlySet<string> ReplaceOnChanges { get; } = FrozenSet.Create("location", "name");

    public override Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string groupName = NameOf(name, inputs);
        return Task.FromResult(new ResourceState(SimulatedAzure.GroupId(groupName),
            inputs.With("name", groupName).With("location", inputs.Text("location") ?? "westeurope")));
    }
}
