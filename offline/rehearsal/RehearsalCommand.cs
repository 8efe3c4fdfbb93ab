using System.CommandLine;
using SimulatedTenant.Options;
using Spectre.Console;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal;

/// <summary>The command line.</summary>
public static class RehearsalCommand
{
    private const string BuiltIn = "built-in";
    private const string Pulumi = "pulumi";

    private const string Description = """
        Rehearses a stack: deploys it into a simulated Microsoft 365 tenant on this machine and verifies the outcome, as the product itself
        would meet it.
        No real tenant is touched; only "pulumi up" does that.

        Exit codes:
          0   ready
          1   something unforeseen
          2   options, stack file or configuration cannot be used; nothing was deployed
          3…10  the first check that failed: 3 tenant does not answer, 4 sign-in, 5 certificate, 6 consent, 7 redirect URI,
                8 user sync, 9 mailboxes, 10 another check
          11  warnings only, with --strict
          12  the deploy failed, or would be refused
          13  while a change was deployed an application could not sign in, or not reach mailboxes, at some moment
          14  not proven: nothing failed, but a private key was not given
          15  cancelled (Ctrl+C)

        Examples:
          dotnet run --project offline/rehearsal
          dotnet run --project offline/rehearsal -- --config samples/mailstore-spe/stack.yaml
          dotnet run --project offline/rehearsal -- --from-git main --stack dev
          dotnet run --project offline/rehearsal -- --engine pulumi
        """;

    /// <summary>Parses the arguments and rehearses.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = CreateRoot().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
                await Console.Error.WriteLineAsync($"error: {error.Message}");
            await Console.Error.WriteLineAsync("See --help.");
            return RehearsalExitCode.BadInput;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, cancellationToken);
    }

    /// <summary>Its options.</summary>
    internal static RootCommand CreateRoot()
    {
        Option<string> stack = new("--stack") { Description = "The stack to rehearse: Pulumi.NAME.yaml beside Pulumi.yaml.",
            HelpName = "NAME", DefaultValueFactory = _ => "dev" };
        Option<string?> config =
            new("--config") { Description = "A stack file in place of a stack, for example samples/hybrid/stack.yaml.", HelpName = "FILE" };
        Option<bool> preview = new("--preview") { Description = "Declare and ask the tenant, but deploy and verify nothing." };
        Option<string> output = new("--output") { Description = "Where outputs.json, the reports (verification.json, .junit.xml, .csv, "
            + ".md, report.html) and scripts are written.", HelpName = "DIR", DefaultValueFactory = _ => "rehearsal-output" };
        Option<string?> from =
            new("--from") { Description = "Rehearse a change: the stack file before it. With --to.", HelpName = "OLD.yaml" };
        Option<string?> to = new("--to") { Description = "Rehearse a change: the stack file after it.", HelpName = "NEW.yaml" };
        Option<string?> fromGit = new("--from-git") { Description = "Rehearse a change: from the stack file of this commit, branch or tag "
            + "to the working tree's.", HelpName = "REF" };
        Option<bool> strict = new("--strict") { Description = "Warnings fail, with exit code 11." };
        Option<string[]> certificates = new("--certificate")
        {
            Description = "PFX or PEM file with the private key of a configured certificate; its password in "
                + $"{RehearsalOptions.PasswordVariable}. For other certificates the rehearsal makes its own.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        Option<int> users = new("--users") { Description = "Users of the tenant beyond its small company, 0 to 100000.", HelpName = "N" };
        Option<string> engine = new("--engine")
        {
            Description = "built-in: in this process, needs nothing. pulumi: your own pulumi CLI and provider, with a state of their own.",
            HelpName = "ENGINE",
            DefaultValueFactory = _ => BuiltIn,
        };
        engine.AcceptOnlyFromAmong(BuiltIn, Pulumi);
        Option<bool> noExchangeSetup =
            new("--no-exchange-setup") { Description = "Do not play the administrator who runs the output exchangeSetup." };
        Option<bool> keepOpen = new(
            "--keep-open") { Description = "Name the tenant's address, whose page shows what it holds, and keep it open until Ctrl+C." };
        users.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && int.TryParse(text, out int number) && number is < 0 or > 100_000)
                result.AddError($"--users: {text} is out of range; expected 0 to 100000.");
        });

        output.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }] && string.IsNullOrWhiteSpace(text))
                result.AddError("--output: is empty; expected a folder, for example rehearsal-output.");
        });

        RootCommand command = new(Description)
        {
            stack, config, preview, output, from, to, fromGit, strict, certificates, users, engine, noExchangeSetup, keepOpen,
        };
        TroubleOptions trouble = new();
        trouble.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            IAnsiConsole console = TerminalConsole();
            string root;
            try
            {
                root = StackFile.FindRoot(Environment.CurrentDirectory, AppContext.BaseDirectory);
            }
            catch (StackFileException exception)
            {
                console.MarkupLine($"[red]error:[/] {Markup.Escape(exception.Message)}");
                return RehearsalExitCode.BadInput;
            }

            await using PulumiInstallation? pulumi =
                result.GetValue(engine) == Pulumi ? new PulumiInstallation(root, CliEnvironment.OfThisProcess(), console) : null;
            RehearsalOptions options = new()
            {
                RootDirectory = root,
                Stack = result.GetRequiredValue(stack),
                ConfigFile = result.GetValue(config),
                Preview = result.GetValue(preview),
                OutputDirectory = result.GetRequiredValue(output),
                From = result.GetValue(from),
                To = result.GetValue(to),
                FromGit = result.GetValue(fromGit),
                Strict = result.GetValue(strict),
                Certificates = result.GetValue(certificates) ?? [],
                CertificatePassword = Environment.GetEnvironmentVariable(RehearsalOptions.PasswordVariable),
                Users = result.GetValue(users),
                ExchangeSetup = !result.GetValue(noExchangeSetup),
                KeepOpen = result.GetValue(keepOpen),
                Engine = pulumi,
                ConfigureTenant = tenant => trouble.Apply(result, tenant),
            };
            return (await new Rehearser(options, console).RunAsync(cancellation)).ExitCode;
        });
        return command;
    }

    /// <summary>A console for a terminal, or one that never wraps and has no colours for anything else and with NO_COLOR.</summary>
    private static IAnsiConsole TerminalConsole()
    {
        bool plain = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return plain ? PlainConsole(Console.Out) : AnsiConsole.Console;
    }

    /// <summary>A console that writes plain lines, however long.</summary>
    public static IAnsiConsole PlainConsole(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 10_000;
        return console;
    }
}
