using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>What <c>--engine pulumi</c> says where it cannot run.</summary>
public sealed class PulumiCliInputTests
{
    private const string Fix = "install it (https://www.pulumi.com/docs/install/), or leave --engine out to rehearse on the built-in engine";

    [LinuxFact]
    public async Task Without_a_cli_it_says_what_to_install()
    {
        using ScriptFolder scripts = new();

        string[] errors = await RehearseAsync(scripts);

        Assert.Equal([$"--engine pulumi: there is no \"pulumi\" on the PATH; expected the Pulumi CLI, 3.174.0 or newer; {Fix}"], errors);
    }

    [LinuxFact]
    public async Task A_cli_that_is_too_old_is_refused_with_the_reason()
    {
        using ScriptFolder scripts = new();
        string pulumi = scripts.Write("pulumi", "echo v3.173.1");

        string[] errors = await RehearseAsync(scripts);

        Assert.StartsWith($"--engine pulumi: {pulumi} is version 3.173.1; expected 3.1", Assert.Single(errors), StringComparison.Ordinal);
        Assert.EndsWith(Fix, errors[0], StringComparison.Ordinal);
    }

    [LinuxFact]
    public async Task A_setting_of_type_object_asks_for_a_newer_cli()
    {
        using ScriptFolder scripts = new();
        string pulumi = scripts.Write("pulumi", "echo v3.186.0");
        string project = Path.Combine(scripts.Path, "Pulumi.yaml");

        await File.WriteAllTextAsync(project, "name: p\nconfig:\n  p:a:\n    type: object\n");
        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() => FindAsync(scripts, project));
        Assert.Equal(
            $"--engine pulumi: {pulumi} is version 3.186.0; expected 3.187.0 or newer, since Pulumi.yaml declares a setting with type: object; {Fix}",
            exception.Message);

