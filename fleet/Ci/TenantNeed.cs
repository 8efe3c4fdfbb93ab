namespace TenantOnboarding.Fleet.Ci;

/// <summary>Whether a tenant needs somebody.</summary>
internal enum TenantNeed
{
    /// <summary>Everything that was asked for was looked at, and is right.</summary>
    None,

    /// <summary>Nothing failed, but not everything could be looked at: neither an alarm nor the end of one.</summary>
    Unknown,

    /// <summary>Something is wrong, or was not looked at because a job died.</summary>
    Somebody,
}
