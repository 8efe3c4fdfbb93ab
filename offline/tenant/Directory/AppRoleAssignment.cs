namespace SimulatedTenant.Directory;

/// <summary>An application permission that is consented: the assignment of a resource's role to a principal.</summary>
/// <param name="Id">Assignment id.</param>
/// <param name="AppRoleId">The role.</param>
/// <param name="PrincipalId">Who has it.</param>
/// <param name="ResourceId">Service principal of the API that publishes the role.</param>
/// <param name="CreatedDateTime">When it was made.</param>
public sealed record AppRoleAssignment(
    string Id, Guid AppRoleId, Guid PrincipalId, Guid ResourceId, DateTimeOffset CreatedDateTime) : IEntity<string>;
