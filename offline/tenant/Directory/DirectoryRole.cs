namespace SimulatedTenant.Directory;

/// <summary>A directory role that is activated in the tenant.</summary>
/// <param name="Id">Object id.</param>
/// <param name="TemplateId">Id of its template, which is also its role definition's.</param>
public sealed record DirectoryRole(Guid Id, Guid TemplateId) : IEntity<Guid>;
