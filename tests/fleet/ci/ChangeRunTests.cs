using System.Diagnostics;
using TenantOnboarding.Fleet.Ci;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Reporting;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Change;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Fleet.Ci;

/// <summary>From a commit to the results from which a comment is made.</summary>
public sealed class ChangeRunTests : IDisposable
{
    private readonly FleetHarness _fleet = new FleetHarness().With("changed").With("gone");
    private readonly StringWriter _console = new();

    public void Dispose()
    {
        _console.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public async Task The_change_of_each_stack_is_rehearsed_and_kept_for_the_comment_with_the_thumbprints_that_are_configured()
    {
        Git("init", "--quiet", "--initial-branch", "main");
        Git("add", "--all");
        Git("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "before");
        _fleet.With("changed", ("mailstore.cer", "mailstore-next.cer"), ("[ ews ]", "[ graph ]")).With("new");
        File.Delete(_fleet.File("gone"));
        string summary = Path.Combine(_fleet.Root, "summary.md");

        await RunAsync("HEAD", summary);

        FleetSummary run = Assert.Single(RunResults.Read(_fleet.Output));
        StackChange changed = run.Stacks[0].Change!, added = run.Stacks[1].Change!;
        Assert.Equal(("HEAD", null), (changed.Before, added.Before));
        string old = ThumbprintOf("mailstore.cer"), next = ThumbprintOf("mailstore-next.cer");
        Assert.Equal(
        [
            new AccessChange("mailstore", true, "gets the application permission Mail.Read of Microsoft Graph"),
            new AccessChange("mailstore", true, $"may sign in with certificate {next}"),
            new AccessChange("mailstore", false, "loses the application permission full_access_as_app of Office 365 Exchange Online"),
            new AccessChange("mailstore", false, $"may no longer sign in with certificate {old}"),
        ], changed.Access);
        (ResourceChangeKind, string)[] resources = [.. changed.Resources.Select(resource => (resource.Kind, resource.Name))];
        Assert.Contains((ResourceChangeKind.Removed, $"mailstore/certificates/{old}"), resources);
        Assert.Contains((ResourceChangeKind.Added, $"mailstore/certificates/{next}"), resources);
        Assert.All(added.Access!, access => Assert.True(access.Widens));
        Assert.All(added.Resources, resource => Assert.Equal(ResourceChangeKind.Added, resource.Kind));
        string page = await File.ReadAllTextAsync(summary);
        Assert.StartsWith("## fleet rehearse\n\n", page, StringComparison.Ordinal);
        Assert.Contains($"- **widens** `mailstore`: `may sign in with certificate {next}`\n", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_commit_that_is_not_there_is_an_error_before_anything_is_rehearsed()
    {
        Git("init", "--quiet", "--initial-branch", "main");

        StackFileException exception = Assert.Throws<StackFileException>(() => GitExport.Resolve(_fleet.Root, "nowhere"));

        Assert.Equal("--from-git: \"nowhere\" is no commit, branch or tag here; expected one of this repository, for example main or HEAD~1; "
            + "fetch it first", exception.Message);
    }

    [Fact]
    public void Results_that_are_none_are_named_each()
    {
        StackFileException missing = Assert.Throws<StackFileException>(() => RunResults.Read(_fleet.Output));
        Assert.Equal($"--input: there is no folder {_fleet.Output}; expected the results of fleet's commands, a fleet.json each, at any depth; "
            + "download the artifacts of the jobs there", missing.Message);
        string[] contents = ["{", "null", """{"command":"x","startedAt":"2026-11-27T00:00:00Z","seconds":1,"stacks":null}""",
            """{"command":"x","startedAt":"2026-11-27T00:00:00Z","seconds":1,"stacks":[{"stack":"a b","state":"ready","exitCode":0,"sentence":""}]}"""];
        for (int number = 0; number < contents.Length; number++)
        {
            string folder = Path.Combine(_fleet.Output, $"{number}");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "fleet.json"), contents[number]);
        }

        StackFileException broken = Assert.Throws<StackFileException>(() => RunResults.Read(_fleet.Output));

        Assert.Equal(contents.Length, broken.Errors.Count);
        Assert.All(broken.Errors.Take(3), (error, number) => Assert.StartsWith(
            $"--input: {Path.Combine(_fleet.Output, $"{number}", "fleet.json")} cannot be read (", error, StringComparison.Ordinal));
        Assert.Contains("\"a b\" is no name for a workflow", broken.Errors[3], StringComparison.Ordinal);
    }

    private async Task RunAsync(string commit, string summary)
    {
        using FleetFolder folder = new(_fleet.Output);
        RehearsalTurn rehearsal = new(_fleet.Root, _fleet.Output, strict: false) { FromGit = commit };
        FleetWork work = new("rehearse", simulated: true, rehearsal.RunAsync);
        FleetProgram program = new(RehearsalCommand.PlainConsole(_console), folder, TimeProvider.System)
        {
            Page = new StepSummary(name => name == StepSummary.Variable ? summary : null, TextWriter.Null),
        };
        await program.RunAsync(_fleet.Select(), work, parallel: 2, resume: false, CancellationToken.None);
    }

    private string ThumbprintOf(string name) =>
        TenantOnboarding.Components.Certificates.CertificateFile.Load(Path.Combine(_fleet.Root, "certificates", name)).Thumbprint;

    private void Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _fleet.Root })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
