namespace TenantOnboarding.Verification.Outputs;

/// <summary>Which users a product synchronizes.</summary>
public enum UserFilter
{
    /// <summary>Licensed Microsoft Exchange Online users only.</summary>
    Licensed,
    /// <summary>Enabled accounts only.</summary>
    Enabled,
    /// <summary>Members of the named groups only.</summary>
    Groups,
    /// <summary>Every user of the tenant.</summary>
    All,
}
