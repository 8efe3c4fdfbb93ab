namespace TenantOnboarding.Tests.Pulumi;

/// <summary>
/// A fact that compares the stand-in with the official packages themselves, and is skipped where these were not built against.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OfficialSdkFactAttribute : FactAttribute
{
    public OfficialSdkFactAttribute()
    {
        if (!Sdk.IsOfficial)
            Skip = "Compares with the official packages: dotnet test tests -p:PulumiSdk=packages, where a registry carries them.";
    }
}
