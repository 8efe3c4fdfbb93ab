using System.CommandLine;
using Spectre.Console;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Fleet.Creation;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Rehearsal;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>Makes the stack file of a new customer: asks or takes options, checks, writes, rehearses, and says what comes next.</summary>
internal sealed class NewCommand : Command
{
    private readonly NewOptions _options = new();

    public NewCommand() : base("new",
        "Makes the stack file of one more tenant: asks on a terminal for what no option says, checks it, writes it with comments, "
        + "rehearses it, and says what comes next. A file that is there is never overwritten.")
    {
        _options.AddTo(this);
        SetAction(async (result, cancellationToken) =>
        {
            IAnsiConsole console = Console.IsInputRedirected || Console.IsOutputRedirected
                ? RehearsalCommand.PlainConsole(Console.Out) : FleetCommand.TerminalConsole();
            StackAnswers given = _options.Answers(result);
            Cloud cloud = Cloud.Known.First(known => known.Key == (given.Environment ?? Cloud.Public.Key));
            using HttpClient http = new();
            StackCreation creation = new(console, new DraftFolder(StackOptions.FindRoot()), new TenantLookup(http, cloud.Authority),
                TimeProvider.System)
            {
                Rehearses = _options.Rehearses(result),
            };
            return await creation.RunAsync(given, cancellationToken);
        });
    }
}
