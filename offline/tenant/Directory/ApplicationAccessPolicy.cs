namespace SimulatedTenant.Directory;

/// <summary>An application access policy of the kind RestrictAccess.</summary>
/// <param name="AppId">Application (client) id.</param>
/// <param name="GroupId">Object id of the group whose members' mailboxes stay in reach.</param>
public sealed record ApplicationAccessPolicy(Guid AppId, Guid GroupId);
