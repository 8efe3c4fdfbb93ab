using System.CommandLine;
using Spectre.Console;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Rehearses every stack, each in a simulated tenant of its own.</summary>
internal sealed class RehearseCommand : Command
{
    /// <summary>Where results are written unless the user says otherwise.</summary>
    public const string Folder = "fleet-output";

    private readonly StackOptions _stacks = new();
    private readonly RunOptions _run = new(Folder);
    private readonly Option<bool> _strict = new("--strict") { Description = "Warnings keep a stack from being ready (exit code 11)." };

    public RehearseCommand() : base("rehearse",
        "Rehearses every stack in a simulated tenant of its own: declared, deployed and verified. No real tenant is touched.")
    {
        _stacks.AddTo(this);
        _run.AddTo(this);
        Add(_strict);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        string root = StackOptions.FindRoot();
        IReadOnlyList<FleetStack> stacks = _stacks.Select(result, root, clock);
        IAnsiConsole console = FleetCommand.TerminalConsole();
        string output = _run.Output(result);
        RehearsalTurn rehearsal = new(root, output, result.GetValue(_strict));
        console.MarkupLine("[bold]Rehearsal in simulated tenants on this machine: no real tenant is touched.[/]");
        using FleetFolder folder = new(output);
        FleetWork work = new("rehearse", simulated: true, rehearsal.RunAsync);
        FleetSummary summary = await new FleetProgram(console, folder, clock)
            .RunAsync(stacks, work, _run.Parallel(result), _run.Resume(result), cancellationToken);
        return summary.ExitCode;
    }
}
