namespace TenantOnboarding.Verification.Directory;

/// <summary>Application permissions, the least first, any of which allows a read; <c>Directory.Read.All</c> allows all of them.</summary>
internal static class DirectoryPermissions
{
    public static readonly IReadOnlyList<string> Applications =
        ["Application.Read.All", "Application.ReadWrite.All"];

    public static readonly IReadOnlyList<string> Organization = ["Organization.Read.All", "Organization.ReadWrite.All"];

    public static readonly IReadOnlyList<string> Grants = ["DelegatedPermissionGrant.Read.All", "DelegatedPermissionGrant.ReadWrite.All"];

    // User.ReadBasic.All lists users too, but without their licences and whether they are enabled.
    public static readonly IReadOnlyList<string> Users = ["User.Read.All", "User.ReadWrite.All"];

    public static readonly IReadOnlyList<string> MailboxSettings = ["MailboxSettings.Read", "MailboxSettings.ReadWrite"];

    public static readonly IReadOnlyList<string> Groups = ["GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All"];

    public static readonly IReadOnlyList<string> AdministrativeUnits = ["AdministrativeUnit.Read.All"];

    public static readonly IReadOnlyList<string> Policies = ["Policy.Read.All"];

    public static readonly IReadOnlyList<string> DirectoryRoles = ["RoleManagement.Read.Directory", "RoleManagement.Read.All"];
}
