namespace TenantOnboarding.Configuration;

/// <summary>The Microsoft cloud that holds the tenant: one setting, <c>azuread:environment</c>, that moves every endpoint.</summary>
public enum CloudEnvironment
{
    /// <summary>The worldwide cloud; <c>public</c>.</summary>
    Public,

    /// <summary>US Government L4 (GCC High); <c>usgovernment</c>.</summary>
    UsGovernment,

    /// <summary>US Government L5 (Department of Defense); <c>dod</c>.</summary>
    Dod,

    /// <summary>Microsoft 365 operated by 21Vianet; <c>china</c>.</summary>
    China,
}
