namespace TenantOnboarding.Components.Permissions;

/// <summary>On whose behalf a permission is used.</summary>
public enum PermissionKind
{
    /// <summary>An app role: the application acts as itself, on every object it is consented for.</summary>
    Application,

    /// <summary>A scope: the application acts for a signed-in user.</summary>
    Delegated,
}
