using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What integrations that are verified side by side tell of their progress arrives, one at a time.</summary>
public sealed class ProgressGateTests
{
    [Fact]
    public void All_that_is_told_arrives_in_its_order()
    {
        RecordedProgress recorded = new();
        ProgressGate gate = new(recorded);

        gate.IntegrationStarted("mailstore", "MailStore Server");
        gate.CheckStarted("mailstore", "consent", "Admin consent");
        gate.Advanced("mailstore", "consent", 1, 2);
        gate.Waiting("mailstore", "consent", "the consent", TimeSpan.Zero, TimeSpan.FromMinutes(5));
        gate.CheckCompleted("mailstore", SampleReport.Clean().Check("consent"));
        gate.IntegrationCompleted("mailstore");

        Assert.Equal(
            ["start mailstore", "check consent", "advanced consent 1/2", "done consent Passed", "end mailstore"], recorded.Events);
        Assert.Equal(["consent: the consent"], recorded.Waits);
    }

    [Fact]
    public async Task A_verification_tells_of_each_check_when_it_begins_and_when_it_ends()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        RecordedProgress recorded = new();

        VerificationReport report = await stack.VerifyAsync(options => options, recorded);

        string[] ids = [.. report.Integrations[0].Checks.Select(check => check.Id)];
        Assert.Equal(
            ["start mailstore", .. ids.SelectMany(id => (string[])[$"check {id}", $"done {id} {report.Check(id).Status}"]), "end mailstore"],
            recorded.Events.Where(told => !told.StartsWith("advanced", StringComparison.Ordinal)));
    }
}
