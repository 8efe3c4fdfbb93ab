using System.Text.Json;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Stacks;

/// <summary>What a stack file declares, as the program itself reads it.</summary>
internal static class StackReading
{
    /// <summary>The configuration.</summary>
    /// <param name="stack">The file.</param>
    /// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
    /// <param name="now">The moment by which certificates and end dates are judged.</param>
    /// <exception cref="ConfigurationException">It holds mistakes: all of them.</exception>
    public static StackConfiguration Of(StackFile stack, string rootDirectory, DateTimeOffset now) => StackConfigurationReader.Read(
        JsonSerializer.Deserialize<Dictionary<string, string>>(stack.ToPulumiConfig())!, rootDirectory, now);
}
