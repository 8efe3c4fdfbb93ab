using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SimulatedTenant.Http;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Drafts;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Rehearsal;
using TenantOnboarding.Tests.Tenant;
using TenantOnboarding.Tests.Verification;

namespace TenantOnboarding.Tests.Fleet;

/// <summary>The tenant of <c>offline/tenant --scene by-hand</c>, from the search to the deployment that takes all of it over.</summary>
public sealed partial class HandMadeSceneTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Six_that_somebody_made_by_hand_are_found_named_and_taken_over_without_a_write_that_changes_what_they_do()
    {
        using FleetHarness fleet = new();
        await using HandMadeTenant tenant = await HandMadeTenant.StartSceneAsync(new TestClock(Now));
        string before = tenant.Server.Snapshot();

        using StringWriter console = new(CultureInfo.InvariantCulture);
        Assert.True(await new TenantDiscovery(RehearsalCommand.PlainConsole(console), Now, Cloud.Public)
        {
            Folder = new DraftFolder(fleet.Root),
        }.RunAsync("contoso", tenant.AsOperatorAsync, default));
        Golden.Matches(Stable(console.ToString().Replace(fleet.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)),
            "fleet/golden/by-hand.console.txt");
        Golden.Matches(Stable(await File.ReadAllTextAsync(fleet.File("contoso"))), "fleet/golden/by-hand.stack.yaml");
        Assert.Equal(before, tenant.Server.Snapshot());

        EngineHarness engine = EngineHarness.Of(tenant.Server);
        StackFile stack = StackFile.Load(fleet.Root, "contoso");
        ProgramServices services = new() { Clock = new TestClock(Now), Advise = _ => { }, ConnectToGraph = _ => tenant.AsDeployerAsync() };
        IReadOnlyList<DeploymentStep> steps = await engine.DeployAsync(stack, () => TenantProgram.DeclareAsync(services));

        Assert.Empty(engine.Last.Failures);
        Assert.All(steps, step => Assert.Contains(step.Kind,
            (StepKind[])[StepKind.Imported, StepKind.ImportedAndUpdated, StepKind.Unchanged]));
        // The only thing written: the version of the access tokens that Entra already takes for each, said in so many words.
        Assert.Equal(6, engine.Writes.Count);
        Assert.All(engine.Requests.Where(request => request.IsWrite), ChangesNothingThatItDoes);
        JsonNode after = JsonNode.Parse(tenant.Server.Snapshot())!;
        foreach (JsonNode? application in after["applications"]!.AsArray())
        {
            Assert.Equal(1, (int?)application!["api"]!["requestedAccessTokenVersion"]);
            application.AsObject().Remove("api");
        }
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(before), after), after.ToJsonString());

        await engine.DeployAsync(stack, () => TenantProgram.DeclareAsync(services));
        Assert.Empty(engine.Writes);
    }

    [Fact]
    public async Task What_was_written_for_the_six_rehearses_green()
    {
        using FleetHarness fleet = new();
        await using HandMadeTenant tenant = await HandMadeTenant.StartSceneAsync(TimeProvider.System);
        using StringWriter console = new(CultureInfo.InvariantCulture);
        Assert.True(await new TenantDiscovery(RehearsalCommand.PlainConsole(console), TimeProvider.System.GetUtcNow(), Cloud.Public)
        {
            Folder = new DraftFolder(fleet.Root),
        }.RunAsync("contoso", tenant.AsOperatorAsync, default));

        RehearsalResult result = await new Rehearser(
            new RehearsalOptions { RootDirectory = fleet.Root, Stack = "contoso", OutputDirectory = fleet.Output },
            RehearsalCommand.PlainConsole(console)).RunAsync();

        Assert.True(result.ExitCode == RehearsalExitCode.Ready, console.ToString());
    }

    private static void ChangesNothingThatItDoes(RequestRecord write)
    {
        Assert.Equal("PATCH", write.Method);
        Assert.StartsWith("/v1.0/applications/", write.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("""{"@odata.type":"#microsoft.graph.application","api":{"requestedAccessTokenVersion":1}}""", write.Body);
    }

    private static string Stable(string text) => Thumbprint().Replace(ShortThumbprint().Replace(text, "<thumbprint>.cer"), "<thumbprint>");

    [GeneratedRegex("[0-9A-F]{40}")]
    private static partial Regex Thumbprint();

    [GeneratedRegex(@"(?<=-)[0-9a-f]{8}\.cer")]
    private static partial Regex ShortThumbprint();
}
