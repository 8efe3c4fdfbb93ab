namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// The principal that deploys: client credentials, as <c>ARM_TENANT_ID</c>, <c>ARM_CLIENT_ID</c> and <c>ARM_CLIENT_SECRET</c> name it to
/// the provider.
/// </summary>
public sealed record DeployerIdentity(Guid TenantId, Guid ClientId, string ClientSecret)
{
    /// <summary>
    /// A token of another issuer that proves the identity in place of the secret, as <c>ARM_OIDC_TOKEN</c> names it to the provider.
    /// Default: null.
    /// </summary>
    public string? FederatedToken { get; init; }

    public override string ToString() => $"{ClientId} in {TenantId}";
}
