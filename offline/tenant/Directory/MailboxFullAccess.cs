namespace SimulatedTenant.Directory;

/// <summary>Full access of a service principal to a mailbox.</summary>
/// <param name="UserId">Object id of the mailbox's account.</param>
/// <param name="ServicePrincipalObjectId">Object id of the service principal.</param>
public sealed record MailboxFullAccess(Guid UserId, Guid ServicePrincipalObjectId);
