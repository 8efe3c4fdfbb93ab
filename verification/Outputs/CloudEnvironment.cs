namespace TenantOnboarding.Verification.Outputs;

/// <summary>The Microsoft clouds, named as the azuread provider names them (lower case in the document).</summary>
public enum CloudEnvironment
{
    /// <summary>The worldwide cloud, GCC included.</summary>
    Public,
    /// <summary>US government, GCC High; <c>usgovernment</c>.</summary>
    [System.Text.Json.Serialization.JsonStringEnumMemberName("usgovernment")]
    UsGovernment,
    /// <summary>US Department of Defense.</summary>
    Dod,
    /// <summary>China, operated by 21Vianet.</summary>
    China,
}
