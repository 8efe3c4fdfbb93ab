using Spectre.Console;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Rehearsal;

/// <summary>
/// The whole way through: starts a simulated tenant, runs the program that <c>pulumi up</c> runs, deploys what it declares, plays the
/// product and the
/// Exchange administrator, and verifies the outcome as the product itself would meet it.
/// </summary>
public sealed class Rehearser(RehearsalOptions options, IAnsiConsole console)
{
    /// <summary>
    /// Rehearses; every outcome that a user can cause, a cancellation among them, is in the result and was written to the console.
    /// </summary>
    public async Task<RehearsalResult> RunAsync(CancellationToken cancellationToken = default)
    {
        RehearsalContext context = new(options, console);
        try
        {
            context.Page.WriteHeading();
            context.LoadKeys();
            return options.IsChange
                ? await new ChangeRehearsal(context).RunAsync(cancellationToken)
                : await new StackRehearsal(context).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return context.Cancelled();
        }
        catch (StackFileException exception)
        {
            return context.BadInput(exception.Errors);
        }
        catch (OutputsException exception)
        {
            return context.BadInput([.. exception.Errors.Select(error => $"the stack's outputs: {error}")]);
        }
    }
}
