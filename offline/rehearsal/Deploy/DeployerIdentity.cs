namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// The principal that deploys: client credentials, as <c>ARM_TENANT_ID</c>, <c>ARM_CLIENT_ID</c> and <c>ARM_CLIENT_SECRET</c> name it to
/// the provider.
/// </summary>
public sealed record DeployerIdentity(Guid TenantId, Guid ClientId, string ClientSecret)
{
    public override string ToString() => $"{ClientId} in {TenantId}";
}
