namespace SimulatedTenant;

/// <summary>A principal that may read the directory and write nothing: it stands for a person with the role Global Reader.</summary>
/// <param name="TenantId">The tenant's id.</param>
/// <param name="ClientId">The application (client) id to sign in with.</param>
/// <param name="ClientSecret">Its secret, made anew by every start.</param>
public sealed record OperatorCredential(Guid TenantId, Guid ClientId, string ClientSecret);
