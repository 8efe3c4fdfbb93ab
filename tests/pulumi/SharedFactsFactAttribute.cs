namespace TenantOnboarding.Tests.Pulumi;

/// <summary>A fact that holds the project against files outside of the repository, and is skipped where these are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactsFactAttribute : FactAttribute
{
    public SharedFactsFactAttribute()
    {
        if (Sdk.IsOfficial)
        {
            Skip = $"The official packages are here themselves: {nameof(OfficialPackagesTests)} compares with them.";
        }
        else if (!Directory.Exists(SharedFacts.Folder))
        {
            Skip = "The facts about the official packages are not on this machine (../shared beside the repository).";
        }
    }
}
