namespace SimulatedTenant.Directory;

/// <summary>A management scope: the mailboxes that are direct members of a group.</summary>
/// <param name="Name">Name.</param>
/// <param name="GroupId">Object id of the group.</param>
public sealed record ManagementScope(string Name, Guid GroupId);
