namespace TenantOnboarding.Configuration;

/// <summary>Where the product takes its users from.</summary>
public enum DirectorySource
{
    /// <summary>Microsoft 365 itself: users sign in and are synchronized through the tenant; <c>microsoft365</c>.</summary>
    Microsoft365,

    /// <summary>A local Active Directory (hybrid): the tenant only gives access to mailboxes; <c>active-directory</c>.</summary>
    ActiveDirectory,
}