        await File.WriteAllTextAsync(project, "name: p\nconfig:\n  p:a:\n    type: string\n");
        Assert.Equal(new Version(3, 186, 0), (await FindAsync(scripts, project)).Version);
    }

    [LinuxFact]
    public async Task A_program_of_that_name_that_fails_or_tells_no_version_is_not_the_cli()
    {
        using ScriptFolder scripts = new();
        string pulumi = scripts.Write("pulumi", "echo 'error: no such home' >&2; exit 7");
        Assert.Equal(
            [$"--engine pulumi: \"{pulumi} version\" ended with exit code 7: error: no such home; expected a version such as v3.174.0; {Fix}"],
            await RehearseAsync(scripts));

        scripts.Write("pulumi", "echo hello");
        Assert.Equal([$"--engine pulumi: \"{pulumi} version\" says \"hello\"; expected a version such as v3.174.0; {Fix}"], await RehearseAsync(scripts));
    }

    [LinuxFact]
    public async Task A_key_vault_is_refused_before_anything_is_looked_for()
    {
        using ScriptFolder scripts = new();
        string sample = Samples.Stack("key-vault");

        string[] errors = await RehearseAsync(scripts, options => options with { ConfigFile = sample });

        Assert.NotEmpty(errors);
        Assert.All(errors, error =>
        {
            Assert.StartsWith($"--engine pulumi: {sample}: the integration ", error, StringComparison.Ordinal);
            Assert.EndsWith(
                " has its certificate in a key vault; expected certificate files: the vault needs the azure provider, whose service the simulated tenant does not have; "
                + "leave --engine out: the built-in engine plays the vault",
                error, StringComparison.Ordinal);
        });
    }

    [LinuxFact]
    public async Task Packages_that_cannot_be_restored_are_named_with_the_build_s_own_words()
    {
        using ScriptFolder scripts = new();
        scripts.Write("pulumi", "echo v3.258.0");
        scripts.Write("dotnet", "echo 'Infra.csproj : error NU1101: Unable to find package Pulumi.'; exit 1");

        string[] errors = await RehearseAsync(scripts);

        Assert.Equal(
            [
                "--engine pulumi: the official Pulumi packages cannot be restored; expected a package source that carries them; see \"dotnet nuget list source\", or leave --engine out",
                "  Infra.csproj : error NU1101: Unable to find package Pulumi.",
            ],
            errors);
    }

    [LinuxFact]
    public async Task A_program_that_does_not_build_is_said_with_the_first_errors()
    {
        using ScriptFolder scripts = new();
        scripts.Write("pulumi", "echo v3.258.0");
        scripts.Write("dotnet", "for n in 1 2 3 4 5 6 7 8 9 10; do echo \"Program.cs($n,1): error CS0103: wrong\"; done; exit 1");

        string[] errors = await RehearseAsync(scripts);

        Assert.Equal(10, errors.Length);
        Assert.StartsWith("--engine pulumi: Infra.csproj does not build against the official Pulumi packages; ", errors[0], StringComparison.Ordinal);
        Assert.Equal("  Program.cs(1,1): error CS0103: wrong", errors[1]);
        Assert.Equal("  and 2 more", errors[^1]);
    }

    [LinuxFact]
    public async Task A_provider_that_cannot_be_downloaded_is_named()
    {
        using ScriptFolder scripts = new();
        string pulumi = scripts.Write("pulumi", "[ \"$2\" = ls ] && echo '[]' && exit; echo 'error: dial tcp: no such host' >&2; exit 255");
        PulumiCli cli = new(pulumi, new Version(3, 258, 0));

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(() =>
            cli.InstallAsync("azuread", "6.10.0", scripts.Path, Shell, CancellationToken.None));

        Assert.Equal(
            "--engine pulumi: the provider azuread 6.10.0 is not in the plugin cache and cannot be downloaded (error: dial tcp: no such host); expected it in the cache, or a way to "
            + "get.pulumi.com or GitHub; run \"pulumi plugin install resource azuread 6.10.0\" where there is one, or leave --engine out",
            exception.Message);
    }

    [LinuxFact]
    public async Task A_provider_that_is_in_the_cache_is_not_downloaded_again()
    {
        using ScriptFolder scripts = new();
        string pulumi = scripts.Write("pulumi", "[ \"$2\" = ls ] && echo '[{\"name\":\"azuread\",\"kind\":\"resource\",\"version\":\"6.10.0\"}]' && exit; exit 255");
        PulumiCli cli = new(pulumi, new Version(3, 258, 0));

        await cli.InstallAsync("azuread", "6.10.0", scripts.Path, Shell, CancellationToken.None);
        await Assert.ThrowsAsync<StackFileException>(() => cli.InstallAsync("azuread", "6.11.0", scripts.Path, Shell, CancellationToken.None));
    }

    [Fact]
    public async Task An_unknown_engine_is_refused_by_the_command_line()
    {
        Assert.Equal(RehearsalExitCode.BadInput, await RehearsalCommand.RunAsync(["--engine", "terraform"]));
    }

    private static IReadOnlyDictionary<string, string> Shell { get; } = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" };

    private static Task<PulumiCli> FindAsync(ScriptFolder scripts, string project) =>
        PulumiCli.FindAsync(scripts.Environment(), project, Shell, CancellationToken.None);

    private static async Task<string[]> RehearseAsync(ScriptFolder scripts, Func<RehearsalOptions, RehearsalOptions>? change = null)
    {
        using RehearsalHarness harness = new();
        using StringWriter writer = new();
        await using PulumiInstallation pulumi = new(Repository.Root, scripts.Environment(), RehearsalCommand.PlainConsole(writer));
        RehearsalOptions options = harness.Options with { Engine = pulumi };

        RehearsalResult result = await harness.RunAsync(change?.Invoke(options) ?? options);

        Assert.Equal(RehearsalExitCode.BadInput, result.ExitCode);
        Assert.Empty(writer.ToString());
        Assert.EndsWith("NOT READY: the input cannot be used, nothing was deployed (exit code 2)\n", harness.Console, StringComparison.Ordinal);
        return [.. result.Errors];
    }
}
