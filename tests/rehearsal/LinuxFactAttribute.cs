namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>A test that puts a shell script in the place of a program, and is skipped where there is no shell.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "The rehearsal runs the Pulumi CLI on Linux only.";
    }
}
