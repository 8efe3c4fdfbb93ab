namespace SimulatedTenant.Directory;

/// <summary>An administrative unit.</summary>
/// <param name="Id">Object id.</param>
/// <param name="DisplayName">Display name.</param>
/// <param name="Members">Object ids of its members.</param>
public sealed record AdministrativeUnit(Guid Id, string DisplayName, IReadOnlyList<Guid> Members) : IEntity<Guid>;
