using System.CommandLine;
using Spectre.Console;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.HandOver;
using TenantOnboarding.HandOver.Results;
using TenantOnboarding.Verification.Commands;
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

    private readonly MailStoreOptions _mailStore = new();

    public HandOverCommand() : base("hand-over",
        "Says what to enter where in each product: client id, tenant id, redirect URI, thumbprint, protocol, users. Nothing of it is "
        + "secret.")
    {
        _stacks.AddTo(this);
        foreach (Option option in (Option[])[_outputs, _output])
            Add(option);
        _mailStore.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        IAnsiConsole console = FleetCommand.TerminalConsole();
        string output = Path.GetFullPath(result.GetRequiredValue(_output));
        try
        {
            IReadOnlyList<HandOverSource> sources = Sources(result);
            MailStoreTask? task = _mailStore.Read(result, sources, Console.IsInputRedirected ? null : AnsiConsole.Console);
            IReadOnlyList<OutputsDocument> read =
                await new SheetRun(console, Console.Error, TimeProvider.System).RunAsync(sources, output, cancellationToken);
            if (read.Count < sources.Count)
                return FleetExitCode.BadInput;
            return task is null ? FleetExitCode.Ready : ExitCode(await new MailStoreRun(console, Console.Error, TimeProvider.System)
                .RunAsync(task, read[0], Path.Combine(output, sources[0].Stack ?? ""), cancellationToken));
        }
        catch (InputException exception)
        {
            foreach (string line in exception.Errors)
                await Console.Error.WriteLineAsync($"error: {line}");
            return FleetExitCode.BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("ended: what was written by then is whole");
            return FleetExitCode.Cancelled;
        }
    }

    private static int ExitCode(HandOverResult result) => result switch
    {
        HandOverResult.Done => FleetExitCode.Ready,
        HandOverResult.Differs => FleetExitCode.Differs,
        HandOverResult.NotAnswered => FleetExitCode.ProductNotAnswered,
        HandOverResult.Cancelled => FleetExitCode.Cancelled,
        HandOverResult.BadInput => FleetExitCode.BadInput,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };

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
