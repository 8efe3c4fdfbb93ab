namespace TenantOnboarding.Verification.Outputs;

/// <summary>How a permission is held.</summary>
public enum PermissionType
{
    /// <summary>Application permission: an app role, held without a signed-in user.</summary>
    Application,
    /// <summary>Delegated permission: a scope, held on behalf of a signed-in user.</summary>
    Delegated,
}
