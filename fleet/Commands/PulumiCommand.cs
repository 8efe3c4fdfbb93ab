using System.CommandLine;
using Spectre.Console;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>
/// Lets the user's own Pulumi do something with every stack, one after the other: each builds the program in the same folder.
/// </summary>
internal sealed class PulumiCommand : Command
{
    private readonly StackOptions _stacks = new();
    private readonly RunOptions _run;
    private readonly Option<string?> _organization = OrganizationOption.Create();
    private readonly PulumiAction _action;

    public PulumiCommand(PulumiAction action) : base(action.Name, action.Description)
    {
        _action = action;
        _run = new RunOptions($"fleet-{action.Name}", alone: true);
        _stacks.AddTo(this);
        _run.AddTo(this);
        Add(_organization);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        string root = StackOptions.FindRoot();
        IReadOnlyList<FleetStack> stacks = _stacks.Select(result, root, clock);
        IAnsiConsole console = FleetCommand.TerminalConsole();
        CliEnvironment machine = CliEnvironment.OfThisProcess();
        Dictionary<string, string> environment = machine.ForOwnStacks();
        PulumiCli cli = await PulumiCli.FindAsync(
            machine, Path.Combine(root, StackFile.ProjectFile), environment, cancellationToken, _action.Name, PulumiCli.Install);
        string output = _run.Output(result);
        PulumiTurn turn = new(cli, root, output, _action, environment, result.GetValue(_organization));
        using FleetFolder folder = new(output);
        FleetWork work = new(_action.Name, simulated: false, turn.RunAsync);
        FleetSummary summary = await new FleetProgram(console, folder, clock) { Page = StepSummary.OfThisProcess() }
            .RunAsync(stacks, work, _run.Parallel(result), _run.Resume(result), cancellationToken);
        return summary.ExitCode;
    }
}
