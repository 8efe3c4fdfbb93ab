using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Fleet.Running;

/// <summary>Verifies one stack of the fleet, with the options that the verification itself knows.</summary>
/// <param name="output">The fleet's folder of results: each stack writes into a folder of its own name.</param>
/// <param name="options">Options of the verification; <c>{stack}</c> in them stands for the stack's name.</param>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="organization">The organization of Pulumi Cloud that owns the stacks; null for the CLI's own.</param>
internal sealed class VerificationTurn(
    string output, IReadOnlyList<string> options, Func<string, string?> environment, string? organization = null)
{
    /// <summary>What stands for the stack's name in an option.</summary>
    public const string Placeholder = "{stack}";

    private const string Report = "report.html";
    private const string Log = "verification.log";

    /// <summary>Verifies.</summary>
    public async Task<StackOutcome> RunAsync(FleetStack stack, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(output, stack.Name);
        Directory.CreateDirectory(folder);
        string[] own = [.. options.Select(option => option.Replace(Placeholder, stack.Name, StringComparison.Ordinal))];
        await using StringWriter console = new();
        await using StringWriter errors = new();
        VerificationReport? report = null;
        VerifyCommand command = new(TextReader.Null, RehearsalCommand.PlainConsole(console), errors, environment)
        {
            Judged = judged => report = judged,
        };
        string[] arguments =
        [
            .. own.Any(option => option is "--outputs" or "-o") ? Array.Empty<string>() : ["--stack", stack.NameIn(organization)],
            "--html", Path.Combine(folder, Report), "--json", Path.Combine(folder, "verification.json"),
            .. own,
        ];
        int exitCode = await command.RunAsync(arguments, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, Log), $"{errors}{console}", CancellationToken.None);
        if (report is null)
            return Refused(stack, exitCode, errors.ToString());
        return VerificationOutcome.Of(stack, report) with { Report = $"{Uri.EscapeDataString(stack.Name)}/{Report}" };
    }

    private static StackOutcome Refused(FleetStack stack, int exitCode, string errors)
    {
        if (exitCode == (int)VerificationExitCode.Partial)
            return StackOutcome.Of(stack, StackState.NotDone, FleetExitCode.Cancelled, "had no turn: the run was ended before");
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return StackOutcome.Of(stack, StackState.NotReady, exitCode, "it could not be verified") with { Errors = lines };
    }
}
