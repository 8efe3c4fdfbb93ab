using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Fleet.Commands;
using TenantOnboarding.Fleet.Results;
using TenantOnboarding.Fleet.Running;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Tests.Verification;

namespace TenantOnboarding.Tests.Fleet;

public sealed class FleetVerificationTests : IDisposable
{
    private readonly FleetHarness _fleet = new();
    private readonly StringWriter _console = new();

    public void Dispose()
    {
        _console.Dispose();
        _fleet.Dispose();
    }

    [Fact]
    public async Task Each_stack_is_verified_with_its_own_files_and_one_that_cannot_be_is_named()
    {
        await using DeployedStack deployed = await DeployedStack.ClassicAsync();
        _fleet.With("customer-1").With("customer-2");
        _fleet.Write("customer-1.json", deployed.Outputs());
        _fleet.Write("ca.pem", deployed.Tenant.CertificateAuthority.ExportCertificatePem());
        _fleet.Write("customer-1.pem", $"{deployed.Certificate.ExportCertificatePem()}\n{deployed.Certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()}");

        FleetSummary summary = await RunAsync(
            "--outputs", Path.Combine(_fleet.Root, "{stack}.json"), "--certificate", Path.Combine(_fleet.Root, "{stack}.pem"),
            "--endpoint", deployed.Tenant.Url.ToString(), "--ca-file", Path.Combine(_fleet.Root, "ca.pem"), "--deadline", "0");

        Assert.NotEqual(StackState.Crashed, summary.Stacks[0].State);
        Assert.NotEmpty(summary.Stacks[0].Findings);
        Assert.Equal("customer-1/report.html", summary.Stacks[0].Report);
        Assert.True(File.Exists(Path.Combine(_fleet.Output, "customer-1", "verification.json")));
        Assert.Equal((StackState.NotReady, 2, "it could not be verified"),
            (summary.Stacks[1].State, summary.Stacks[1].ExitCode, summary.Stacks[1].Sentence));
        Assert.Contains(summary.Stacks[1].Errors, line =>
            line.Contains(Path.Combine(_fleet.Root, "customer-2.json"), StringComparison.Ordinal));
        Assert.Equal(FleetExitCode.BadInput, summary.ExitCode);
        Assert.False(summary.Simulated);
    }

    private async Task<FleetSummary> RunAsync(params string[] options)
    {
        using FleetFolder folder = new(_fleet.Output);
        VerificationTurn turn = new(_fleet.Output, options, _ => null);
        FleetWork work = new("verify", simulated: false, turn.RunAsync);
        return await new FleetProgram(RehearsalCommand.PlainConsole(_console), folder, TimeProvider.System)
            .RunAsync(_fleet.Select(), work, parallel: 2, resume: false, CancellationToken.None);
    }
}
