using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Identity;
using Spectre.Console;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Commands;

/// <summary>The console program: reads outputs and certificates, verifies, writes the reports and says so by its exit code.</summary>
public sealed class VerifyCommand
{
    private const string Help = """
        Proves that a Microsoft 365 tenant is ready for the products that a stack declares: signs in as each application with its own
        certificate, compares what the tenant holds with what was declared, and probes every mailbox.

        Exit codes:
           0  ready (warnings allowed, except with --strict)
           1  unexpected error
           2  options, outputs document, certificate file or password cannot be used
           3  the tenant does not answer
           4  sign-in          5  certificates      6  consent
           7  redirect URI     8  user sync         9  mailboxes, or the EWS policy
          10  another check: Exchange role, mailbox scope, basic authentication
          11  warnings only, with --strict
        When several checks fail, the first in this order counts.

        Environment: VERIFY_CERTIFICATE_PASSWORD opens the certificates; VERIFY_BASIC_USER and VERIFY_BASIC_PASSWORD name a real account
        for the proof that basic authentication is refused; NO_COLOR asks for plain lines.
        """;

    private readonly TextReader _input;
    private readonly IAnsiConsole _console;
    private readonly TextWriter _error;
    private readonly Func<string, string?> _environment;
    private readonly VerificationOptions _defaults;

    private readonly Option<string?> _outputs = new("--outputs", "-o") { Description = "File with the stack's outputs (`pulumi stack output --json --show-secrets`), or - for standard input.", HelpName = "FILE|-" };
    private readonly Option<string?> _stack = new("--stack", "-s") { Description = "Ask the Pulumi CLI for the outputs of this stack instead.", HelpName = "NAME" };
    private readonly Option<string[]> _certificates = new("--certificate", "-c") { Description = "The application's certificate with its private key, PFX or PEM; once per integration.", HelpName = "FILE" };
    private readonly Option<string?> _passwordFile = new("--certificate-password-file") { Description = "File whose first line is the private key's password; else VERIFY_CERTIFICATE_PASSWORD of the environment.", HelpName = "FILE" };
    private readonly Option<bool> _keyVault = new("--key-vault") { Description = "Take the private key from the Azure Key Vault that the outputs name, with your Azure account." };
    private readonly Option<bool> _operator = new("--operator") { Description = "Read the directory with your Azure account where the application itself may not." };
    private readonly Option<string[]> _integrations = new("--integration", "-i") { Description = "Verify this integration only; may be repeated.", HelpName = "NAME" };
    private readonly Option<string[]> _mailboxes = new("--mailbox", "-m") { Description = "Probe this mailbox too, or where the directory cannot be read; may be repeated.", HelpName = "ADDRESS" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Let warnings fail the verification." };
    private readonly Option<string?> _json = new("--json") { Description = "Write the report as JSON, or - for standard output.", HelpName = "FILE|-" };
    private readonly Option<string?> _html = new("--html") { Description = "Write the report as one self-contained page.", HelpName = "FILE" };
    private readonly Option<string?> _exchangeSetup = new("--exchange-setup") { Description = "Write each integration's script for Exchange into this folder, as exchange-setup-<integration>.ps1.", HelpName = "DIR" };
    private readonly Option<string> _deadline = new("--deadline") { Description = "How long to wait for replication per integration, such as 90s, 5m, 1h; 0 = judge at once.", HelpName = "TIME", DefaultValueFactory = _ => "5m" };
    private readonly Option<string> _expiryWarning = new("--expiry-warning") { Description = "Warn of certificates that expire within this time.", HelpName = "TIME", DefaultValueFactory = _ => "30d" };
    private readonly Option<bool> _redirectHost = new("--check-redirect-host") { Description = "Also look up the redirect URI's host and judge its TLS certificate from here." };
    private readonly Option<int> _concurrency = new("--concurrency") { Description = "Mailbox requests at once, 1 to 64.", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<string?> _endpoint = new("--endpoint") { Description = "A simulated tenant instead of Microsoft's cloud.", HelpName = "URL" };
    private readonly Option<string?> _authority = new("--ca-file") { Description = "PEM file of the certificate authority to trust with --endpoint.", HelpName = "FILE" };
    private readonly Option<int> _imapPort = new("--imap-port") { Description = "IMAP port of the simulated tenant; 0 = none.", HelpName = "N", DefaultValueFactory = _ => 0 };

    /// <summary>Makes the program on given streams.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="console">Where the report goes.</param>
    /// <param name="error">Where progress and errors go.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="defaults">Options that the command line does not set, such as the clock.</param>
    public VerifyCommand(TextReader input, IAnsiConsole console, TextWriter error, Func<string, string?> environment, VerificationOptions? defaults = null)
    {
        _input = input;
        _console = console;
        _error = error;
        _environment = environment;
        _defaults = defaults ?? new();
    }

    /// <summary>Runs the program.</summary>
    /// <returns>A <see cref="VerificationExitCode"/>.</returns>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        RootCommand root = new(Help);
        foreach (Option option in (Option[])[_outputs, _stack, _certificates, _passwordFile, _keyVault, _operator, _integrations, _mailboxes, _strict,
            _json, _html, _exchangeSetup, _deadline, _expiryWarning, _redirectHost, _concurrency, _endpoint, _authority, _imapPort])
            root.Options.Add(option);
        root.SetAction((parsed, token) => GuardedAsync(parsed, token));
        ParseResult result = root.Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is System.CommandLine.Invocation.ParseErrorAction)
        {
            foreach (System.CommandLine.Parsing.ParseError error in result.Errors)
                await _error.WriteLineAsync($"error: {error.Message}");
            await _error.WriteLineAsync("See --help.");
            return (int)VerificationExitCode.BadInput;
        }
        return await result.InvokeAsync(new InvocationConfiguration { Output = _console.Profile.Out.Writer, Error = _error, EnableDefaultExceptionHandler = false },
            cancellationToken);
    }

