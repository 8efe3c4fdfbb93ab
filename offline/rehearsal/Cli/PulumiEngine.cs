using System.Text.Json.Nodes;
using SimulatedTenant;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>
/// Pulumi itself: the user's CLI with its engine, language host and providers, against a simulated tenant, with a state of its own.
/// </summary>
internal sealed class PulumiEngine(PulumiInstallation installation, TenantServer tenant) : IStackEngine
{
    private PulumiProject? _project;
    private IReadOnlyList<DeployedResource> _resources = [];

    public async Task<EngineRun> RunAsync(StackFile stack, bool preview, IDeploymentProgress? progress, CancellationToken cancellationToken)
    {
        EngineEvents events = new(progress);
        try
        {
            Dictionary<string, string> environment = installation.EnvironmentFor(tenant);
            _project ??= await MakeProjectAsync(stack, environment, cancellationToken);
            _project.Configure(stack, CliEnvironment.MetadataHost(tenant));
            string[] command = preview ? ["preview"] : ["up", "--yes", "--skip-preview"];
            CliResult result = await PulumiAsync([.. command, "--json"], environment, events.Take, cancellationToken);
            JsonObject? outputs = events.Outputs;
            if (!preview)
            {
                StackExport export = await ExportAsync(environment, cancellationToken);
                (_resources, outputs) = (export.Resources, export.Outputs);
            }
            return Describe(events, preview, result, outputs);
        }
        catch (CliException exception)
        {
            return Failed(events, [exception.Message]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Failed(events, ["cancelled"]);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private EngineRun Describe(EngineEvents events, bool preview, CliResult result, JsonObject? outputs)
    {
        if (result.Succeeded)
            return Run(events) with { Outputs = outputs };
        if (events.Failures.Count > 0)
            return Failed(events, [.. events.Failures.SelectMany(failure => failure.Lines()), .. events.Errors]);
        if (events.Errors.Count == 0)
        {
            string reason = result.Reason == result.Ending ? "" : $": {result.Reason}";
            string command = preview ? "preview" : "up";
            return Failed(
                events,
                [$"pulumi {command} {result.Ending}{reason}; expected it to run to its end; rehearse again: nothing of this run is left"]);
        }

        // No resource failed, so the program itself refused: its configuration, or what it refers to in the tenant.
        bool written = !preview && events.Steps.Any(step => step.Kind != StepKind.Unchanged);
        return Failed(events, events.Errors) with { Refused = written };
    }

    private EngineRun Failed(EngineEvents events, IReadOnlyList<string> errors) => Run(events) with { Errors = errors, Refused = true };

    private EngineRun Run(EngineEvents events) =>
        new() { Steps = events.Steps, Declared = events.Declared, Resources = _resources, Advisories = events.Advisories };

    private async Task<PulumiProject> MakeProjectAsync(
        StackFile stack, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        PulumiProject project = new(installation.MakeProjectFolder(), stack, installation.Program.Assembly);
        CliResult result = await CliProcess.RunAsync(
            installation.Cli.Executable,
            ["stack", "init", project.StackName, "--no-select", .. Quiet],
            project.Folder, environment, null, cancellationToken);
        if (!result.Succeeded)
            throw new CliException($"pulumi stack init {result.Ending}: {result.Reason}");
        project.KeepKey();
        return project;
    }

    private async Task<StackExport> ExportAsync(Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        CliResult result = await PulumiAsync(["stack", "export", "--show-secrets"], environment, null, cancellationToken);
        return result.Succeeded
            ? StackExport.Parse(result.Output)
            : throw new CliException($"pulumi stack export {result.Ending}: {result.Reason}");
    }

    private Task<CliResult> PulumiAsync(
        string[] arguments, Dictionary<string, string> environment, Action<string>? takeLine, CancellationToken cancellationToken) =>
        CliProcess.RunAsync(
            installation.Cli.Executable,
            [.. arguments, "--stack", _project!.StackName, .. Quiet],
            _project.Folder, environment, takeLine, cancellationToken);

    private static string[] Quiet { get; } = ["--non-interactive", "--color", "never"];
}
