using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Fleet.Stacks;
using TenantOnboarding.Rehearsal.Cli;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Rehearsal;

namespace TenantOnboarding.Tests.Fleet;

/// <summary>A Pulumi CLI that is missing, old, locked or failing. What a working one does, only a working one shows.</summary>
public sealed class PulumiTurnTests : IDisposable
{
    private readonly FleetHarness _fleet = new FleetHarness().With("a");
    private readonly ScriptFolder _scripts = new();

    public void Dispose()
    {
        _scripts.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public async Task A_missing_cli_is_said_before_any_stack_has_its_turn()
    {
        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(FindAsync);

        Assert.Equal("up: there is no \"pulumi\" on the PATH; expected the Pulumi CLI, 3.174.0 or newer; install it "
            + "(https://www.pulumi.com/docs/install/)", exception.Message);
    }

    [LinuxFact]
    public async Task An_old_cli_is_refused_with_its_version()
    {
        string file = _scripts.Write("pulumi", "echo v3.100.0");

        StackFileException exception = await Assert.ThrowsAsync<StackFileException>(FindAsync);

        Assert.Equal($"up: {file} is version 3.100.0; expected 3.174.0 or newer, since older ones cannot take an application over; install it "
            + "(https://www.pulumi.com/docs/install/)", exception.Message);
    }

    [LinuxFact]
    public async Task A_stack_that_another_run_holds_says_how_to_go_on()
    {
        StackOutcome outcome = await RunAsync(PulumiAction.Preview,
            "echo 'error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end' >&2; exit 255");

        Assert.Equal(StackState.NotReady, outcome.State);
        Assert.Equal(12, outcome.ExitCode);
        Assert.Equal("it is locked by another run: wait for that, or end the lock with \"pulumi cancel\" where that run is dead",
            outcome.Sentence);
    }

    [LinuxFact]
    public async Task What_the_preview_refuses_is_not_deployed()
    {
        string called = Path.Combine(_scripts.Path, "called");

        StackOutcome outcome = await RunAsync(PulumiAction.Up, $"echo \"$@\" >> '{called}'; echo 'error: no such stack' >&2; exit 255");

        Assert.Equal(["preview --json --stack a --non-interactive --color never"], await File.ReadAllLinesAsync(called));
        Assert.Equal("pulumi preview ended with exit code 255", outcome.Sentence);
        Assert.Equal(["error: no such stack"], outcome.Errors);
        Assert.Contains("error: no such stack", await File.ReadAllTextAsync(Path.Combine(_fleet.Output, "a", "pulumi.log")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_connection_of_a_task_of_azure_pipelines_is_the_providers_identity_unless_one_is_named()
    {
        (string, string)[] connection =
        [
            ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "a connection"), ("AZURESUBSCRIPTION_CLIENT_ID", "a client"),
            ("AZURESUBSCRIPTION_TENANT_ID", "a tenant"),
        ];

        Dictionary<string, string> taken = _scripts.Environment(connection).ForOwnStacks();
        Dictionary<string, string> named = _scripts.Environment([.. connection, ("ARM_CLIENT_ID", "another")]).ForOwnStacks();

        Assert.Equal(("true", "a connection", "a client", "a tenant"),
            (taken["ARM_USE_OIDC"], taken["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"], taken["ARM_CLIENT_ID"], taken["ARM_TENANT_ID"]));
        Assert.Equal("another", named["ARM_CLIENT_ID"]);
        Assert.DoesNotContain("ARM_USE_OIDC", named.Keys);
    }

    private Task<PulumiCli> FindAsync() => PulumiCli.FindAsync(_scripts.Environment(), Path.Combine(_fleet.Root, "Pulumi.yaml"),
        _scripts.Environment().ForOwnStacks(), CancellationToken.None, "up", PulumiCli.Install);

    private async Task<StackOutcome> RunAsync(PulumiAction action, string script)
    {
        PulumiCli cli = new(_scripts.Write("pulumi", script), PulumiCli.Oldest);
        FleetStack stack = Assert.Single(_fleet.Select());
        return await new PulumiTurn(cli, _fleet.Root, _fleet.Output, action, _scripts.Environment().ForOwnStacks())
            .RunAsync(stack, CancellationToken.None);
    }
}
