using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using TenantOnboarding.Fleet.Ci.Services;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Fleet.Commands;

/// <summary>The command line.</summary>
public static class FleetCommand
{
    private const string Description = """
        Does for every stack file of this project what the other programs do for one: one stack is one tenant. A stack that fails keeps no
        other from its turn; at the end there is one table, one page and one exit code.

        Exit codes:
          0   every stack is ready
          1   something unforeseen, in the fleet or in a stack
          2   options or a stack file cannot be used; every other stack had its turn
          3…17  the lowest exit code of a stack's own rehearsal or verification
          15  ended (Ctrl+C): some stacks had no turn; --resume goes on
          18  drift: a tenant differs from what is declared
          19  hand-over: MailStore differs from what is declared or verified
          20  hand-over: MailStore does not answer, refuses, or is of a version that is not known
          21  ci: GitHub or Azure DevOps does not answer, or refuses

        Examples:
          dotnet run --project fleet -- discover --tenant contoso.onmicrosoft.com --write
          dotnet run --project fleet -- new contoso --tenant contoso.onmicrosoft.com
          dotnet run --project fleet -- list
          dotnet run --project fleet -- rehearse --stacks "customer-*" --parallel 4
          dotnet run --project fleet -- verify -- --certificate keys/{stack}.pfx
          dotnet run --project fleet -- ci matrix --base main
        """;

    /// <summary>Parses the arguments and runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = CreateRoot().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors)
                await Console.Error.WriteLineAsync($"error: {error.Message}");
            await Console.Error.WriteLineAsync("See --help.");
            return FleetExitCode.BadInput;
        }
        try
        {
            InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (StackFileException exception)
        {
            foreach (string line in exception.Errors)
                await Console.Error.WriteLineAsync($"error: {line}");
            return FleetExitCode.BadInput;
        }
        catch (ServiceException exception)
        {
            await Console.Error.WriteLineAsync($"error: {exception.Message}");
            return FleetExitCode.ServiceNotAnswered;
        }
    }

    /// <summary>Every command with its options.</summary>
    internal static RootCommand CreateRoot() => new(Description)
    {
        new DiscoverCommand(), new NewCommand(), new MigrateCommand(), new ListCommand(), new RehearseCommand(),
        new PulumiCommand(PulumiAction.Preview),
        new PulumiCommand(PulumiAction.Up), new VerifyStacksCommand(), new PulumiCommand(PulumiAction.Drift),
        new HandOverCommand(), new CiCommand(),
    };

    /// <summary>A console for a terminal, or one that never wraps and has no colours for anything else and with NO_COLOR.</summary>
    internal static IAnsiConsole TerminalConsole() =>
        Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            ? RehearsalCommand.PlainConsole(Console.Out)
            : AnsiConsole.Console;
}
