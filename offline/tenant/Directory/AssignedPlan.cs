namespace SimulatedTenant.Directory;

/// <summary>A service plan of a user's licence (Graph's <c>assignedPlan</c>).</summary>
/// <param name="ServicePlanId">Plan id.</param>
/// <param name="Service">Service name such as <c>exchange</c>.</param>
/// <param name="CapabilityStatus"><c>Enabled</c>, <c>Warning</c>, <c>Suspended</c>, <c>Deleted</c> or <c>LockedOut</c>.</param>
/// <param name="AssignedDateTime">When it was assigned.</param>
public sealed record AssignedPlan(Guid ServicePlanId, string Service, string CapabilityStatus, DateTimeOffset AssignedDateTime);
