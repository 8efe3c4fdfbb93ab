namespace SimulatedTenant.Directory;

/// <summary>Delegated permissions that are consented (Graph's <c>oAuth2PermissionGrant</c>).</summary>
/// <param name="Id">Grant id.</param>
/// <param name="ClientId">Service principal of the client.</param>
/// <param name="ResourceId">Service principal of the API.</param>
/// <param name="ConsentType"><c>AllPrincipals</c> or <c>Principal</c>.</param>
/// <param name="PrincipalId">The user, where the consent is one user's.</param>
/// <param name="Scope">Scopes, separated by blanks.</param>
public sealed record PermissionGrant(
    string Id, Guid ClientId, Guid ResourceId, string ConsentType, Guid? PrincipalId, string Scope) : IEntity<string>;
