using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Fleet.Running;

/// <summary>Rehearses one stack of the fleet, in a simulated tenant of its own.</summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
/// <param name="output">The fleet's folder of results: each stack writes into a folder of its own name.</param>
/// <param name="strict">Whether warnings keep a stack from being ready.</param>
internal sealed class RehearsalTurn(string rootDirectory, string output, bool strict)
{
    /// <summary>The page that a rehearsal writes.</summary>
    private const string Report = "report.html";

    /// <summary>What a rehearsal would have shown on a console of its own.</summary>
    private const string Log = "rehearsal.log";

    /// <summary>Rehearses.</summary>
    public async Task<StackOutcome> RunAsync(FleetStack stack, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(output, stack.Name);
        await using StringWriter console = new();
        RehearsalOptions options = new()
        {
            RootDirectory = rootDirectory,
            Stack = stack.Name,
            OutputDirectory = folder,
            Strict = strict,
        };
        RehearsalResult result = await new Rehearser(options, RehearsalCommand.PlainConsole(console)).RunAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Log), console.ToString(), cancellationToken);
        return OutcomeOf(stack, result);
    }

    private static StackOutcome OutcomeOf(FleetStack stack, RehearsalResult result)
    {
        if (result.Report is not { } report)
            return StackOutcome.Of(stack, StackState.NotReady, result.ExitCode,
                result.ExitCode == RehearsalExitCode.BadInput ? "its configuration cannot be used" : "the deployment failed") with
            {
                Errors = result.Errors,
            };
        return VerificationOutcome.Of(stack, report) with { Report = $"{Uri.EscapeDataString(stack.Name)}/{Report}" };
    }
}
