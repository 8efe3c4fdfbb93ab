using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Net;
using Azure.Identity;
using Spectre.Console;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Commands;

/// <summary>The console program: reads outputs and certificates, verifies, writes the reports and says so by its exit code.</summary>
/// <param name="input">Standard input.</param>
/// <param name="console">Where the report goes.</param>
/// <param name="error">Where progress and errors go.</param>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="defaults">Options that the command line does not set, such as the clock, or null.</param>
public sealed class VerifyCommand(
    TextReader input, IAnsiConsole console, TextWriter error, Func<string, string?> environment, VerificationOptions? defaults = null)
{
    private const string Help = """
        Proves that a Microsoft 365 tenant is ready for the products that a stack declares: signs in as each application with its own
        certificate, compares what the tenant holds with what was declared, and probes every mailbox.

        Exit codes:
           0  ready (warnings allowed, except with --strict)
           1  unexpected error
           2  options, outputs document, certificate file or password cannot be used
           3  the tenant does not answer, or not in time
           4  sign-in          5  certificates      6  consent
           7  redirect URI     8  user sync         9  mailboxes, or the EWS policy
          10  another check: Exchange role, mailbox scope, basic authentication
          11  warnings only, with --strict
          14  not proven: nothing failed, but an application's private key was not given
          16  partial: cancelled by Ctrl+C or SIGTERM; the report says what was known by then
          17  nothing failed, but with --sample not every mailbox was tried
        When several checks fail, the first in this order counts.

        Environment: VERIFY_CERTIFICATE_PASSWORD opens the certificates; VERIFY_BASIC_USER and VERIFY_BASIC_PASSWORD name a real account
        for the proof that basic authentication is refused; GITHUB_STEP_SUMMARY names the file of --github-summary; NO_COLOR asks for plain
        lines.
        """;

    private readonly VerifyArguments _arguments = new();

    /// <summary>Told of the report as soon as there is one, for a program that verifies many stacks; null for nobody.</summary>
    public Action<VerificationReport>? Judged { get; init; }

    /// <summary>Runs the program. Where the token is cancelled, the verification ends with what is known by then.</summary>
    /// <returns>A <see cref="VerificationExitCode"/>.</returns>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        ParseResult result = CreateRoot().Parse(arguments);
        if (result.Action is ParseErrorAction)
        {
            foreach (ParseError problem in result.Errors)
                await error.WriteLineAsync($"error: {problem.Message}");
            await error.WriteLineAsync("See --help.");
            return (int)VerificationExitCode.BadInput;
        }
        InvocationConfiguration invocation = new() { Output = console.Profile.Out.Writer, Error = error,
            EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await result.InvokeAsync(invocation, cancellationToken);
    }

    /// <summary>Its options.</summary>
    internal RootCommand CreateRoot()
    {
        RootCommand root = new(Help);
        foreach (Option option in _arguments.All)
            root.Options.Add(option);
        root.SetAction((parsed, token) => GuardedAsync(parsed, token));
        return root;
    }

    private async Task<int> GuardedAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            return (int)await VerifyAsync(parsed, cancellationToken);
        }
        catch (InputException exception)
        {
            foreach (string problem in exception.Errors)
                await error.WriteLineAsync($"error: {problem}");
            return (int)VerificationExitCode.BadInput;
        }
        catch (OutputsException exception)
        {
            await error.WriteLineAsync(
                $"error: the outputs document cannot be verified against ({Words.Count(exception.Errors.Count, "error")}):");
            foreach (OutputsError problem in exception.Errors)
                await error.WriteLineAsync($"  {problem}");
            return (int)VerificationExitCode.BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("cancelled before anything was verified");
            return (int)VerificationExitCode.Partial;
        }
