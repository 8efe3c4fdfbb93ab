using Spectre.Console;
using TenantOnboarding.Fleet.Results;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>Shows a run while it goes on: a bar on a terminal, a line for each stack elsewhere.</summary>
/// <param name="console">Where.</param>
/// <param name="stacks">How many stacks have a turn.</param>
internal sealed class FleetProgress(IAnsiConsole console, int stacks)
{
    /// <summary>Runs something that tells of each stack as it ends, and shows it.</summary>
    public async Task<IReadOnlyList<StackOutcome>> ShowAsync(Func<Action<StackOutcome>, Task<IReadOnlyList<StackOutcome>>> run)
    {
        int done = 0;
        if (!console.Profile.Capabilities.Interactive)
            return await run(outcome => console.MarkupLine($"{++done}/{stacks}  {Line(outcome)}"));
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask bar = context.AddTask("stacks", maxValue: Math.Max(stacks, 1));
                int attention = 0;
                return run(outcome =>
                {
                    bar.Increment(1);
                    if (!outcome.IsReady)
                        attention++;
                    bar.Description = attention == 0 ? $"{++done} of {stacks}" : $"{++done} of {stacks}, [red]{attention} not ready[/]";
                });
            });
    }

    private static string Line(StackOutcome outcome) =>
        $"{Markup.Escape(outcome.Stack)}: {StateWords.Of(outcome.State)}. {Markup.Escape(outcome.Sentence)}";
}
