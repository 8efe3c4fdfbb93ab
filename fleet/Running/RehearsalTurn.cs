using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Change;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Fleet.Running;

/// <summary>Rehearses one stack of the fleet, in a simulated tenant of its own.</summary>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
/// <param name="output">The fleet's folder of results: each stack writes into a folder of its own name.</param>
/// <param name="strict">Whether warnings keep a stack from being ready.</param>
internal sealed class RehearsalTurn(string rootDirectory, string output, bool strict)
{
    /// <summary>
    /// Rehearses the change from the stack file of this commit, branch or tag; a stack that it does not have is rehearsed whole. Null:
    /// every stack whole.
    /// </summary>
    public string? FromGit { get; init; }

    /// <summary>
    /// Where engines come from; null for the built-in one. A stack with a key vault is rehearsed on the built-in one, which plays the
    /// vault.
    /// </summary>
    public IEngineSource? Engine { get; init; }

    /// <summary>The page that a rehearsal writes.</summary>
    private const string Report = "report.html";

    /// <summary>What a rehearsal would have shown on a console of its own.</summary>
    private const string Log = "rehearsal.log";

    /// <summary>Rehearses.</summary>
    public async Task<StackOutcome> RunAsync(FleetStack stack, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(output, stack.Name);
        string? before = FromGit is { } commit && GitExport.Holds(rootDirectory, commit, StackFile.FileNameOf(stack.Name)) ? commit : null;
        bool playsVault = Engine is not null && HasKeyVault(stack, before);
        await using StringWriter console = new();
        RehearsalOptions options = new()
        {
            RootDirectory = rootDirectory,
            Stack = stack.Name,
            OutputDirectory = folder,
            Strict = strict,
            FromGit = before,
            Engine = playsVault ? null : Engine,
        };
        RehearsalResult result = await new Rehearser(options, RehearsalCommand.PlainConsole(console)).RunAsync(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Log), console.ToString(), cancellationToken);
        StackOutcome outcome = OutcomeOf(stack, result);
        return outcome with
        {
            Sentence = playsVault ? $"{outcome.Sentence} On the built-in engine, because of its key vault." : outcome.Sentence,
            Change = FromGit is null || result.AccessChanges is null ? null : ChangeOf(result, result.AccessChanges, before),
        };
    }

    private static StackChange ChangeOf(RehearsalResult result, IReadOnlyList<AccessChange> access, string? before)
    {
        return new()
        {
            Before = before,
            Access = [.. access.Select(change => change with { Text = AsConfigured(change.Text) })],
            Resources = [.. ResourceChanges.Of(result.Steps).Select(resource => resource with { Name = AsConfigured(resource.Name) })],
        };

        string AsConfigured(string text) => result.StandIns.Aggregate(text, (shown, pair) =>
            shown.Replace(pair.Key, pair.Value, StringComparison.OrdinalIgnoreCase));
    }

    private bool HasKeyVault(FleetStack stack, string? before)
    {
        StackFile after = StackFile.Load(rootDirectory, stack.Name);
        if (after.KeyVaultIntegrations().Any())
            return true;
        if (before is null)
            return false;
        using ChangeSource change = ChangeSource.FromGit(before, after);
        return change.Before.KeyVaultIntegrations().Any();
    }

    private static StackOutcome OutcomeOf(FleetStack stack, RehearsalResult result)
    {
        if (result.Report is not { } report)
            return StackOutcome.Of(stack, StackState.NotReady, result.ExitCode,
                result.ExitCode == RehearsalExitCode.BadInput ? "its configuration cannot be used" : "the deployment failed") with
            {
                Errors = result.Errors,
            };
        return VerificationOutcome.Of(stack, report) with { Report = $"{Uri.EscapeDataString(stack.Name)}/{Report}" };
    }
}
