namespace TenantOnboarding.Tests.Tenant;

/// <summary>A test with a client from Python's own library, skipped where there is no Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (ClientRun.Find("python3") is null)
            Skip = "There is no python3 on this machine's PATH.";
    }
}
