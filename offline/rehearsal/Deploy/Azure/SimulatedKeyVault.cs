using System.Collections.Frozen;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Azure;

/// <summary>Stands for <c>azure.keyvault.KeyVault</c>. Names are unique in all of Azure, at most 24 letters, digits and hyphens.</summary>
internal sealed class SimulatedKeyVault : SimulatedResource
{
    public override string Type => "azure:keyvault/keyVault:KeyVault";

    public override IReadOnlySet<string> ReplaceOnChanges { get; } = FrozenSet.Create("location", "name", "resourceGroupName");

    public override Task<ResourceState> CreateAsync(string name, PropertyBag inputs, CancellationToken cancellationToken)
    {
        string vaultName = NameOf(name, inputs);
        if (vaultName.Length is < 3 or > 24 || !char.IsAsciiLetter(vaultName[0]) || vaultName.Contains("--", StringComparison.Ordinal)
            || vaultName.EndsWith('-')
            || vaultName.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '-'))
        {
            throw new InvalidOperationException(
                $"\"name\" may only contain alphanumeric characters and dashes and must be between 3-24 chars, begin with a letter, end "
                    + $"with a letter or digit: {vaultName}");
        }

        string group = inputs.Required("resourceGroupName");
        return Task.FromResult(new ResourceState(
            $"{SimulatedAzure.GroupId(group)}/providers/Microsoft.KeyVault/vaults/{vaultName}",
            inputs.With("name", vaultName)
                .With("location", inputs.Text("location") ?? "westeurope")
                .With("vaultUri", SimulatedAzure.VaultUri(vaultName))));
    }
}
