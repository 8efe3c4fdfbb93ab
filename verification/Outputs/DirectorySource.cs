using System.Text.Json.Serialization;

namespace TenantOnboarding.Verification.Outputs;

/// <summary>Where a product takes its users from.</summary>
public enum DirectorySource
{
    /// <summary>The Microsoft 365 tenant: sign-in and user synchronization are set up.</summary>
    [JsonStringEnumMemberName("microsoft365")]
    Microsoft365,
    /// <summary>A local Active Directory: neither sign-in nor user synchronization.</summary>
    ActiveDirectory,
}
