using System.Diagnostics;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Tests.Rehearsal;

public sealed class ChangeRehearsalTests : IDisposable
{
    private readonly RehearsalHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Rotation_in_two_deploys_never_leaves_a_moment_without_a_key()
    {
        string old = _harness.DevWith("old.yaml");
        string both =
            _harness.DevWith("both.yaml", ("certificates/mailstore.cer", "certificates/mailstore.cer, certificates/mailstore-next.cer"));
        string next = _harness.DevWith("next.yaml", ("certificates/mailstore.cer", "certificates/mailstore-next.cer"));

        RehearsalResult adds = await _harness.RunAsync(_harness.Options with { From = old, To = both });
        RehearsalResult removes = await _harness.RunAsync(_harness.Options with { From = both, To = next });

        Assert.Equal((0, 0), (adds.ExitCode, removes.ExitCode));
        Assert.Equal([StepKind.Created], adds.Steps.Where(step => step.Kind != StepKind.Unchanged).Select(step => step.Kind));
        Assert.Equal([StepKind.Deleted], removes.Steps.Where(step => step.Kind != StepKind.Unchanged).Select(step => step.Kind));
        Assert.Equal(2, _harness.Console.Split("mailstore: a key let it in, and its mailboxes opened, after 1 of 1 writes").Length - 1);
        Assert.DoesNotContain("no certificate of before stays", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_in_one_deploy_is_warned_of()
    {
        string next = _harness.DevWith("next.yaml", ("certificates/mailstore.cer", "certificates/mailstore-next.cer"));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { From = _harness.DevWith("old.yaml"), To = next });

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("warning: mailstore: no certificate of before stays, so the product cannot sign in until it uses the new one",
            _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moment_without_a_working_key_has_an_exit_code_of_its_own()
    {
        // Keys that the sign-in service knows only after an hour: the old one is gone before the new one works.
        string next = _harness.DevWith("next.yaml", ("certificates/mailstore.cer", "certificates/mailstore-next.cer"));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            From = _harness.DevWith("old.yaml"),
            To = next,
            Deadline = TimeSpan.Zero,
            ConfigureTenant = options => options with { Replication = new ReplicationOptions { Credentials = TimeSpan.FromHours(1) } },
        });

        Assert.Equal(RehearsalExitCode.SignInInterrupted, result.ExitCode);
        Assert.Contains(result.Errors, error => error.StartsWith("mailstore: no key lets it in after PATCH /v1.0/applications/",
            StringComparison.Ordinal) && error.Contains("AADSTS700027", StringComparison.Ordinal));
        Assert.Contains("INTERRUPTED mailstore:", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Widening_is_shown_before_narrowing()
    {
        string wider = _harness.DevWith("wider.yaml", ("mailboxAccess: [ ews ]", "mailboxAccess: [ graph, imap ]"));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { From = _harness.DevWith("old.yaml"), To = wider });

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("""
            What the change means for access
              WIDENS  mailstore: gets the application permission Mail.Read of Microsoft Graph
              WIDENS  mailstore: gets the application permission IMAP.AccessAsApp of Office 365 Exchange Online
              NARROWS mailstore: loses the application permission full_access_as_app of Office 365 Exchange Online
            """.ReplaceLineEndings("\n"), _harness.Console, StringComparison.Ordinal);
        string console = _harness.StableConsole();
        Golden.Matches(console[console.IndexOf("Change: ", StringComparison.Ordinal)..console.IndexOf("\nStack outputs",
            StringComparison.Ordinal)], "rehearsal/golden/change.txt");
    }

    [Fact]
    public async Task Integration_that_is_removed_is_deleted_last_made_first()
    {
        (string both, string one) = WithAndWithoutCompliance("  tenant-onboarding:protect: false\n");

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { From = both, To = one });

        Assert.True(result.ExitCode == 0, _harness.Console);
        string[] deleted = [.. result.Steps.Where(step => step.Kind == StepKind.Deleted).Select(step => step.ShortType)];
        Assert.Equal(["AppRoleAssignment", "AppRoleAssignment", "AppRoleAssignment", "ApplicationApiAccess", "ApplicationCertificate",
            "ServicePrincipal", "ApplicationRegistration"], deleted);
        Assert.DoesNotContain(result.Resources, resource => resource.Name.StartsWith("compliance/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Integration_that_is_removed_while_it_is_protected_is_refused_before_anything_is_touched()
    {
        (string both, string one) = WithAndWithoutCompliance("");

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { From = both, To = one });

        Assert.Equal(RehearsalExitCode.DeployFailed, result.ExitCode);
        Assert.Equal(0, result.Writes);
        Assert.EndsWith("""

            error: compliance/registration/service-principal (ServicePrincipal): cannot be deleted because it is protected
              fix: set "protect: false" for the integration compliance that shall go, run pulumi up, then remove or rename it
            NOT READY: the deploy failed, nothing was deployed (exit code 12)

            """.ReplaceLineEndings("\n"), _harness.Console, StringComparison.Ordinal);
    }

    private (string Both, string One) WithAndWithoutCompliance(string setting)
    {
        string yaml = File.ReadAllText(Samples.Stack("least-privilege"))
            .ReplaceLineEndings("\n").Replace("config:\n", "config:\n" + setting, StringComparison.Ordinal);
        return (_harness.Write("both.yaml", yaml),
            _harness.Write("one.yaml", yaml[..yaml.IndexOf("    compliance:", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Preview_of_a_change_deploys_only_what_was_before()
    {
        string renamed = _harness.DevWith("renamed.yaml", ("displayName: MailStore Server", "displayName: MailStore Archive"));

        RehearsalResult result =
            await _harness.RunAsync(_harness.Options with { From = _harness.DevWith("old.yaml"), To = renamed, Preview = true });

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(0, result.Writes);
        DeploymentStep step = Assert.Single(result.Steps, step => step.Kind == StepKind.Updated);
        PropertyChange change = Assert.Single(step.Changes);
        Assert.Equal(("displayName", "\"MailStore Server\"", "\"MailStore Archive\""), (change.Property, change.Before, change.After));
        Assert.EndsWith("the change was not deployed\n", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_side_alone_is_refused()
    {
        RehearsalResult result = await _harness.RunAsync(_harness.Options with { From = _harness.DevWith("old.yaml") });

        Assert.Equal(RehearsalExitCode.BadInput, result.ExitCode);
        Assert.Equal(["--from and --to: only --from is given; expected both, or --from-git; name the stack file after the change too"],
            result.Errors);
    }

    [Fact]
    public async Task From_git_takes_the_stack_file_and_its_certificates_of_a_commit()
    {
        if (!Git(".", "--version"))
            return; // git is not installed here.
        string repository =
            Path.GetDirectoryName(_harness.Write("repository/Pulumi.yaml", File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.yaml"))))!;
        Directory.CreateDirectory(Path.Combine(repository, "certificates"));
        File.Copy(Path.Combine(Repository.Root, "certificates", "mailstore.cer"),
            Path.Combine(repository, "certificates", "mailstore.cer"));
        string stack = Path.Combine(repository, "Pulumi.dev.yaml");
        string yaml = File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.dev.yaml"));
        File.WriteAllText(stack, yaml);
        Assert.True(Git(repository, "init", "--quiet") && Git(repository, "add", ".")
            && Git(repository, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "before"));
        File.Move(Path.Combine(repository, "certificates", "mailstore.cer"), Path.Combine(repository, "certificates", "moved.cer"));
        File.WriteAllText(stack, yaml.Replace("certificates/mailstore.cer", "certificates/moved.cer", StringComparison.Ordinal)
            .Replace("MailStore Server", "Archive", StringComparison.Ordinal));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { RootDirectory = repository, FromGit = "HEAD" });

        Assert.True(result.ExitCode == 0, _harness.Console);
        Assert.Equal("ApplicationRegistration", Assert.Single(result.Steps, step => step.Kind != StepKind.Unchanged).ShortType);
        Assert.Contains("Change: Pulumi.dev.yaml at HEAD → Pulumi.dev.yaml\n", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_git_takes_the_certificates_of_an_application_that_is_adopted()
    {
        if (!Git(".", "--version"))
            return; // git is not installed here.
        string repository =
            Path.GetDirectoryName(_harness.Write("repository/Pulumi.yaml", File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.yaml"))))!;
        Directory.CreateDirectory(Path.Combine(repository, "certificates"));
        foreach (string certificate in (string[])["mailstore.cer", "mailstore-next.cer"])
            File.Copy(Path.Combine(Repository.Root, "certificates", certificate), Path.Combine(repository, "certificates", certificate));
        File.WriteAllText(Path.Combine(repository, "Pulumi.dev.yaml"),
            File.ReadAllText(Path.Combine(Repository.Root, "Pulumi.dev.yaml")).Replace(
            "mailboxAccess:", "adopt: { clientId: 11111111-2222-3333-4444-555555555555, certificates: [ certificates/mailstore-next.cer ] "
                + "}\n      mailboxAccess:", StringComparison.Ordinal));
        Assert.True(Git(repository, "init", "--quiet") && Git(repository, "add", ".")
            && Git(repository, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "before"));

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { RootDirectory = repository, FromGit = "HEAD" });

        Assert.True(result.ExitCode == 0, _harness.Console);
    }

    [Fact]
    public async Task From_git_with_an_unknown_commit_says_so()
    {
        if (!Git(".", "--version"))
            return; // git is not installed here.

        RehearsalResult result = await _harness.RunAsync(_harness.Options with { FromGit = "no-such-branch" });

        Assert.Equal(RehearsalExitCode.BadInput, result.ExitCode);
        Assert.StartsWith("--from-git: \"no-such-branch\" is no commit, branch or tag here", Assert.Single(result.Errors),
            StringComparison.Ordinal);
    }

    private static bool Git(string folder, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start =
                new("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
            using Process git = Process.Start(start)!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
