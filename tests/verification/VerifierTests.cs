using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Reporting;
using Xunit.Abstractions;

namespace TenantOnboarding.Tests.Verification;

public sealed class VerifierTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Classic_DeployedAsDeclared_IsReadyWithWarnings()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        VerificationReport report = await stack.VerifyAsync();
        using StringWriter writer = new();
        ConsoleReport.WritePlain(writer, report);
        output.WriteLine(writer.ToString());
        Assert.Equal(VerificationExitCode.Ready, report.ExitCode(strict: false));
    }
}
