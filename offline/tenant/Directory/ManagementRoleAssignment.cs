namespace SimulatedTenant.Directory;

/// <summary>A role for applications (RBAC for Applications) that an application has.</summary>
/// <param name="AppId">Application (client) id.</param>
/// <param name="Role">Role such as <c>Application Mail.Read</c>.</param>
/// <param name="CustomResourceScope">Management scope, or null.</param>
/// <param name="RecipientAdministrativeUnitScope">Administrative unit, or null.</param>
public sealed record ManagementRoleAssignment(Guid AppId, string Role, string? CustomResourceScope, Guid? RecipientAdministrativeUnitScope);
