using System.CommandLine;
using Spectre.Console;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Verifies every stack against its tenant, as the verification does for one.</summary>
internal sealed class VerifyStacksCommand : Command
{
    private readonly StackOptions _stacks = new();
    private readonly RunOptions _run = new("fleet-verification");
    private readonly Argument<string[]> _options = new("options")
    {
        Description = $"After --: options of the verification, such as --certificate keys/{VerificationTurn.Placeholder}.pfx; "
            + $"{VerificationTurn.Placeholder} stands for each stack's name. The Pulumi CLI gives the outputs unless --outputs does.",
        Arity = ArgumentArity.ZeroOrMore,
        DefaultValueFactory = _ => [],
    };

    public VerifyStacksCommand() : base("verify",
        "Verifies every stack: signs in to its tenant as each application and asks every mailbox. One table, one page, one exit code.")
    {
        _stacks.AddTo(this);
        _run.AddTo(this);
        Add(_options);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        IReadOnlyList<FleetStack> stacks = _stacks.Select(result, StackOptions.FindRoot(), clock);
        IAnsiConsole console = FleetCommand.TerminalConsole();
        string output = _run.Output(result);
        VerificationTurn turn = new(output, result.GetRequiredValue(_options), Environment.GetEnvironmentVariable);
        using FleetFolder folder = new(output);
        FleetWork work = new("verify", simulated: false, turn.RunAsync);
        FleetSummary summary = await new FleetProgram(console, folder, clock)
            .RunAsync(stacks, work, _run.Parallel(result), _run.Resume(result), cancellationToken);
        return summary.ExitCode;
    }
}
