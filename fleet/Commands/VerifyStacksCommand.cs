using System.CommandLine;
using Spectre.Console;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Verifies every stack against its tenant, as the verification does for one.</summary>
internal sealed class VerifyStacksCommand : Command
{
    private readonly StackOptions _stacks = new();
    private readonly RunOptions _run = new("fleet-verification");
    private readonly Option<string?> _organization = OrganizationOption.Create();
    private readonly Option<bool> _allowNotProven = new("--allow-not-proven")
    {
        Description = "Exit code 0 where nothing failed but no private key was given (14 otherwise); the state is shown all the same.",
    };
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
        Add(_organization);
        Add(_allowNotProven);
        Add(_options);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        TimeProvider clock = TimeProvider.System;
        IReadOnlyList<FleetStack> stacks = _stacks.Select(result, StackOptions.FindRoot(), clock);
        IAnsiConsole console = FleetCommand.TerminalConsole();
        string output = _run.Output(result);
        // One summary shows one whole report; of several stacks there is only the fleet's.
        VerificationTurn turn = new(output, result.GetRequiredValue(_options),
            name => name == StepSummary.Variable && stacks.Count > 1 ? null : Environment.GetEnvironmentVariable(name),
            result.GetValue(_organization));
        using FleetFolder folder = new(output);
        FleetWork work = new("verify", simulated: false, turn.RunAsync);
        FleetSummary summary = await new FleetProgram(console, folder, clock) { Page = StepSummary.OfThisProcess() }
            .RunAsync(stacks, work, _run.Parallel(result), _run.Resume(result), cancellationToken);
        return summary.ExitCode == (int)VerificationExitCode.NotProven && result.GetValue(_allowNotProven)
            ? FleetExitCode.Ready : summary.ExitCode;
    }
}
