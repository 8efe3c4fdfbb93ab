namespace SimulatedTenant.Directory;

/// <summary>A service that a licence brings.</summary>
/// <param name="Id">Plan id.</param>
/// <param name="Name">Plan name such as <c>EXCHANGE_S_STANDARD</c>.</param>
/// <param name="Service">Service name such as <c>exchange</c>.</param>
public sealed record ServicePlan(Guid Id, string Name, string Service);
