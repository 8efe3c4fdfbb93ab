namespace SimulatedTenant.Directory;

/// <summary>A built-in directory role.</summary>
/// <param name="Id">Id of the template, the same in every tenant.</param>
/// <param name="DisplayName">Name as portals show it.</param>
/// <param name="Description">What it may do.</param>
internal sealed record RoleTemplate(Guid Id, string DisplayName, string Description);
