namespace SimulatedTenant.Directory;

/// <summary>A service principal that Exchange knows.</summary>
/// <param name="AppId">Application (client) id.</param>
/// <param name="ObjectId">Object id of the service principal in Entra.</param>
/// <param name="DisplayName">Display name.</param>
public sealed record ExchangeServicePrincipal(Guid AppId, Guid ObjectId, string DisplayName);
