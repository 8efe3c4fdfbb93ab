using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant.Options;
using Spectre.Console;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class InterruptionTests : IDisposable
{
    private const int Interrupt = 2;

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("interrupted-").FullName;

    [Fact]
    public async Task Stopped_among_the_mailboxes_the_report_holds_what_is_known_and_says_that_it_is_partial()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new TenantOptions { Users = 100 });
        using CancellationTokenSource stop = new();

        VerificationReport report = await stack.VerifyAsync(
            options => options with { Stop = stop.Token, MailboxConcurrency = 1 }, new StoppingProgress(stop, "mailboxes-ews", 10));

        CheckResult mailboxes = report.Check("mailboxes-ews");
        Assert.True(mailboxes.Partial);
        // One more may be on its way when the tenth answer asks for the end.
        int known = report.Integrations[0].Mailboxes.Count;
        Assert.InRange(known, 10, 11);
        Assert.StartsWith($"cancelled after {known} of ", mailboxes.Summary, StringComparison.Ordinal);
        Assert.NotEmpty(report.Integrations[0].Users);
        Assert.Equal((true, CheckStatus.Open, "not begun: the verification was cancelled"),
            (report.Check("ews-policy").Partial, report.Check("ews-policy").Status, report.Check("ews-policy").Summary));
        Assert.False(report.Check("user-sync").Partial);
        Assert.Equal((VerdictKind.Partial, VerificationExitCode.Partial), (report.Verdict.Kind, report.Verdict.ExitCode));
        Assert.StartsWith("Partial: cancelled after 7 of 10 checks; so far nothing failed, ", report.Verdict.Sentence, StringComparison.Ordinal);
        Assert.Contains(report.Verdict.Sentence, report.AsText(), StringComparison.Ordinal);
        Assert.Contains("<strong>Partial</strong>", HtmlReport.Render(report), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(JsonReport.Render(report))!;
        Assert.Equal(("partial", 16, true), ((string)json["verdict"]!, (int)json["exitCode"]!, (bool)json["partial"]!));
    }

    [Fact]
    public async Task Stopped_while_replication_is_waited_for_the_check_keeps_what_it_found()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.RevokeAsync("Exchange/full_access_as_app");
        using CancellationTokenSource stop = new();

        VerificationReport report = await stack.VerifyAsync(
            options => options with { Stop = stop.Token, Deadline = TimeSpan.FromHours(1) }, new StoppingProgress(stop));

        Assert.True(report.Check("consent").Partial);
        Assert.Contains("PERMISSION_NOT_GRANTED", report.Codes());
        Assert.StartsWith("Partial: cancelled after 3 of 10 checks; so far 1 check failed", report.Verdict.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_without_asking_for_a_partial_report_it_throws()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        using CancellationTokenSource cancel = new();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new TenantOnboarding.Verification.TenantVerifier(stack.Options).VerifyAsync(stack.Document, null, cancel.Token));
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task A_signal_to_the_program_ends_it_with_every_report_written_and_an_exit_code_of_its_own(string signal)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using DeployedStack stack = await SlowAsync();
        using Process program = Start(await ArgumentsAsync(stack));
        string told = await ReadUntilAsync(program.StandardError, "Addresses:");

        await SendAsync(signal, program);

        told += await program.StandardError.ReadToEndAsync();
        string output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        Assert.True(program.ExitCode == (int)VerificationExitCode.Partial, $"{program.ExitCode}\n{told}\n{output}");
        Assert.Contains("cancelling: what is known is reported; once more ends at once", told, StringComparison.Ordinal);
        Assert.Contains("Partial: cancelled after 7 of 10 checks; so far nothing failed", output, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(In("report.json")))!;
        Assert.True((bool)json["partial"]!);
        Assert.Contains("<strong>Partial</strong>", await File.ReadAllTextAsync(In("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_signal_ends_the_program_at_once()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using DeployedStack stack = await SlowAsync();
        // Standard output that nobody reads fills up, so that the first signal's report cannot be written to its end.
        using Process program = Start([.. (await ArgumentsAsync(stack))[..^1], "-"]);
        await ReadUntilAsync(program.StandardError, "Addresses:");
        await SendAsync("-INT", program);
        await ReadUntilAsync(program.StandardError, "cancelling:");

        await SendAsync("-INT", program);

        await program.WaitForExitAsync();
        Assert.Equal(128 + 2, program.ExitCode);
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private static Task<DeployedStack> SlowAsync() => DeployedStack.ClassicAsync(new TenantOptions { Users = 600, Latency = new(20, 20) });

    private string In(string name) => Path.Combine(_folder, name);

    private async Task<string[]> ArgumentsAsync(DeployedStack stack)
    {
        await File.WriteAllTextAsync(In("outputs.json"), stack.Outputs());
        await File.WriteAllBytesAsync(In("app.pfx"), stack.Certificate.Export(X509ContentType.Pfx));
        await File.WriteAllTextAsync(In("ca.pem"), stack.Tenant.CertificateAuthority.ExportCertificatePem());
        return ["--outputs", In("outputs.json"), "--certificate", In("app.pfx"), "--deadline", "0", "--concurrency", "1",
            "--endpoint", stack.Tenant.Url.ToString(), "--ca-file", In("ca.pem"),
            "--imap-port", stack.Tenant.ImapPort.ToString(CultureInfo.InvariantCulture),
            "--html", In("report.html"), "--json", In("report.json")];
    }

    private static Process Start(string[] arguments)
    {
        string program = typeof(VerifyCommand).Assembly.Location;
        // What nohup or a shell's background job ignores, its children ignore too, and .NET leaves it so: coreutils' env undoes that.
        (string file, string[] before) = IsIgnored(Interrupt) ? ("env", ["--default-signal=INT", "dotnet"]) : ("dotnet", Array.Empty<string>());
        return Process.Start(new ProcessStartInfo(file, [.. before, program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        })!;
    }

    /// <summary>Whether this process ignores a signal, where the system tells: Linux does.</summary>
    private static bool IsIgnored(int signal) => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is string line
        && (ulong.Parse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;

    private static async Task SendAsync(string signal, Process program)
    {
        using Process kill = Process.Start("kill", [signal, program.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private static async Task<string> ReadUntilAsync(TextReader reader, string text)
    {
        string read = "";
        while (await reader.ReadLineAsync() is string line)
        {
            read += line + "\n";
            if (line.Contains(text, StringComparison.Ordinal))
                return read;
        }
        throw new Xunit.Sdk.XunitException($"The program ended without '{text}':\n{read}");
    }

    private sealed class StoppingProgress(CancellationTokenSource stop, string? check = null, int answers = 0) : IVerificationProgress
    {
        public void IntegrationStarted(string integration, string displayName)
        {
        }

        public void CheckStarted(string integration, string checkId, string title)
        {
        }

        public void Advanced(string integration, string checkId, int done, int total)
        {
            if (checkId == check && done == answers)
                stop.Cancel();
        }

        public void Waiting(string integration, string checkId, string waitingFor, TimeSpan waited, TimeSpan deadline) => stop.Cancel();

        public void CheckCompleted(string integration, CheckResult result)
        {
        }
    }
}
