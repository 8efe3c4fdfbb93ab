using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant.Options;
using Spectre.Console;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Runs that go on from another one, repeat themselves, or write much.</summary>
public sealed class LongRunTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("longrun-").FullName;
    private readonly StringWriter _output = new(), _error = new();

    [Fact]
    public async Task A_run_that_is_resumed_asks_only_what_is_not_known_and_ends_with_the_verdict_of_a_whole_run()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new TenantOptions { Users = 100 });
        string[] arguments = await ArgumentsAsync(stack);
        await RunAsync([.. arguments, "--json", In("whole.json")]);
        JsonNode whole = Read("whole.json");
        JsonNode partial = Read("whole.json");
        JsonArray mailboxes = partial["integrations"]![0]!["mailboxes"]!.AsArray();
        while (mailboxes.Count > 60)
            mailboxes.RemoveAt(60);
        int reached = mailboxes.Count(mailbox => (string)mailbox!["status"]! == "reachable"), before = EwsRequests(stack);
        await File.WriteAllTextAsync(In("partial.json"), partial.ToJsonString());

        int exitCode = await RunAsync([.. arguments, "--resume", In("partial.json"), "--json", In("resumed.json")]);

        JsonNode resumed = Read("resumed.json");
        int all = whole["integrations"]![0]!["mailboxes"]!.AsArray().Count;
        Assert.Equal(0, exitCode);
        Assert.Contains($"resuming: {reached} answers since ", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(all - reached, EwsRequests(stack) - before);
        Assert.Equal(whole["integrations"]![0]!["mailboxes"]!.ToJsonString(), resumed["integrations"]![0]!["mailboxes"]!.ToJsonString());
        Assert.Equal((string)whole["startedAt"]!, (string)resumed["resumedFrom"]!);
        Assert.Contains($", {reached} of them by an earlier run, since ", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tenant", "a report of tenant 11111111-2222-3333-4444-555555555555; expected one of ")]
    [InlineData("stack", "a report of another stack: it has none of mailstore with the client id of the outputs")]
    [InlineData("text", "which is no report of a verification; expected the file that --json wrote. Name that one.")]
    [InlineData("none", "which cannot be read (")]
    public async Task A_file_that_cannot_be_resumed_from_is_refused_in_words(string kind, string expected)
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = await ArgumentsAsync(stack);
        await RunAsync([.. arguments, "--json", In("whole.json")]);
        JsonNode report = Read("whole.json");
        if (kind == "tenant")
            report["tenant"]!["id"] = "11111111-2222-3333-4444-555555555555";
        if (kind == "stack")
            report["integrations"]![0]!["clientId"] = "11111111-2222-3333-4444-555555555555";
        if (kind != "none")
            await File.WriteAllTextAsync(In("earlier.json"), kind == "text" ? "[]" : report.ToJsonString());

        Assert.Equal((int)VerificationExitCode.BadInput, await RunAsync([.. arguments, "--resume", In("earlier.json")]));

        Assert.Contains($"error: --resume: found '{In("earlier.json")}', {expected}", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outputsSha256", "mailstore: the stack's outputs are not the same any more")]
    [InlineData("signedInWith", "mailstore: another certificate signs in")]
    [InlineData("startedAt", "its answers are from 2020-01-01 00:00 UTC, older than 24 h 0 min")]
    public async Task Answers_that_are_not_valid_any_more_are_asked_again(string property, string why)
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = await ArgumentsAsync(stack);
        await RunAsync([.. arguments, "--json", In("whole.json")]);
        JsonNode report = Read("whole.json");
        if (property == "startedAt")
            report["startedAt"] = "2020-01-01T00:00:00Z";
        else
            report["integrations"]![0]![property] = new string('0', 64);
        await File.WriteAllTextAsync(In("earlier.json"), report.ToJsonString());
        int before = EwsRequests(stack);

        Assert.Equal(0, await RunAsync([.. arguments, "--resume", In("earlier.json")]));

        Assert.Contains($"resuming: everything is asked again: {why}", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal(20, EwsRequests(stack) - before);
    }

    [Fact]
    public async Task Watching_says_what_changed_keeps_the_file_current_and_ends_with_the_last_whole_verdict()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using CancellationTokenSource stop = new();
        // The clock passes each interval at once; the test acts between two runs.
        ActingClock clock = new(
            () => { },
            () => stack.RevokeAsync("Exchange/full_access_as_app").GetAwaiter().GetResult(),
            () => stack.GrantAsync("Exchange/full_access_as_app").GetAwaiter().GetResult(),
            stop.Cancel);

        int exitCode = await RunAsync([.. await ArgumentsAsync(stack), "--watch", "7m", "--json", In("report.json")], clock, stop.Token);

        Assert.Equal(0, exitCode);
        string[] lines = [.. _output.ToString().ReplaceLineEndings("\n").Split('\n').SkipWhile(
            line => !line.StartsWith("Watching", StringComparison.Ordinal))];
        Assert.Equal("Watching: again every 7 min, until Ctrl+C.", lines[0]);
        Assert.EndsWith(": no change (Ready, with warnings)", lines[1], StringComparison.Ordinal);
        Assert.Contains("  verdict: Ready, with warnings -> Not ready", lines);
        Assert.Contains("  not reachable any more: anna.berger@contoso.com (mailstore, ews): access denied", lines);
        Assert.Contains("  verdict: Not ready -> Ready, with warnings", lines);
        Assert.Contains("  reachable now: anna.berger@contoso.com (mailstore, ews)", lines);
        Assert.Contains(lines, line => line.StartsWith("  new error: PERMISSION_NOT_GRANTED (mailstore): ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  gone: PERMISSION_NOT_GRANTED (mailstore): ", StringComparison.Ordinal));
        Assert.Equal("ready-with-warnings", (string)Read("report.json")["verdict"]!);
    }

    [Fact]
    public async Task Many_verdicts_stand_a_line_each_beside_a_small_report()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(
            new TenantOptions { Users = 1500 }, null, ["graph"], ["Graph/Directory.Read.All", "Graph/Mail.Read"]);
        string[] arguments = await ArgumentsAsync(stack);

        await RunAsync([.. arguments, "--json", In("verification.json")]);

        JsonNode report = Read("verification.json");
        Assert.Equal(("verification.users.jsonl", "verification.mailboxes.jsonl"),
            ((string)report["usersFile"]!, (string)report["mailboxesFile"]!));
        Assert.Empty(report["integrations"]![0]!["users"]!.AsArray());
        Assert.InRange(new FileInfo(In("verification.json")).Length, 1, 20_000);
        string[] mailboxes = await File.ReadAllLinesAsync(In("verification.mailboxes.jsonl"));
        Assert.InRange((await File.ReadAllLinesAsync(In("verification.users.jsonl"))).Length, 1500, 1600);
        Assert.InRange(mailboxes.Length, 1300, 1600);
        JsonNode first = JsonNode.Parse(mailboxes[0])!;
        Assert.Equal(("mailstore", "graph"), ((string)first["integration"]!, (string)first["protocol"]!));

        int before = Batches();
        await RunAsync([.. arguments, "--resume", In("verification.json")]);
        Assert.InRange(Batches() - before, 1, before / 3);

        int Batches() => stack.Tenant.Requests.Count(request => request.PathAndQuery.EndsWith("$batch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_before_anything_is_verified()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        int exitCode = await RunAsync([.. await ArgumentsAsync(stack), "--json", In("gone/report.json"), "--html", In("gone/report.html")]);

        Assert.Equal((int)VerificationExitCode.BadInput, exitCode);
        string told = _error.ToString();
        Assert.Contains($"error: --json: found '{In("gone/report.json")}', which cannot be written (", told, StringComparison.Ordinal);
        Assert.Contains($"error: --html: found '{In("gone/report.html")}', which cannot be written (", told, StringComparison.Ordinal);
        Assert.Equal(0, EwsRequests(stack));
    }

    [Fact]
    public async Task Two_runs_at_once_with_one_file_the_second_says_so_before_it_begins()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        string[] arguments = [.. await ArgumentsAsync(stack), "--json", In("report.json")];
        using (OutputFiles.Take([("--json", In("report.json"))]))
            Assert.Equal((int)VerificationExitCode.BadInput, await RunAsync(arguments));

        Assert.Equal($"error: --json: found '{In("report.json")}', which another verification is writing to; expected a file of its own. "
            + "Wait for that one, or name another file.", _error.ToString().Trim());
        Assert.Equal(0, await RunAsync(arguments));
        Assert.Equal(["app.pfx", "ca.pem", "outputs.json", "report.json"],
            System.IO.Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_disk_that_fills_up_leaves_the_file_that_was_there_and_nothing_else()
    {
        File.WriteAllText(In("report.json"), "before");

        InputException exception = Assert.Throws<InputException>(() => OutputFiles.Save("--json", In("report.json"), stream =>
        {
            stream.Write(new byte[100_000]);
            throw new IOException("No space left on device");
        }));

        Assert.Equal($"--json: found '{In("report.json")}', which cannot be written (No space left on device); expected a writable file. "
            + "Name another one.", exception.Message);
        Assert.Equal("before", File.ReadAllText(In("report.json")));
        Assert.Single(System.IO.Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_device_without_room_is_an_error_and_the_other_reports_are_written()
    {
        if (!File.Exists("/dev/full"))
            return;
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        int exitCode = await RunAsync([.. await ArgumentsAsync(stack), "--json", "/dev/full", "--html", In("report.html")]);

        Assert.Equal((int)VerificationExitCode.BadInput, exitCode);
        Assert.Contains("error: --json: found '/dev/full', which cannot be written (", _error.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(In("report.html")));
    }

    [Fact]
    public void A_folder_that_vanishes_meanwhile_is_an_error()
    {
        System.IO.Directory.CreateDirectory(In("out"));

        Assert.ThrowsAny<IOException>(() => WholeFile.Write(In("out/report.json"), stream =>
        {
            stream.WriteByte(1);
            System.IO.Directory.Delete(In("out"), recursive: true);
        }));
    }

    [Theory]
    [InlineData("soon", "error: --watch: found 'soon', expected a time such as 90s, 15m or 1h. Correct it.")]
    [InlineData("0", "error: --watch: found '0', expected a time such as 90s, 15m or 1h. Correct it.")]
    public async Task An_interval_that_is_none_is_bad_input(string interval, string expected)
    {
        Assert.Equal((int)VerificationExitCode.BadInput, await RunAsync(["--outputs", "-", "--watch", interval]));
        Assert.Equal(expected, _error.ToString().Trim());
    }

    public void Dispose()
    {
        System.IO.Directory.Delete(_folder, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    private static int EwsRequests(DeployedStack stack) => stack.Tenant.Requests.Count(request =>
        request.Method == "POST" && request.PathAndQuery.Contains("Exchange.asmx", StringComparison.OrdinalIgnoreCase));

    private string In(string name) => Path.Combine(_folder, name);

    private JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(In(name)))!;

    private async Task<string[]> ArgumentsAsync(DeployedStack stack)
    {
        await File.WriteAllTextAsync(In("outputs.json"), stack.Outputs());
        await File.WriteAllBytesAsync(In("app.pfx"), stack.Certificate.Export(X509ContentType.Pfx));
        await File.WriteAllTextAsync(In("ca.pem"), stack.Tenant.CertificateAuthority.ExportCertificatePem());
        return ["--outputs", In("outputs.json"), "--certificate", In("app.pfx"), "--deadline", "0",
            "--endpoint", stack.Tenant.Url.ToString(), "--ca-file", In("ca.pem"), "--imap-port", stack.Tenant.ImapPort.ToString(CultureInfo.InvariantCulture)];
    }

    private Task<int> RunAsync(string[] arguments, TimeProvider? clock = null, CancellationToken stop = default)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(_output) });
        return new VerifyCommand(TextReader.Null, console, _error, _ => null, clock is null ? null : new() { Clock = clock })
            .RunAsync(arguments, stop);
    }

    /// <summary>The machine's clock, except that a wait of seven minutes ends at once, after an act.</summary>
    private sealed class ActingClock(params Action[] acts) : TimeProvider
    {
        private int _next;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != TimeSpan.FromMinutes(7))
                return base.CreateTimer(callback, state, dueTime, period);
            Action act = acts[_next++];
            return base.CreateTimer(given =>
            {
                act();
                callback(given);
            }, state, TimeSpan.Zero, period);
        }
    }
}
