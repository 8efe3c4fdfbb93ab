using Spectre.Console;
using TenantOnboarding.Fleet.Migration;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Migrates stack file by stack file: shows what would change, and writes where that is asked for.</summary>
/// <param name="console">Where it is shown.</param>
/// <param name="rootDirectory">The folder that holds Pulumi.yaml.</param>
/// <param name="now">The moment by which certificates and end dates are judged.</param>
internal sealed class StackMigrator(IAnsiConsole console, string rootDirectory, DateTimeOffset now)
{
    /// <summary>Whether changes are written.</summary>
    public bool Writes { get; init; }

    /// <summary>Writes bytes; null for the disk.</summary>
    public Action<string, byte[]>? Write { get; init; }

    /// <summary>Migrates. A file that cannot be is named with the reason and keeps no other from its turn.</summary>
    /// <returns>2 where there is such a file, else 0.</returns>
    public int Run(IReadOnlyList<FleetStack> stacks, IReadOnlyList<MigrationStep> steps)
    {
        int changed = 0, failed = 0;
        foreach (FleetStack stack in stacks)
        {
            try
            {
                changed += Run(stack, steps) ? 1 : 0;
            }
            catch (Exception exception) when (exception is StackFileException or IOException or UnauthorizedAccessException)
            {
                failed++;
                console.MarkupLine($"[bold]{Markup.Escape(Path.GetFileName(stack.File))}[/]  [red]left as it is[/]");
                foreach (string line in exception is StackFileException said ? said.Errors : [exception.Message])
                    console.MarkupLine($"  [red]error:[/] {Markup.Escape(line)}");
            }
        }
        console.MarkupLine($"{Count(stacks.Count - changed - failed)} at the present form, "
            + (Writes ? $"{changed} written" : $"{changed} would change{(changed > 0 ? "; --write writes them" : "")}")
            + (failed > 0 ? $", [red]{failed} left as they are[/]" : ""));
        return failed > 0 ? FleetExitCode.BadInput : FleetExitCode.Ready;
    }

    private bool Run(FleetStack stack, IReadOnlyList<MigrationStep> steps)
    {
        EncodedFile file = EncodedFile.Read(stack.File);
        StackMigration migration = StackMigration.Of(stack.Name, file.Text, steps, rootDirectory, now);
        if (migration.Changes || migration.Left.Count > 0)
            console.MarkupLine($"[bold]{Markup.Escape(Path.GetFileName(stack.File))}[/]");
        foreach (MigrationStep step in migration.Taken)
            console.MarkupLine($"  {step.Name}: {Markup.Escape(step.Sentence)}");
        foreach (string line in LineDifference.Of(migration.Before, migration.After))
            console.MarkupLine($"    [{(line[0] == '+' ? "green" : "red")}]{Markup.Escape(line)}[/]");
        foreach (string left in migration.Left)
            console.MarkupLine($"  [yellow]left:[/] {Markup.Escape(left)}");
        if (migration.Changes && Writes)
            file.Replace(migration.After, Write);
        return migration.Changes;
    }

    private static string Count(int stacks) => $"{stacks} stack{(stacks == 1 ? "" : "s")}";
}
