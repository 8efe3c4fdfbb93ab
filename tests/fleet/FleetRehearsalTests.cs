using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Rehearsal;

namespace TenantOnboarding.Tests.Fleet;

public sealed class FleetRehearsalTests : IDisposable
{
    private readonly FleetHarness _fleet = new();
    private readonly StringWriter _console = new();
    private readonly List<string> _rehearsed = [];

    public void Dispose()
    {
        _console.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public async Task Every_stack_is_rehearsed_and_a_broken_one_is_named_with_its_error()
    {
        _fleet.With("customer-1").With("customer-2", ("mailstore-server", "mailstore")).With("customer-3");

        FleetSummary summary = await RunAsync();

        Assert.Equal([StackState.ReadyWithWarnings, StackState.Broken, StackState.ReadyWithWarnings],
            summary.Stacks.Select(stack => stack.State));
        Assert.Equal(FleetExitCode.BadInput, summary.ExitCode);
        string[] lines = _console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("NOT READY: 3 stacks, 1 with a broken file, 2 ready with warnings (exit code 2)", lines[^1]);
        Assert.Contains("tenant-onboarding:integrations.mailstore.product", lines);
        Assert.True(File.Exists(Path.Combine(_fleet.Output, "customer-1", "report.html")));
        Assert.Contains("READY", await File.ReadAllTextAsync(Path.Combine(_fleet.Output, "customer-3", "rehearsal.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_summary_lies_on_disk_as_page_and_json()
    {
        FleetSummary summary = await RunAsync(_fleet.With("customer-1"));

        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_fleet.Output, "fleet.json")))!;
        Assert.Equal("ready-with-warnings", json["stacks"]![0]!["state"]!.GetValue<string>());
        Assert.Equal("contoso.onmicrosoft.com", json["stacks"]![0]!["domain"]!.GetValue<string>());
        Assert.Equal(summary.Stacks[0].Findings.Count, json["stacks"]![0]!["findings"]!.AsArray().Count);
        Assert.Equal(0, json["exitCode"]!.GetValue<int>());
        Assert.Equal("""[{"state":"ready-with-warnings","stacks":1}]""", json["counts"]!.ToJsonString());
        string page = await File.ReadAllTextAsync(Path.Combine(_fleet.Output, "fleet.html"));
        Assert.Contains("<h1>1 of 1 tenant ready</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"customer-1/report.html\">customer-1</a>", page, StringComparison.Ordinal);
        Assert.Contains("1 on Exchange Web Services, which ends on 2027-04-01", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_goes_on_keeps_what_was_ready_and_did_not_change()
    {
        _fleet.With("a").With("b").With("c", ("mailstore-server", "mailstore"));
        await RunAsync();
        _rehearsed.Clear();
        _fleet.With("b", ("MailStore Server", "Mail archive")).With("c");

        FleetSummary summary = await RunAsync(resume: true);

        Assert.Equal(["b", "c"], _rehearsed.Order());
        Assert.Equal(["a", "b", "c"], summary.Stacks.Select(stack => stack.Stack));
        Assert.All(summary.Stacks, stack => Assert.True(stack.IsReady));
        Assert.Contains("Kept from the earlier run: 1 of 3 stacks.", _console.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_died_in_the_middle_of_a_line_goes_on()
    {
        await RunAsync(_fleet.With("a").With("b"));
        string lines = Path.Combine(_fleet.Output, "fleet.jsonl");
        string text = await File.ReadAllTextAsync(lines);
        await File.WriteAllTextAsync(lines, text[..^20]);
        _rehearsed.Clear();

        FleetSummary summary = await RunAsync(resume: true);

        Assert.Single(_rehearsed);
        Assert.Equal(FleetExitCode.Ready, summary.ExitCode);
    }

    [Fact]
    public async Task Going_on_without_an_earlier_run_says_so()
    {
        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(_fleet.With("a"), resume: true));

        Assert.Equal($"--resume: there is no {Path.Combine(_fleet.Output, "fleet.jsonl")}; expected the folder of an earlier run; leave "
            + "--resume out, or name its folder with --output", exception.Message);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_an_error_before_anything_is_rehearsed()
    {
        await File.WriteAllTextAsync(_fleet.Output, "a file where the folder should be");

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => RunAsync(_fleet.With("a")));

        Assert.StartsWith($"--output: {_fleet.Output} cannot be written (", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_rehearsed);
    }

    [LinuxFact]
    public async Task A_disk_that_is_full_ends_the_run_with_what_to_do()
    {
        Directory.CreateDirectory(_fleet.Output);
        File.CreateSymbolicLink(Path.Combine(_fleet.Output, "fleet.jsonl"), "/dev/full");

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() =>
            RunAsync(_fleet.With("a", ("mailstore-server", "mailstore"))));

        Assert.Equal($"--output: {_fleet.Output} cannot be written (No space left on device : '{_fleet.Output}/fleet.jsonl'); expected a "
            + "folder that can be written, with room; name another one, and go on with --resume", exception.Message);
    }

    [LinuxFact]
    public async Task An_interrupt_ends_the_program_with_what_is_known_and_who_had_no_turn()
    {
        for (int number = 1; number <= 40; number++)
            _fleet.With($"customer-{number}");
        using Process program = Process.Start(new ProcessStartInfo("env",
        [
            "--default-signal=INT", "dotnet", typeof(FleetCommand).Assembly.Location, "rehearse", "--parallel", "1", "--output", _fleet.Output,
        ])
        {
            WorkingDirectory = _fleet.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string shown = "";
        while (!shown.StartsWith("1/40 ", StringComparison.Ordinal))
            shown = await program.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("It ended by itself.");
        using (Process kill = Process.Start("kill", ["-INT", program.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();

        Task<string> told = program.StandardError.ReadToEndAsync();
        await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.StartsWith("ending: what is known is written", await told, StringComparison.Ordinal);
        Assert.Equal(FleetExitCode.Cancelled, program.ExitCode);
        JsonArray stacks = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_fleet.Output, "fleet.json")))!["stacks"]!.AsArray();
        Assert.Equal(("ready-with-warnings", "not-done"), ((string)stacks[0]!["state"]!, (string)stacks[^1]!["state"]!));
    }

    private Task<FleetSummary> RunAsync(FleetHarness _, bool resume = false) => RunAsync(resume);

    private async Task<FleetSummary> RunAsync(bool resume = false)
    {
        using FleetFolder folder = new(_fleet.Output);
        RehearsalTurn rehearsal = new(_fleet.Root, _fleet.Output, strict: false);
        FleetWork work = new("rehearse", simulated: true, (stack, cancelled) =>
        {
            lock (_rehearsed)
                _rehearsed.Add(stack.Name);
            return rehearsal.RunAsync(stack, cancelled);
        });
        return await new FleetProgram(RehearsalCommand.PlainConsole(_console), folder, TimeProvider.System)
            .RunAsync(_fleet.Select(), work, parallel: 2, resume, CancellationToken.None);
    }
}
