using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Terminal;

namespace TenantOnboarding.Fleet.Running;

/// <summary>Lets the user's own Pulumi do something with one stack of the fleet. Its state stays where the user keeps it.</summary>
/// <param name="cli">The CLI.</param>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
/// <param name="output">The fleet's folder of results.</param>
/// <param name="action">What to do.</param>
/// <param name="environment">The user's environment.</param>
/// <param name="organization">The organization of Pulumi Cloud that owns the stacks; null for the CLI's own.</param>
internal sealed class PulumiTurn(
    PulumiCli cli, string rootDirectory, string output, PulumiAction action, IReadOnlyDictionary<string, string> environment,
    string? organization = null)
{
    private const string Log = "pulumi.log";

    /// <summary>Does it.</summary>
    public async Task<StackOutcome> RunAsync(FleetStack stack, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(output, stack.Name);
        Directory.CreateDirectory(folder);
        await using StreamWriter log = new(Path.Combine(folder, Log));
        string name = stack.NameIn(organization);
        EngineEvents events = new(null);
        foreach (IReadOnlyList<string> command in action.Commands)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool writes = action.Writes && command == action.Commands[^1];
            events = new EngineEvents(null);
            await log.WriteLineAsync($"pulumi {string.Join(' ', command)} --stack {name}");
            CliResult result = await CliProcess.RunAsync(
                cli.Executable, [.. command, "--json", "--stack", name, "--non-interactive", "--color", "never"], rootDirectory,
                environment, line =>
                {
                    log.WriteLine(line);
                    events.Take(line);
                }, writes ? CancellationToken.None : cancellationToken);
            await log.WriteLineAsync(result.Errors);
            if (!result.Succeeded)
                return Failed(stack, command, events, result);
        }
        bool preview = action.Commands[^1][0] == "preview";
        string counts = StepText.Counts(events.Steps, preview);
        bool changes = events.Steps.Any(step => step.Kind != StepKind.Unchanged);
        StackState state = action.ChangesAreDrift && changes ? StackState.Drifted
            : events.Advisories.Count > 0 ? StackState.ReadyWithWarnings : StackState.Ready;
        return StackOutcome.Of(stack, state, state == StackState.Drifted ? FleetExitCode.Drifted : FleetExitCode.Ready, counts) with
        {
            Errors =
            [
                .. events.Steps.Where(step => step.Kind != StepKind.Unchanged)
                    .Select(step => $"{StepText.Verb(step.Kind, preview)} {step.Name} ({step.ShortType})"),
                .. events.Advisories,
            ],
            Change = new StackChange { Before = "tenant", Resources = ResourceChanges.Of(events.Steps) },
        };
    }

    private static StackOutcome Failed(FleetStack stack, IReadOnlyList<string> command, EngineEvents events, CliResult result)
    {
        string[] said = [.. events.Failures.SelectMany(failure => failure.Lines()), .. events.Errors];
        bool locked = result.Errors.Contains("currently locked", StringComparison.Ordinal);
        string sentence = locked
            ? "it is locked by another run: wait for that, or end the lock with \"pulumi cancel\" where that run is dead"
            : $"pulumi {string.Join(' ', command)} {result.Ending}";
        return StackOutcome.Of(stack, StackState.NotReady, RehearsalExitCode.DeployFailed, sentence) with
        {
            Errors = said.Length > 0
                ? said
                : result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };
    }
}
