namespace SimulatedTenant.Directory;

/// <summary>The assignment of a directory role to a principal (Graph's <c>unifiedRoleAssignment</c>).</summary>
/// <param name="Id">Assignment id.</param>
/// <param name="PrincipalId">Who has the role.</param>
/// <param name="RoleDefinitionId">The role definition's id as it was sent.</param>
/// <param name="DirectoryScopeId">Scope: <c>/</c> for the whole tenant.</param>
/// <param name="AppScopeId">Scope inside an application, or null.</param>
public sealed record RoleAssignment(
    string Id, Guid PrincipalId, Guid RoleDefinitionId, string? DirectoryScopeId, string? AppScopeId) : IEntity<string>;
