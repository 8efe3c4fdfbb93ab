using System.Collections.Frozen;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>Stands for <c>azure.authorization.Assignment</c>: who may do what with the vault.</summary>
internal sealed class SimulatedAssignment : SimulatedResource
{
    public override string Type => "azure:authorization/assignment:Assignment";

    public override IReadOnlySet<string> ReplaceOnChanges { get; } =
        FrozenSet.Create("name", "principalId", "roleDefinitionId", "roleDefinitionName", "scope");

    public override Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string role = inputs.Text("roleDefinitionName") ?? inputs.Text("roleDefinitionId") ?? "";
        string assignment = inputs.Text("name")
            ?? SimulatedAzure.StableGuid($"{inputs.Required("scope")}|{inputs.Required("principalId")}|{role}").ToString();
        return Task.FromResult(new ResourceState(
            $"{inputs.Required("scope")}/providers/Microsoft.Authorization/roleAssignments/{assignment}",
            inputs.With("name", assignment).With("principalType", inputs.Text("principalType") ?? "ServicePrincipal")));
    }
}
