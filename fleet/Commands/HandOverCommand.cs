using System.CommandLine;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.HandOver;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Says what to enter where in the products of each stack.</summary>
internal sealed class HandOverCommand : Command
{
    private readonly StackOptions _stacks = new();

    private readonly Option<string?> _outputs = new("--outputs", "-o")
    {
        Description = $"File with a stack's outputs; the Pulumi CLI is asked unless given. With {VerificationTurn.Placeholder} in it, one "
            + "for each stack; without, the file stands for itself and no stack file is needed.",
        HelpName = "FILE",
    };

    private readonly Option<string> _output = new("--output")
    {
        Description = "Where hand-over.html, .md and .json are written, in a folder for each stack.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "fleet-hand-over",
    };

    public HandOverCommand() : base("hand-over",
        "Says what to enter where in each product: client id, tenant id, redirect URI, thumbprint, protocol, users. Nothing of it is "
        + "secret.")
    {
        _stacks.AddTo(this);
        foreach (Option option in (Option[])[_outputs, _output])
            Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        IReadOnlyList<HandOverSource> sources = Sources(result);
        SheetRun run = new(FleetCommand.TerminalConsole(), Console.Error, TimeProvider.System);
        string output = Path.GetFullPath(result.GetRequiredValue(_output));
        try
        {
            IReadOnlyList<OutputsDocument> read = await run.RunAsync(sources, output, cancellationToken);
            return read.Count == sources.Count ? FleetExitCode.Ready : FleetExitCode.BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("ended: what was written by then is whole");
            return FleetExitCode.Cancelled;
        }
    }

    private IReadOnlyList<HandOverSource> Sources(ParseResult result)
    {
        string? file = result.GetValue(_outputs);
        if (file is not null && !file.Contains(VerificationTurn.Placeholder, StringComparison.Ordinal))
            return [new(null, file)];
        return
        [
            .. _stacks.Select(result, StackOptions.FindRoot(), TimeProvider.System).Select(stack => new HandOverSource(
                stack.Name, file?.Replace(VerificationTurn.Placeholder, stack.Name, StringComparison.Ordinal))),
        ];
    }
}