    private async Task<int> GuardedAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        try
        {
            return (int)await VerifyAsync(parsed, cancellationToken);
        }
        catch (InputException exception)
        {
            foreach (string error in exception.Errors)
                await _error.WriteLineAsync($"error: {error}");
            return (int)VerificationExitCode.BadInput;
        }
        catch (OutputsException exception)
        {
            await _error.WriteLineAsync($"error: the outputs document cannot be verified against ({exception.Errors.Count} {(exception.Errors.Count == 1 ? "error" : "errors")}):");
            foreach (OutputsError error in exception.Errors)
                await _error.WriteLineAsync($"  {error}");
            return (int)VerificationExitCode.BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _error.WriteLineAsync("cancelled");
            return (int)VerificationExitCode.UnexpectedError;
        }
#pragma warning disable CA1031 // The last stop before the user: anything else must become a message and exit code 1.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await _error.WriteLineAsync($"error: something that this program did not foresee: {exception}");
            return (int)VerificationExitCode.UnexpectedError;
        }
    }

    private async Task<VerificationExitCode> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        VerificationOptions options = Options(parsed);
        OutputsDocument document = Selected(await DocumentAsync(parsed, cancellationToken), parsed.GetValue(_integrations) ?? []);
        if (parsed.GetValue(_exchangeSetup) is string folder)
            await SaveScriptsAsync(folder, document, cancellationToken);
        Uri authority = (options.Endpoints ?? TenantEndpoints.For(document.Tenant.Environment)).LoginUrl;
        if (parsed.GetValue(_operator))
            options = options with { Operator = Account(authority, document.Tenant.Id) };
        options = options with { Certificates = await CertificatesAsync(parsed, document, authority, cancellationToken) };
        RefuseMissingCertificates(document, options);

        bool jsonToOutput = parsed.GetValue(_json) == "-";
        bool strict = parsed.GetValue(_strict);
        VerificationReport report = await RunAsync(document, options, live: !jsonToOutput && !ConsoleReport.IsPlain(_console), cancellationToken);

        if (jsonToOutput)
            await _console.Profile.Out.Writer.WriteAsync(JsonReport.Render(report, strict));
        else
            ConsoleReport.Write(_console, report);
        if (!jsonToOutput && parsed.GetValue(_json) is string json)
            await SaveAsync("--json", json, JsonReport.Render(report, strict), cancellationToken);
        if (parsed.GetValue(_html) is string html)
            await SaveAsync("--html", html, HtmlReport.Render(report), cancellationToken);
        return report.ExitCode(strict);
    }

    private async Task<VerificationReport> RunAsync(OutputsDocument document, VerificationOptions options, bool live, CancellationToken cancellationToken)
    {
        TenantVerifier verifier = new(options);
        if (!live)
            return await verifier.VerifyAsync(document, new ConsoleProgress(_error), cancellationToken);
        return await _console.Status().StartAsync("verifying", status => verifier.VerifyAsync(document, new LiveProgress(status), cancellationToken));
    }

    private VerificationOptions Options(ParseResult parsed)
    {
        List<string> errors = [];
        if (parsed.GetValue(_outputs) is null == parsed.GetValue(_stack) is null)
            errors.Add($"--outputs, --stack: found {(parsed.GetValue(_stack) is null ? "neither" : "both")}, expected one of them. Give --outputs FILE, --outputs - or --stack NAME.");
        if (!Duration.TryParse(parsed.GetValue(_deadline)!, out TimeSpan deadline))
            errors.Add($"--deadline: found '{parsed.GetValue(_deadline)}', expected a time such as 90s, 5m, 1h or 0. Correct it.");
        if (!Duration.TryParse(parsed.GetValue(_expiryWarning)!, out TimeSpan expiryWarning))
            errors.Add($"--expiry-warning: found '{parsed.GetValue(_expiryWarning)}', expected a time such as 30d. Correct it.");
        int concurrency = parsed.GetValue(_concurrency);
        if (concurrency is < 1 or > 64)
            errors.Add($"--concurrency: found {concurrency}, expected 1 to 64. Correct it.");
        int imapPort = parsed.GetValue(_imapPort);
        if (imapPort is < 0 or > 65535)
            errors.Add($"--imap-port: found {imapPort}, expected 0 to 65535. Correct it.");

        VerificationOptions options = _defaults with
        {
            Deadline = deadline,
            ExpiryWarning = expiryWarning,
            MailboxConcurrency = Math.Clamp(concurrency, 1, 64),
            CheckRedirectHost = parsed.GetValue(_redirectHost),
            Mailboxes = parsed.GetValue(_mailboxes) ?? [],
            BasicAuthenticationAccount = BasicAccount() ?? _defaults.BasicAuthenticationAccount,
        };
        string? endpoint = parsed.GetValue(_endpoint), authority = parsed.GetValue(_authority);
        if (endpoint is not null)
        {
            if (Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps)
                options = options with { Endpoints = TenantEndpoints.ForSimulatedTenant(url, Math.Max(imapPort, 0)) };
            else
                errors.Add($"--endpoint: found '{endpoint}', expected an https address such as https://localhost:8443. Correct it.");
        }
        if (authority is not null && endpoint is null)
            errors.Add("--ca-file: found without --endpoint, expected both. Give --endpoint too, or leave --ca-file out.");
        else if (authority is not null)
            options = Trusting(options, authority, errors);
        return errors.Count == 0 ? options : throw new InputException([.. errors]);
    }

    private static VerificationOptions Trusting(VerificationOptions options, string file, List<string> errors)
    {
        try
        {
            return options.TrustingOnly(X509CertificateLoader.LoadCertificateFromFile(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            errors.Add($"--ca-file: found '{file}', which {(File.Exists(file) ? "is no certificate" : "does not exist")}; expected a PEM file. Give the one that the simulated tenant wrote.");
            return options;
        }
    }

    private async Task<OutputsDocument> DocumentAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_stack) is string stack)
            return OutputsDocument.Parse(await StackOutputs.ReadAsync(stack, cancellationToken));
        string file = parsed.GetValue(_outputs)!;
        return file == "-"
            ? OutputsDocument.Parse(await _input.ReadToEndAsync(cancellationToken))
            : await OutputsDocument.LoadAsync(file, cancellationToken);
    }

    private static OutputsDocument Selected(OutputsDocument document, string[] names)
    {
        string[] unknown = [.. names.Where(name => !document.Integrations.ContainsKey(name))];
        if (unknown.Length > 0)
            throw new InputException([.. unknown.Select(name =>
                $"--integration: found '{name}', expected one of {string.Join(", ", document.Integrations.Keys)}. Correct the name.")]);
        return names.Length == 0 ? document
            : document with { Integrations = document.Integrations.Where(i => names.Contains(i.Key)).ToDictionary() };
    }

    private async Task<IReadOnlyList<X509Certificate2>> CertificatesAsync(ParseResult parsed, OutputsDocument document, Uri authority, CancellationToken cancellationToken)
    {
        List<string> errors = [];
        List<X509Certificate2> loaded = [.. _defaults.Certificates];
        string? password = Password(parsed, errors);
        foreach (string file in parsed.GetValue(_certificates) ?? [])
        {
            try
            {
                loaded.Add(CertificateFile.Load(file, password));
            }
            catch (InputException exception)
            {
                errors.AddRange(exception.Errors);
            }
        }
        if (parsed.GetValue(_keyVault))
        {
            foreach ((string name, IntegrationOutputs integration) in document.Integrations)
            {
                try
                {
                    loaded.Add(await KeyVaultCertificate.LoadAsync(name, integration.KeyVault, Account(authority, tenantId: null), null, cancellationToken));
                }
                catch (InputException exception)
                {
                    errors.AddRange(exception.Errors);
                }
            }
        }
        return errors.Count == 0 ? loaded : throw new InputException([.. errors]);
    }

    private string? Password(ParseResult parsed, List<string> errors)
    {
        if (parsed.GetValue(_passwordFile) is not string file)
            return _environment("VERIFY_CERTIFICATE_PASSWORD");
        try
        {
            return File.ReadLines(file).FirstOrDefault() ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"--certificate-password-file: found '{file}', which {(File.Exists(file) ? $"cannot be read ({exception.Message})" : "does not exist")}; expected a file whose first line is the password. Check the path.");
            return null;
        }
    }

    /// <summary>Nothing is proven without a private key or an operator, so that is refused before it looks like a verdict.</summary>
    private static void RefuseMissingCertificates(OutputsDocument document, VerificationOptions options)
    {
        if (options.Operator is not null || (options.Certificates.Count == 1 && document.Integrations.Count == 1))
            return;
        string[] errors = [.. document.Integrations
            .Where(i => !options.Certificates.Any(c => i.Value.Certificates.Any(declared => declared.Thumbprint == c.Thumbprint)))
            .Select(i => $"--certificate: found {(options.Certificates.Count == 0 ? "none" : "none that fits")} for integration '{i.Key}', expected the certificate {string.Join(" or ", i.Value.Certificates.Select(c => c.Thumbprint))} with its private key. "
                + "Give it with --certificate, or leave the integration out with --integration.")];
        if (errors.Length > 0)
            throw new InputException(errors);
    }

    private async Task SaveScriptsAsync(string folder, OutputsDocument document, CancellationToken cancellationToken)
    {
        try
        {
            System.IO.Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--exchange-setup: found '{folder}', which cannot be made ({exception.Message}); expected a folder. Name another one.");
        }
        foreach ((string name, IntegrationOutputs integration) in document.Integrations)
        {
            if (integration.ExchangeSetup is not string script)
                continue;
            string file = Path.Combine(folder, $"exchange-setup-{name}.ps1");
            await SaveAsync("--exchange-setup", file, script, cancellationToken);
            await _error.WriteLineAsync($"written: {file}");
        }
    }

    private static async Task SaveAsync(string option, string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option}: found '{file}', which cannot be written ({exception.Message}); expected a writable file. Name another one.");
        }
    }

    private NetworkCredential? BasicAccount() =>
        _environment("VERIFY_BASIC_USER") is string user && _environment("VERIFY_BASIC_PASSWORD") is string password ? new(user, password) : null;

    // A vault names its own tenant when it is asked; the directory to read is the stack's.
    private static DefaultAzureCredential Account(Uri authority, Guid? tenantId) => new(new DefaultAzureCredentialOptions
    {
        AuthorityHost = authority,
        TenantId = tenantId?.ToString(),
        AdditionallyAllowedTenants = { "*" },
        ExcludeInteractiveBrowserCredential = true,
    });
}
