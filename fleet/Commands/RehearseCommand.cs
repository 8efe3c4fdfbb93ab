using System.CommandLine;
using Spectre.Console;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Change;
using TenantOnboarding.Rehearsal.Cli;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Rehearses every stack, each in a simulated tenant of its own.</summary>
internal sealed class RehearseCommand : Command
{
    /// <summary>Where results are written unless the user says otherwise.</summary>
    public const string Folder = "fleet-output";

    private const string BuiltIn = "built-in";
    private const string Pulumi = "pulumi";

    private readonly StackOptions _stacks = new();
    private readonly RunOptions _run = new(Folder);
    private readonly Option<bool> _strict = new("--strict") { Description = "Warnings keep a stack from being ready (exit code 11)." };

    private readonly Option<string?> _fromGit = new("--from-git")
    {
        Description = "Rehearse the change of each stack: from its file of this commit, branch or tag to the working tree's. A stack that "
            + "the commit does not have is rehearsed whole.",
        HelpName = "REF",
    };

    private readonly Option<string> _engine = new("--engine")
    {
        Description = "built-in: in this process, needs nothing. pulumi: your own pulumi CLI and provider, one stack at a time; stacks "
            + "with a key vault stay on the built-in engine.",
        HelpName = "ENGINE",
        DefaultValueFactory = _ => BuiltIn,
    };

    public RehearseCommand() : base("rehearse",
        "Rehearses every stack in a simulated tenant of its own: declared, deployed and verified. No real tenant is touched.")
    {
        _stacks.AddTo(this);
        _run.AddTo(this);
        _engine.AcceptOnlyFromAmong(BuiltIn, Pulumi);
        foreach (Option option in (Option[])[_strict, _fromGit, _engine])
            Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        string root = StackOptions.FindRoot();
        IReadOnlyList<FleetStack> stacks = _stacks.Select(result, root, clock);
        IAnsiConsole console = FleetCommand.TerminalConsole();
        string output = _run.Output(result);
        string? commit = result.GetValue(_fromGit) is { Length: > 0 } given ? given : null;
        if (commit is not null)
            GitExport.Resolve(root, commit);
        await using PulumiInstallation? pulumi =
            result.GetValue(_engine) == Pulumi ? new PulumiInstallation(root, CliEnvironment.OfThisProcess(), console) : null;
        RehearsalTurn rehearsal = new(root, output, result.GetValue(_strict)) { FromGit = commit, Engine = pulumi };
        console.MarkupLine("[bold]Rehearsal in simulated tenants on this machine: no real tenant is touched.[/]");
        using FleetFolder folder = new(output);
        FleetWork work = new("rehearse", simulated: true, rehearsal.RunAsync);
        FleetSummary summary = await new FleetProgram(console, folder, clock) { Page = StepSummary.OfThisProcess() }
            .RunAsync(stacks, work, pulumi is null ? _run.Parallel(result) : 1, _run.Resume(result), cancellationToken);
        return summary.ExitCode;
    }
}
