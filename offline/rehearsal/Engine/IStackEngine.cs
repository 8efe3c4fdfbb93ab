using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// Pulumi, as far as a rehearsal needs it: declares one stack in one tenant, again and again, and keeps that stack's state in between.
/// The rehearsal's
/// workflows know nothing of an engine but this. Dispose of it to drop the state; what it deployed stays in the tenant.
/// </summary>
internal interface IStackEngine : IAsyncDisposable
{
    /// <summary>Runs the program on a stack file, as <c>pulumi preview</c> or <c>pulumi up</c> does.</summary>
    /// <param name="stack">The configuration of this run. An engine serves one stack; its files may differ from run to run.</param>
    /// <param name="preview">True: says what would be done, and writes nothing.</param>
    /// <param name="progress">Hears of the run as it goes, or null.</param>
    /// <param name="cancellationToken">Ends the run; what was done until then stays done, stays in the state and is in the result.</param>
    /// <returns>What was done, and what went wrong. Whatever a user can cause is told in it and not thrown, a cancellation among
    /// it.</returns>
    Task<EngineRun> RunAsync(StackFile stack, bool preview, IDeploymentProgress? progress, CancellationToken cancellationToken);
}
