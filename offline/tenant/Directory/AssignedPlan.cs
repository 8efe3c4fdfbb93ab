using System.Text.Json.Nodes;
using SimulatedTenant.OData;

namespace SimulatedTenant.Directory;

/// <summary>A service plan of a user's licence (Graph's <c>assignedPlan</c>).</summary>
/// <param name="ServicePlanId">Plan id.</param>
/// <param name="Service">Service name such as <c>exchange</c>.</param>
/// <param name="CapabilityStatus"><c>Enabled</c>, <c>Warning</c>, <c>Suspended</c>, <c>Deleted</c> or <c>LockedOut</c>.</param>
/// <param name="AssignedDateTime">When it was assigned.</param>
public sealed record AssignedPlan(Guid ServicePlanId, string Service, string CapabilityStatus, DateTimeOffset AssignedDateTime) : IComplexValue
{
    object? IComplexValue.Get(string property) => property switch
    {
        "servicePlanId" => ServicePlanId,
        "service" => Service,
        "capabilityStatus" => CapabilityStatus,
        "assignedDateTime" => AssignedDateTime,
        _ => null,
    };

    JsonObject IComplexValue.ToJson() => new()
    {
        ["assignedDateTime"] = EntityModel.Instant(AssignedDateTime),
        ["capabilityStatus"] = CapabilityStatus,
        ["service"] = Service,
        ["servicePlanId"] = ServicePlanId.ToString(),
    };
}
