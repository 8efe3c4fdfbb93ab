using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Identity;
using Spectre.Console;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed partial class VerifyCommandTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("verify-").FullName;
    private readonly StringWriter _output = new(), _error = new();

    [Fact]
    public async Task Ready_writes_every_report_and_exits_zero()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = [.. await FilesAsync(stack), "--json", In("report.json"), "--html", In("report.html")];

        int exitCode = await RunAsync(arguments);

        Assert.Equal(0, exitCode);
        Assert.Contains("Ready, 5 warnings.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("  ok       Sign-in as the application: signed in with certificate", _error.ToString(), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(In("report.json")))!;
        Assert.Equal(("ready-with-warnings", 0), ((string)json["verdict"]!, (int)json["exitCode"]!));
        Assert.Contains("Ready, with warnings", await File.ReadAllTextAsync(In("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strict_with_warnings_is_not_ready_on_the_console_in_every_file_and_by_exit_code()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = [.. await FilesAsync(stack), "--json", In("report.json"), "--html", In("report.html"), "--strict"];

        Assert.Equal(11, await RunAsync(arguments));

        Assert.Contains("Not ready: 5 warnings, and a strict verification allows none.", _output.ToString(), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(In("report.json")))!;
        Assert.Equal(("not-ready", 11), ((string)json["verdict"]!, (int)json["exitCode"]!));
        Assert.Contains("<strong>Not ready</strong>", await File.ReadAllTextAsync(In("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docs_url_is_what_findings_link_to()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = [.. await FilesAsync(stack), "--json", In("report.json"), "--html", In("report.html")];

        await RunAsync([.. arguments, "--docs-url", "https://example.com/docs/findings.md"]);

        Assert.Contains("<a href=\"https://example.com/docs/findings.md#ews_ends\"><code>EWS_ENDS</code></a>", await File.ReadAllTextAsync(In("report.html")), StringComparison.Ordinal);
        Assert.Contains("\"helpUri\": \"https://example.com/docs/findings.md#ews_ends\"", await File.ReadAllTextAsync(In("report.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_form_of_the_report_is_written_where_it_was_named()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = [.. await FilesAsync(stack), "--junit", In("junit.xml"), "--csv", In("report.csv"), "--github-summary", In("summary.md")];

        Assert.Equal(0, await RunAsync(arguments));

        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites ", await File.ReadAllTextAsync(In("junit.xml")), StringComparison.Ordinal);
        Assert.Equal([0xEF, 0xBB, 0xBF, (byte)'I'], (await File.ReadAllBytesAsync(In("report.csv")))[..4]);
        Assert.StartsWith("## ! contoso.onmicrosoft.com: Ready, with warnings\n", await File.ReadAllTextAsync(In("summary.md")), StringComparison.Ordinal);
        Assert.Contains("For a ticket: contoso.onmicrosoft.com (", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_workflow_the_summary_follows_what_the_step_has_said_already_and_stays_within_the_limit()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await File.WriteAllTextAsync(In("step.md"), new string('-', 1024 * 1024 - 1500));

        Assert.Equal(0, await RunAsync(await FilesAsync(stack), environment: new() { ["GITHUB_STEP_SUMMARY"] = In("step.md") }));

        string summary = await File.ReadAllTextAsync(In("step.md"));
        Assert.StartsWith("---", summary, StringComparison.Ordinal);
        Assert.EndsWith("\nThe summary ends here, at what GitHub takes; the other reports have all of it.\n", summary, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(In("step.md")).Length, 1024 * 1024 - 1400, 1024 * 1024);
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_names_option_and_file()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        Assert.Equal(2, await RunAsync([.. await FilesAsync(stack), "--github-summary", In("nowhere/summary.md")]));

        Assert.StartsWith($"error: --github-summary: found '{In("nowhere/summary.md")}', which cannot be written (", _error.ToString().Split('\n')
            .First(line => line.StartsWith("error", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_setup_is_written_to_a_file()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        stack.Integration["exchangeSetup"] = "# a script\n";

        int exitCode = await RunAsync([.. await FilesAsync(stack), "--exchange-setup", In("scripts")]);

        Assert.Equal(0, exitCode);
        Assert.Equal("# a script\n", await File.ReadAllTextAsync(Path.Combine(In("scripts"), "exchange-setup-mailstore.ps1")));
    }

    [Fact]
    public async Task Json_to_standard_output_is_nothing_but_json()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        int exitCode = await RunAsync([.. await FilesAsync(stack), "--json", "-"]);

        Assert.Equal(0, exitCode);
        Assert.Equal(25, JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("integrations")[0].GetProperty("users").GetArrayLength());
    }

    [Fact]
    public async Task Outputs_from_standard_input_are_read()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = [.. (await FilesAsync(stack)).Select(a => a == In("outputs.json") ? "-" : a)];

        Assert.Equal(0, await RunAsync(arguments, stack.Outputs()));
    }

    [Fact]
    public async Task Another_certificate_has_the_exit_code_of_sign_in()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = await FilesAsync(stack);
        using X509Certificate2 other = DeployedStack.NewCertificate(
            "CN=Other", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(9));
        await File.WriteAllBytesAsync(In("app.pfx"), other.Export(X509ContentType.Pfx, "secret"));

        Assert.Equal(4, await RunAsync(arguments));
        Assert.Contains("CERTIFICATE_GIVEN_NOT_DECLARED", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_from_the_environment_opens_the_certificate()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] files = await FilesAsync(stack);
        int at = Array.IndexOf(files, "--certificate-password-file");
        string[] arguments = [.. files[..at], .. files[(at + 2)..]];

        Assert.Equal(2, await RunAsync(arguments));
        Assert.Contains("which asks for a password", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(arguments, environment: new() { ["VERIFY_CERTIFICATE_PASSWORD"] = "secret" }));
    }

    [Fact]
    public async Task Wrong_input_is_reported_all_at_once()
    {
        int exitCode = await RunAsync(["--outputs", "a", "--stack", "b", "--deadline", "soon", "--expiry-warning", "5", "--concurrency", "0", "--imap-port", "70000", "--endpoint", "http://x"]);

        Assert.Equal(2, exitCode);
        Assert.Equal(["""
            error: --outputs, --stack: found both, expected one of them. Give --outputs FILE, --outputs - or --stack NAME.
            """, """
            error: --deadline: found 'soon', expected a time such as 90s, 5m, 1h or 0. Correct it.
            """, """
            error: --expiry-warning: found '5', expected a time such as 30d. Correct it.
            """, """
            error: --concurrency: found 0, expected 1 to 64. Correct it.
            """, """
            error: --imap-port: found 70000, expected 0 to 65535. Correct it.
            """, """
            error: --endpoint: found 'http://x', expected an https address such as https://localhost:8443. Correct it.
            """], _error.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n'));
    }

    [Theory]
    [InlineData("--sample 0", "--sample: found 0, expected 1 or more mailboxes. Correct it.")]
    [InlineData("--seed 7", "--seed: found without --sample, expected both. Give --sample too, or leave --seed out.")]
    [InlineData("--sample 5 --mailbox a@contoso.com", "--sample, --mailbox: found both, expected one of them. Mailboxes that are named are no random sample.")]
    [InlineData("--ca-file x.pem", "--ca-file: found without --endpoint, expected both. Give --endpoint too, or leave --ca-file out.")]
    [InlineData("--watch never", "--watch: found 'never', expected a time such as 90s, 15m or 1h. Correct it.")]
    [InlineData("--watch --json -", "--watch, --json: found both, with - for standard output; expected a file. Name one.")]
    public async Task Options_that_do_not_go_together_are_refused(string options, string expected)
    {
        Assert.Equal(2, await RunAsync(["--outputs", In("outputs.json"), .. options.Split(' ')]));
        Assert.Equal($"error: {expected}", _error.ToString().Trim());
    }

    [Fact]
    public async Task Unknown_option_is_bad_input()
    {
        Assert.Equal(2, await RunAsync(["--certificat", "x"]));
        Assert.Equal("error: Unrecognized command or argument '--certificat'.\nerror: Unrecognized command or argument 'x'.\nSee --help.\n",
            _error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Whoever_asks_for_help_gets_it_beside_a_mistake_too()
    {
        Assert.Equal(0, await RunAsync(["--certificat", "--help"]));
        Assert.Contains("Exit codes:", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_an_outputs_document_is_said_at_once()
    {
        Assert.Equal(2, await RunAsync(["--outputs", "-"], "{}"));
        Assert.Equal("""
            error: the outputs document cannot be verified against (1 error):
              schemaVersion: found nothing, expected 1. Give the outputs of a stack that was deployed with this program; an empty stack has none.

            """.ReplaceLineEndings("\n"), _error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Cancelled_before_anything_was_verified_it_says_so()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        int exitCode = await Command(Console(terminal: false), Json("a"), _ => null).RunAsync(["--outputs", "-"], stop.Token);

        Assert.Equal((16, "cancelled before anything was verified"), (exitCode, _error.ToString().Trim()));
    }

    [Fact]
    public async Task What_nobody_foresaw_is_said_with_its_place_and_has_exit_code_one()
    {
        int exitCode = await Command(Console(terminal: false), "", _ => throw new NotSupportedException("no environment"))
            .RunAsync(["--outputs", "-"], CancellationToken.None);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: something that this program did not foresee: System.NotSupportedException: no environment\n   at ",
            _error.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_integrations_that_were_named_are_verified_and_whoever_waits_is_told_of_the_report()
    {
        VerificationReport? judged = null;

        Assert.Equal(16, await StoppedAsync(Json("first", "second", "third"), told: report => judged = report,
            "--integration", "third", "-i", "first"));
        Assert.Equal(["first", "third"], judged!.Integrations.Select(integration => integration.Name));
        Assert.Equal(16, await StoppedAsync(Json("first", "second"), told: report => judged = report));
        Assert.Equal(["first", "second"], judged.Integrations.Select(integration => integration.Name));
    }

    [Fact]
    public async Task The_scripts_that_were_written_are_named()
    {
        Assert.Equal(16, await StoppedAsync(Json("first", "second"), null, "--exchange-setup", In("scripts")));

        Assert.Equal(new[] { "first", "second" }.Select(name => $"written: {Path.Combine(In("scripts"), $"exchange-setup-{name}.ps1")}"),
            _error.ToString().ReplaceLineEndings("\n").Split('\n').Take(2));
    }

    [Fact]
    public async Task Where_no_answer_is_kept_none_is_counted()
    {
        await File.WriteAllTextAsync(In("earlier.json"), """
            { "tenant": { "id": "11111111-2222-3333-4444-555555555555" }, "startedAt": "2020-01-01T00:00:00Z", "integrations": [] }
            """);

        Assert.Equal(16, await StoppedAsync(Json("first"), null, "--resume", In("earlier.json")));

        Assert.StartsWith("resuming: everything is asked again: its answers are from 2020-01-01 00:00 UTC, older than 24 h 0 min\nverifying ",
            _error.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_account_of_whoever_verifies_signs_in_without_a_browser_at_the_cloud_and_the_tenant_of_the_outputs()
    {
        Uri authority = new("https://login.microsoftonline.us/");
        Guid tenant = new("11111111-2222-3333-4444-555555555555");

        DefaultAzureCredentialOptions options = VerifyCommand.AccountOptions(authority, tenant);

        Assert.Equal((authority, tenant.ToString()), (options.AuthorityHost, options.TenantId));
        Assert.True(options.ExcludeInteractiveBrowserCredential);
        Assert.Equal(["*"], options.AdditionallyAllowedTenants);
        Assert.NotEqual(tenant.ToString(), VerifyCommand.AccountOptions(authority, null).TenantId);
    }

    [Theory]
    [InlineData(true, null, "\u001b[1mVerification of contoso.onmicrosoft.com")]
    [InlineData(true, "", "\u001b[1mVerification of contoso.onmicrosoft.com")]
    [InlineData(true, "1", "Verification of contoso.onmicrosoft.com")]
    [InlineData(false, null, "Verification of contoso.onmicrosoft.com")]
    public async Task A_terminal_gets_colours_and_one_line_of_progress_and_anything_else_plain_lines(
        bool terminal, string? noColor, string expected)
    {
        Assert.Equal(16, await StoppedAsync(Console(terminal), Json("first"), noColor, null));

        Assert.Contains(expected, _output.ToString(), StringComparison.Ordinal);
        bool plain = !terminal || noColor == "1";
        Assert.Equal(plain, _output.ToString().StartsWith(expected, StringComparison.Ordinal));
        Assert.Equal(plain ? "verifying An archive (first)" : "", _error.ToString().ReplaceLineEndings("\n").Split('\n')[0]);
    }

    [Fact]
    public async Task A_terminal_without_escapes_gets_plain_lines()
    {
        IAnsiConsole console = Console(terminal: true);
        console.Profile.Capabilities.Ansi = false;

        Assert.Equal(16, await StoppedAsync(console, Json("first"), null, null));

        Assert.StartsWith("Verification of contoso.onmicrosoft.com", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_to_a_terminal_is_nothing_but_json()
    {
        Assert.Equal(16, await StoppedAsync(Console(terminal: true), Json("first"), null, null, "--json", "-"));

        Assert.Equal("partial", JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("verdict").GetString());
        Assert.StartsWith("verifying An archive (first)", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_integration_lists_those_that_there_are()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        Assert.Equal(2, await RunAsync([.. await FilesAsync(stack), "--integration", "mailsore"]));
        Assert.Equal("error: --integration: found 'mailsore', expected one of mailstore. Correct the name.", _error.ToString().Trim());
    }

    [Fact]
    public async Task No_certificate_is_bad_input_that_names_the_thumbprint()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await FilesAsync(stack);

        Assert.Equal(2, await RunAsync(["--outputs", In("outputs.json")]));
        Assert.Contains($"error: --certificate: found none for integration 'mailstore', expected the certificate {stack.Certificate.Thumbprint} with its private key.", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_that_do_not_exist_are_named()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await FilesAsync(stack);

        Assert.Equal(2, await RunAsync(["--outputs", In("outputs.json"), "--certificate", In("no.pfx"), "--certificate-password-file", In("no.txt")]));
        Assert.Contains($"error: --certificate-password-file: found '{In("no.txt")}', which does not exist", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"error: --certificate: found '{In("no.pfx")}', which does not exist", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync(["--outputs", In("no.json")]));
        Assert.Contains($"(document): found no file at '{In("no.json")}'", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync(["--outputs", In("outputs.json"), "--endpoint", "https://localhost:1", "--ca-file", In("no.pem")]));
        Assert.Contains($"error: --ca-file: found '{In("no.pem")}', which does not exist", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_vault_for_an_integration_without_vault_is_bad_input()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await FilesAsync(stack);

        Assert.Equal(2, await RunAsync(["--outputs", In("outputs.json"), "--key-vault"]));
        Assert.Contains("error: --key-vault: integration 'mailstore' has its certificate not in Key Vault", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_without_pulumi_says_what_to_install()
    {
        InputException e = await Assert.ThrowsAsync<InputException>(() => StackOutputs.ReadAsync("dev", CancellationToken.None, "no-such-pulumi"));
        Assert.Equal("--stack: found 'dev', but there is no `pulumi` command on this machine; expected the Pulumi CLI. Install it (https://www.pulumi.com/docs/install), or give the outputs with --outputs FILE.",
            Assert.Single(e.Errors));
    }

    [Fact]
    public async Task Stack_that_pulumi_does_not_know_passes_on_what_pulumi_says()
    {
        // Any program that ends with an error will do; this one is surely at hand.
        InputException e = await Assert.ThrowsAsync<InputException>(() => StackOutputs.ReadAsync("dev", CancellationToken.None, "dotnet"));
        Assert.StartsWith("--stack: found 'dev', whose outputs `pulumi` does not give: ", Assert.Single(e.Errors), StringComparison.Ordinal);
        Assert.EndsWith("Log in and select the folder of the stack, or give the outputs with --outputs FILE.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stack_is_asked_for_with_its_secrets_and_without_questions()
    {
        if (OperatingSystem.IsWindows())
            return; // There is no program there that says what it was told.
        Assert.Equal("stack output --json --show-secrets --non-interactive --stack dev",
            (await StackOutputs.ReadAsync("dev", CancellationToken.None, "echo")).Trim());
    }

    [Fact]
    public async Task Help_names_every_exit_code()
    {
        Assert.Equal(0, await RunAsync(["--help"]));
        string help = string.Join('\n', _output.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()));
        // The program is called after the process that runs it, which is the tests' host here.
        Golden.Matches(ProgramName().Replace(help, "verification"), "verification/golden/help.txt");
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1d", 86400)]
    [InlineData("5", null)]
    [InlineData("-5m", null)]
    [InlineData("m", null)]
    [InlineData("99999999m", null)]
    public void Duration_is_read_or_refused(string text, int? seconds)
    {
        Assert.Equal(seconds is not null, Duration.TryParse(text, out TimeSpan span));
        Assert.Equal(seconds ?? 0, span.TotalSeconds);
    }

    [GeneratedRegex(@"(?<=Usage:\n  )\S+")]
    private static partial Regex ProgramName();

    public void Dispose()
    {
        System.IO.Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private string In(string name) => Path.Combine(_folder, name);

    private async Task<string[]> FilesAsync(DeployedStack stack)
    {
        await File.WriteAllTextAsync(In("outputs.json"), stack.Outputs());
        await File.WriteAllBytesAsync(In("app.pfx"), stack.Certificate.Export(X509ContentType.Pfx, "secret"));
        await File.WriteAllTextAsync(In("password.txt"), "secret\n");
        await File.WriteAllTextAsync(In("ca.pem"), stack.Tenant.CertificateAuthority.ExportCertificatePem());
        return ["--outputs", In("outputs.json"), "--certificate", In("app.pfx"), "--certificate-password-file", In("password.txt"), "--deadline", "0",
            "--endpoint", stack.Tenant.Url.ToString(), "--ca-file", In("ca.pem"), "--imap-port", stack.Tenant.ImapPort.ToString(
                System.Globalization.CultureInfo.InvariantCulture)];
    }

    /// <summary>Runs that are stopped before they ask the tenant anything, by an operator who needs no certificate.</summary>
    private Task<int> StoppedAsync(string outputs, Action<VerificationReport>? told, params string[] arguments) =>
        StoppedAsync(Console(terminal: false), outputs, null, told, arguments);

    private async Task<int> StoppedAsync(
        IAnsiConsole console, string outputs, string? noColor, Action<VerificationReport>? told, params string[] arguments)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        using CancellationTokenSource stop = new();
        return await Command(console, outputs, Environment, told).RunAsync(["--outputs", "-", "--operator", .. arguments], stop.Token);

        string? Environment(string name)
        {
            // It is asked for once the outputs are read, before anything is verified.
            if (name == "VERIFY_CERTIFICATE_PASSWORD")
                stop.Cancel();
            return name == "NO_COLOR" ? noColor : null;
        }
    }

    private VerifyCommand Command(
        IAnsiConsole console, string outputs, Func<string, string?> environment, Action<VerificationReport>? told = null) =>
        new(new StringReader(outputs), console, _error, environment) { Judged = told };

    private IAnsiConsole Console(bool terminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = terminal ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = ColorSystemSupport.Standard,
        Interactive = InteractionSupport.No,
        Out = terminal ? new TerminalOutput(_output) : new AnsiConsoleOutput(_output),
    });

    private static string Json(params string[] integrations) => new JsonObject
    {
        ["schemaVersion"] = 1,
        ["tenant"] = new JsonObject
        {
            ["id"] = "11111111-2222-3333-4444-555555555555", ["domain"] = "contoso.onmicrosoft.com", ["environment"] = "public",
        },
        ["integrations"] = new JsonObject(integrations.Select(name => KeyValuePair.Create(name, JsonNode.Parse("""
            {
              "product": "custom", "displayName": "An archive", "directory": "active-directory",
              "clientId": "aaaaaaaa-0000-0000-0000-000000000001", "applicationObjectId": "aaaaaaaa-0000-0000-0000-000000000002",
              "servicePrincipalObjectId": "aaaaaaaa-0000-0000-0000-000000000003",
              "certificates": [ { "thumbprint": "3F2A9C41D07B6E58A1C4F00D92B7E6634D1A85CE",
                "sha256": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "subject": "CN=Archive",
                "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2028-01-01T00:00:00Z" } ],
              "permissions": [], "mailboxAccess": [ "ews" ], "exchangeSetup": "# a script"
            }
            """)))),
    }.ToJsonString();

    private Task<int> RunAsync(string[] arguments, string input = "", Dictionary<string, string>? environment = null)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(_output) });
        return new VerifyCommand(new StringReader(input), console, _error, name => environment?.GetValueOrDefault(name)).RunAsync(
            arguments, CancellationToken.None);
    }
}
