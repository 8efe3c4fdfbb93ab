using SimulatedTenant;
using TenantOnboarding.Rehearsal.Keys;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>Where a rehearsal's engines come from. Dispose of it when the last of them is gone.</summary>
internal interface IEngineSource : IAsyncDisposable
{
    /// <summary>Called before anything starts, for each rehearsal: looks whether everything that the engines need is at hand.</summary>
    /// <param name="stacks">The stacks that will be run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StackFileException">Something is missing, or one of the stacks cannot be run: every reason.</exception>
    Task PrepareAsync(IReadOnlyList<StackFile> stacks, CancellationToken cancellationToken);

    /// <summary>The engine of one stack in one tenant, with an empty state.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="keys">Takes the private keys that simulated vaults make.</param>
    IStackEngine Create(TenantServer tenant, PrivateKeys keys);
}
