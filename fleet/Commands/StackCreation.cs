using Spectre.Console;
using TenantOnboarding.Fleet.Creation;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Makes a stack file, from the first question to what comes next.</summary>
/// <param name="console">Where it is asked and shown.</param>
/// <param name="folder">Where the file is written.</param>
/// <param name="lookup">Finds a tenant's id by a domain.</param>
/// <param name="clock">The clock.</param>
internal sealed class StackCreation(IAnsiConsole console, DraftFolder folder, TenantLookup lookup, TimeProvider clock)
{
    /// <summary>Whether the stack is rehearsed at once.</summary>
    public bool Rehearses { get; init; } = true;

    /// <summary>Where the rehearsal writes, as that of a fleet does.</summary>
    public string Output { get; init; } = RehearseCommand.Folder;

    /// <summary>The folder from which certificate files are named.</summary>
    public string CurrentDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Makes it.</summary>
    /// <returns>The rehearsal's exit code, or 0 where none was asked for; 15 where the user ended it before anything was written.</returns>
    /// <exception cref="StackFileException">An answer is missing or wrong, or the file cannot be written.</exception>
    public async Task<int> RunAsync(StackAnswers given, CancellationToken cancellationToken)
    {
        StackForm form = new(folder, new CertificateIntake(folder.RootDirectory, CurrentDirectory), clock.GetUtcNow());
        StackAnswers answers;
        try
        {
            answers = await new Interview(console, form, lookup).CompleteAsync(given, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.WriteLine();
            console.MarkupLine("Cancelled: nothing was written.");
            return FleetExitCode.Cancelled;
        }
        console.MarkupLine($"Written: {Markup.Escape(form.Write(answers))}");
        int exitCode = Rehearses ? await RehearseAsync(answers.Stack!, cancellationToken) : FleetExitCode.Ready;
        SayWhatComesNext(answers.Stack!, exitCode);
        return exitCode;
    }

    private async Task<int> RehearseAsync(string stack, CancellationToken cancellationToken)
    {
        console.MarkupLine("[bold]Rehearsal in a simulated tenant on this machine: no real tenant is touched.[/]");
        FleetStack made = new StackSelection(folder.RootDirectory, clock.GetUtcNow()).Select([stack])[0];
        IReadOnlyList<StackOutcome> outcomes = await new FleetRunner(1, clock).RunAsync(
            [made], new RehearsalTurn(folder.RootDirectory, Output, strict: false).RunAsync, _ => { }, cancellationToken);
        StackOutcome outcome = outcomes[0];
        console.MarkupLine($"  {StateWords.Of(outcome.State)}: {Markup.Escape(outcome.Sentence)}");
        foreach (string line in outcome.Errors)
            console.MarkupLine($"    {Markup.Escape(line)}");
        foreach (StackFinding finding in outcome.Findings)
            console.MarkupLine($"    {finding.Severity} {Markup.Escape($"{finding.Code}: {finding.Subject}")}");
        if (outcome.Report is not null)
            console.MarkupLine($"  Report: {Markup.Escape(Path.Combine(Output, outcome.Report))}");
        return outcome.IsReady ? FleetExitCode.Ready : outcome.ExitCode;
    }

    private void SayWhatComesNext(string stack, int exitCode)
    {
        console.WriteLine();
        console.MarkupLine("[bold]What comes next[/]");
        if (exitCode != FleetExitCode.Ready || !Rehearses)
            console.MarkupLine($"  dotnet run --project offline/rehearsal -- --stack {Markup.Escape(stack)}   until it is ready");
        string[] lines =
        [
            $"pulumi stack init {stack}",
            $"pulumi preview --stack {stack}",
            $"pulumi up --stack {stack}",
            $"dotnet run --project verification -- --stack {stack} --certificate <file with the private key>",
            $"dotnet run --project fleet -- hand-over --stacks {stack}   what to enter where in the product",
        ];
        foreach (string line in lines)
            console.MarkupLine($"  {Markup.Escape(line)}");
    }
}
