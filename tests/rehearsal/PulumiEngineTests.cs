using System.Text.RegularExpressions;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>
/// The real Pulumi CLI, language host and azuread provider in a rehearsal. They need the official packages and the provider's plugin, or a
/// way to them.
/// </summary>
public sealed partial class PulumiEngineTests
{
    [PulumiFact]
    public async Task The_dev_stack_is_the_same_on_both_engines()
    {
        using RehearsalHarness builtIn = new();
        using RehearsalHarness real = new();
        using StringWriter said = new();
        RehearsalResult expected = await builtIn.RunAsync(builtIn.Options);
        await using PulumiInstallation pulumi = new(Repository.Root, CliEnvironment.OfThisProcess(), RehearsalCommand.PlainConsole(said));

        RehearsalResult result = await real.RunAsync(real.Options with { Engine = pulumi });

        Assert.Empty(result.Errors);
        Assert.Equal(RehearsalExitCode.Ready, result.ExitCode);
        Assert.Equal(Steps(expected), Steps(result));
        Assert.Equal(Names(expected), Names(result));
        Assert.Equal(Outputs(expected), Outputs(result));
        Assert.Equal(expected.Advisories, result.Advisories);
        Assert.StartsWith("Engine: pulumi 3.", said.ToString(), StringComparison.Ordinal);
    }

    [PulumiFact]
    public async Task A_setting_that_is_wrong_is_said_as_on_the_built_in_engine()
    {
        using RehearsalHarness builtIn = new();
        using RehearsalHarness real = new();
        using StringWriter said = new();
        string file = builtIn.DevWith("wrong.yaml", ("filter: licensed", "filter: nobody"), ("[ ews ]", "[ pop3 ]"));
        RehearsalResult expected = await builtIn.RunAsync(builtIn.Options with { ConfigFile = file });
        await using PulumiInstallation pulumi = new(Repository.Root, CliEnvironment.OfThisProcess(), RehearsalCommand.PlainConsole(said));

        RehearsalResult result = await real.RunAsync(real.Options with { ConfigFile = file, Engine = pulumi });

        Assert.Equal(RehearsalExitCode.BadInput, result.ExitCode);
        Assert.Equal(expected.Errors, result.Errors);
        Assert.Equal(expected.Advisories, result.Advisories);
    }

    /// <summary>Each rehearsal makes a key pair of its own, so their thumbprints and sums differ.</summary>
    private static string Outputs(RehearsalResult result) =>
        Sums().Replace(RehearsalHarness.Stable(result.Outputs!.ToJsonString()), "<sha256>");

    [GeneratedRegex("[0-9A-F]{64}")]
    private static partial Regex Sums();

    private static IEnumerable<string> Names(RehearsalResult result) =>
        result.Resources.Select(resource => RehearsalHarness.Stable(resource.Name)).Order(StringComparer.Ordinal);

    private static IEnumerable<(StepKind Kind, string Type, string Name)> Steps(RehearsalResult result) =>
        result.Steps.Select(step => (step.Kind, step.Type, RehearsalHarness.Stable(step.Name))).Order();
}
