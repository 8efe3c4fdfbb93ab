using SimulatedTenant;
using SimulatedTenant.Http;
using TenantOnboarding.Rehearsal;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>Ctrl+C, phase by phase: what was done, what was not, and an exit code of its own.</summary>
public sealed class CancellationTests : IDisposable
{
    private readonly RehearsalHarness _harness = new();
    private readonly CancellationTokenSource _cancellation = new();

    public void Dispose()
    {
        _cancellation.Dispose();
        _harness.Dispose();
    }

    [Fact]
    public async Task Before_anything_is_declared()
    {
        RehearsalResult result = await RunAsync(tenant => OnRequest(tenant, _ => true));

        Assert.Equal(RehearsalExitCode.Cancelled, result.ExitCode);
        Assert.Equal(["cancelled during: preview", "done:     nothing", "not done: preview, deployment, verification"], result.Errors);
    }

    [Fact]
    public async Task While_it_is_deployed()
    {
        int writes = 0;
        RehearsalResult result = await RunAsync(tenant => OnRequest(tenant, record => record.IsWrite && ++writes == 4));

        Assert.Equal(RehearsalExitCode.Cancelled, result.ExitCode);
        Assert.Equal("cancelled during: deployment", result.Errors[0]);
        Assert.StartsWith("done:     preview (9 to create), a part of the deployment (", result.Errors[1], StringComparison.Ordinal);
        Assert.EndsWith(" created)", result.Errors[1], StringComparison.Ordinal);
        Assert.Equal("not done: the rest of the deployment, verification", result.Errors[2]);
        Assert.EndsWith("CANCELLED: nothing is proven; the simulated tenant is gone, and no real one was touched (exit code 15)\n",
            _harness.Console, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", _harness.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_is_verified()
    {
        RehearsalResult result =
            await _harness.RunAsync(_harness.Options with { BeforeVerification = _ => _cancellation.CancelAsync() }, _cancellation.Token);

        Assert.Equal(RehearsalExitCode.Cancelled, result.ExitCode);
        Assert.Equal(
            ["cancelled during: verification", "done:     preview (9 to create), deployment (9 created)", "not done: verification"],
                result.Errors);
    }

    [Fact]
    public async Task While_a_change_is_deployed()
    {
        string renamed = _harness.DevWith("renamed.yaml", ("displayName: MailStore Server", "displayName: Archive"));
        RehearsalResult result = await _harness.RunAsync(_harness.Options with
        {
            From = _harness.DevWith("old.yaml"),
            To = renamed,
            BeforeDeploy = tenant => OnRequest(tenant, record => record.Body?.Contains("Archive", StringComparison.Ordinal) == true),
        }, _cancellation.Token);

        Assert.Equal(RehearsalExitCode.Cancelled, result.ExitCode);
        Assert.Equal("cancelled during: deployment of the change", result.Errors[0]);
        Assert.StartsWith("done:     preview of the state before (9 to create), deployment of the state before (9 created), preview of "
            + "the change (1 to update, 8 unchanged)", result.Errors[1], StringComparison.Ordinal);
    }

    private Task<RehearsalResult> RunAsync(Func<TenantServer, Task> before) =>
        _harness.RunAsync(_harness.Options with { BeforeDeploy = before }, _cancellation.Token);

    private Task OnRequest(TenantServer tenant, Func<RequestRecord, bool> when)
    {
        tenant.AfterRequest = record => when(record) ? _cancellation.CancelAsync() : Task.CompletedTask;
        return Task.CompletedTask;
    }
}
