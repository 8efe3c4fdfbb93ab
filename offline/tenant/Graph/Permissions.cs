namespace SimulatedTenant.Graph;

/// <summary>
/// Application permissions of Microsoft Graph that allow an operation, the least first; from the permission tables of its reference.
/// </summary>
internal static class Permissions
{
    /// <summary>All that is in them; <c>User.ReadBasic.All</c> reads names and addresses alone.</summary>
    public static readonly string[] ReadWholeUsers = ["User.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly string[] ReadUsers = ["User.ReadBasic.All", .. ReadWholeUsers];

    public static readonly string[] ReadGroups =
        ["GroupMember.Read.All", "Group.Read.All", "GroupMember.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly string[] WriteGroupMembers = ["GroupMember.ReadWrite.All", "Directory.ReadWrite.All"];

    public static readonly string[] ReadApplications =
    [
        "Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.Read.All",
        "Directory.ReadWrite.All",
    ];

    /// <summary>With <c>.OwnedBy</c> the caller must also be an owner, which the handler checks.</summary>
    public static readonly string[] WriteApplications = ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"];

    public static readonly string[] WriteAppRoleAssignments = ["AppRoleAssignment.ReadWrite.All"];

    public static readonly string[] ReadGrants =
        ["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly string[] WriteGrants = ["DelegatedPermissionGrant.ReadWrite.All"];

    public static readonly string[] ReadRoles =
        ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly string[] WriteRoles = ["RoleManagement.ReadWrite.Directory"];

    public static readonly string[] ReadOrganization = ["Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly string[] ReadDomains = ["Domain.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly string[] ReadAdministrativeUnits =
        ["AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"];

    public static readonly string[] WriteAdministrativeUnits = ["AdministrativeUnit.ReadWrite.All", "Directory.ReadWrite.All"];

    /// <summary>Of a single object of any kind; of which kind it may be, the handler decides.</summary>
    public static readonly string[] ReadObjects = [.. ReadUsers.Union(ReadGroups).Union(ReadApplications)];

    public static readonly string[] ReadPolicies = ["Policy.Read.All"];
}
