namespace TenantOnboarding.Fleet.Results;

/// <summary>What happens to a resource, from what loses most.</summary>
public enum ResourceChangeKind
{
    /// <summary>It is deleted from the tenant.</summary>
    Removed,
    /// <summary>It is made anew, and the old one deleted.</summary>
    Replaced,
    /// <summary>It is changed in place.</summary>
    Changed,
    /// <summary>It is made.</summary>
    Added,
    /// <summary>It is taken over as it stands in the tenant, perhaps changed to what is declared.</summary>
    TakenOver,
}
