namespace SimulatedTenant;

/// <summary>
/// The principal as which a deployment signs in: a service principal with a client secret and only the permissions that a deployment needs.
/// </summary>
/// <param name="TenantId">The tenant's id.</param>
/// <param name="ClientId">The deployer's application (client) id.</param>
/// <param name="ClientSecret">Its secret; made anew by every start unless the options name one.</param>
/// <param name="ObjectId">The object id of its service principal: the <c>oid</c> of its tokens.</param>
public sealed record DeployerCredential(Guid TenantId, Guid ClientId, string ClientSecret, Guid ObjectId);