#pragma warning disable CA1031 // The last stop before the user: anything else must become a message and exit code 1.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync($"error: something that this program did not foresee: {exception}");
            return (int)VerificationExitCode.UnexpectedError;
        }
    }

    private async Task<VerificationExitCode> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        VerificationOptions options = _arguments.Read(parsed, defaults ?? new(), BasicAccount());
        OutputsDocument document = Selected(await DocumentAsync(parsed, cancellationToken), parsed.GetValue(_arguments.Integrations)!);
        if (parsed.GetValue(_arguments.ExchangeSetup) is string folder)
        {
            foreach (string file in OutputFiles.SaveExchangeScripts(folder, document))
                await error.WriteLineAsync($"written: {file}");
        }
        Uri authority = (options.Endpoints ?? Cloud.Of(document.Tenant.Environment).Endpoints).LoginUrl;
        options = options with
        {
            Operator = parsed.GetValue(_arguments.Operator) ? Account(authority, document.Tenant.Id) : options.Operator,
            Certificates = [.. options.Certificates, .. await new CertificateSources(environment).LoadAsync(
                parsed.GetValue(_arguments.Certificates)!, parsed.GetValue(_arguments.PasswordFile),
                parsed.GetValue(_arguments.KeyVault) ? document : null, () => Account(authority, tenantId: null), cancellationToken)],
        };
        CertificateSources.RefuseMissing(document, options);
        options = options with { Stop = cancellationToken };

        if (parsed.GetValue(_arguments.Resume) is string earlier)
            options = await ResumedAsync(earlier, document, options);
        ReportFiles files = new(_arguments, parsed, environment);
        using IDisposable taken = OutputFiles.Take(files.Named);
        bool jsonToOutput = parsed.GetValue(_arguments.Json) == "-";
        VerificationReport report = await RunAsync(document, options, live: !jsonToOutput && !ConsoleReport.IsPlain(console, environment));
        Judged?.Invoke(report);
        await WriteAsync(report, parsed, files, jsonToOutput);
        if (VerifyArguments.Interval(parsed, _arguments.Watch) is TimeSpan interval && !report.Partial)
            report = await new WatchLoop(console.Profile.Out.Writer, error, options, interval).RunAsync(
                document, report, files.Save, cancellationToken);
        return report.Verdict.ExitCode;
    }

    private async Task<VerificationOptions> ResumedAsync(string file, OutputsDocument document, VerificationOptions options)
    {
        (KnownAnswers known, IReadOnlyList<string> askedAgain) = ResumeFile.Read(file, document, options);
        foreach (string why in askedAgain)
            await error.WriteLineAsync($"resuming: everything is asked again: {why}");
        if (known.Count > 0)
            await error.WriteLineAsync($"resuming: {Words.Count(known.Count, "answer")} since {Words.Time(known.Since)} kept");
        return options with { Known = known };
    }

    private async Task<VerificationReport> RunAsync(OutputsDocument document, VerificationOptions options, bool live)
    {
        TenantVerifier verifier = new(options);
        if (!live)
            return await verifier.VerifyAsync(document, new ConsoleProgress(error, options.Clock), CancellationToken.None);
        return await console.Status().StartAsync("verifying",
            status => verifier.VerifyAsync(document, new LiveProgress(status, options.Clock), CancellationToken.None));
    }

    // A report of what is known is written even where the verification was cancelled, so nothing cancels this.
    private async Task WriteAsync(VerificationReport report, ParseResult parsed, ReportFiles files, bool jsonToOutput)
    {
        FindingLinks links = new(parsed.GetValue(_arguments.DocsUrl));
        if (jsonToOutput)
            await console.Profile.Out.Writer.WriteAsync(JsonReport.Render(report, links));
        else
            ConsoleReport.Write(console, report, links, environment);
        files.Save(report);
        if (report.EvidenceProblem is string problem)
            throw new InputException($"--evidence: found {problem}; expected a folder with room. Name another one.");
    }

    private async Task<OutputsDocument> DocumentAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_arguments.Stack) is string stack)
            return OutputsDocument.Parse(await StackOutputs.ReadAsync(stack, cancellationToken));
        string file = parsed.GetValue(_arguments.Outputs)!;
        return file == "-"
            ? OutputsDocument.Parse(await input.ReadToEndAsync(cancellationToken))
            : await OutputsDocument.LoadAsync(file, cancellationToken);
    }

    private static OutputsDocument Selected(OutputsDocument document, string[] names)
    {
        string[] unknown = [.. names.Where(name => !document.Integrations.ContainsKey(name))];
        if (unknown.Length > 0)
            throw new InputException([.. unknown.Select(name =>
                $"--integration: found '{name}', expected one of {string.Join(", ", document.Integrations.Keys)}. Correct the name.")]);
        return names.Length == 0 ? document
            : document with { Integrations = document.Integrations.Where(integration => names.Contains(integration.Key)).ToDictionary() };
    }

    private NetworkCredential? BasicAccount() =>
        environment("VERIFY_BASIC_USER") is string user && environment("VERIFY_BASIC_PASSWORD") is string password ? new(user, password)
            : null;

    // A vault names its own tenant when it is asked; the directory to read is the stack's.
    private static DefaultAzureCredential Account(Uri authority, Guid? tenantId) => new(AccountOptions(authority, tenantId));

    internal static DefaultAzureCredentialOptions AccountOptions(Uri authority, Guid? tenantId) => new()
    {
        AuthorityHost = authority,
        TenantId = tenantId?.ToString(),
        AdditionallyAllowedTenants = { "*" },
        ExcludeInteractiveBrowserCredential = true,
    };
}
