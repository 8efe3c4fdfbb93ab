namespace TenantOnboarding.Tests.Pulumi;

/// <summary>
/// A fact that needs the surface of the official SDK: from the packages where these were built against, else from its listing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OfficialApiFactAttribute : FactAttribute
{
    public OfficialApiFactAttribute()
    {
        if (!Sdk.IsOfficial && !Directory.Exists(SharedFacts.Folder))
            Skip = "Neither the official packages (-p:PulumiSdk=packages) nor the listing of their surface are on this machine.";
    }
}
