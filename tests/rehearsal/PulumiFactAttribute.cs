using TenantOnboarding.Rehearsal.Cli;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>A test that runs the real Pulumi CLI, and is skipped without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PulumiFactAttribute : FactAttribute
{
    public PulumiFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "The providers trust the simulated tenant on Linux only.";
        else if (CliEnvironment.OfThisProcess().Find("pulumi") is null)
            Skip = "There is no pulumi on this machine's PATH.";
    }
}
