using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Running;

/// <summary>What a command does with each stack.</summary>
/// <param name="command">The command's name.</param>
/// <param name="simulated">Whether simulated tenants answer.</param>
/// <param name="run">Does it with one stack whose file can be used.</param>
internal sealed class FleetWork(string command, bool simulated, Func<FleetStack, CancellationToken, Task<StackOutcome>> run)
{
    /// <summary>The command's name.</summary>
    public string Command => command;

    /// <summary>Whether simulated tenants answer.</summary>
    public bool Simulated => simulated;

    /// <summary>Does it with one stack.</summary>
    public Task<StackOutcome> RunAsync(FleetStack stack, CancellationToken cancellationToken) => run(stack, cancellationToken);
}
