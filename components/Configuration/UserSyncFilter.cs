namespace TenantOnboarding.Configuration;

/// <summary>Which users a product synchronizes.</summary>
public enum UserSyncFilter
{
    /// <summary>Users with an Exchange Online licence; <c>licensed</c>.</summary>
    Licensed,

    /// <summary>Users whose account is enabled; <c>enabled</c>.</summary>
    Enabled,

    /// <summary>Members of named groups; <c>groups</c>.</summary>
    Groups,

    /// <summary>Every user; <c>all</c>.</summary>
    All,
}
