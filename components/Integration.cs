using Pulumi;
using TenantOnboarding.Adoption;
using TenantOnboarding.Configuration;
using TenantOnboarding.Tenant;

namespace TenantOnboarding.Components;

/// <summary>One product in the tenant: everything that it needs to sign in, to synchronize users and to reach mailboxes.</summary>
public sealed class Integration : ComponentResource
{
    /// <param name="integration">What is made ready.</param>
    /// <param name="stack">The stack it belongs to.</param>
    /// <param name="tenant">What the tenant already holds.</param>
    /// <param name="existing">The application that is taken over, or null.</param>
    /// <param name="providers">The providers of the tenant, and of Azure where a vault is asked for.</param>
    internal Integration(IntegrationConfiguration integration, StackConfiguration stack, TenantInventory tenant, ExistingApplication? existing, IEnumerable<ProviderResource> providers)
        : base("tenant-onboarding:index:Integration", integration.Name, new ComponentResourceOptions { Providers = [.. providers] })
    {
        string name = integration.Name;
        bool protect = integration.Protect ?? stack.Protect;
        Registration registration = new($"{name}/registration", integration, protect, existing, Child());
        Input<string> applicationId = registration.Application.Id;

        KeyVaultCertificate? vault = integration.KeyVault is null
            ? null
            : new KeyVaultCertificate($"{name}/key-vault", integration, integration.KeyVault, stack.TenantId, tenant.DeployerObjectId, protect, Child());

        // One after the other: each of them writes lists of the same application, and a product is consented to only when it can sign in.
        CertificateCredentials certificates = new($"{name}/certificates", integration, applicationId, vault, Child(registration));
        Resource last = certificates;
        if (integration.SignIn is not null)
            last = new WebSignIn($"{name}/sign-in", integration.SignIn, applicationId, existing, Child(last));
        last = new ApplicationPermissions($"{name}/permissions", integration, registration, tenant, existing, Child(last));
        if (integration.ExchangeRole is not null)
            _ = new ExchangeRole($"{name}/exchange-role", tenant.RoleTemplateId(integration.ExchangeRole), registration.ServicePrincipal.ObjectId, existing, Child(last));

        Outputs = IntegrationOutputs.Of(integration, stack, tenant, registration, vault);
        RegisterOutputs(Outputs);

        ComponentResourceOptions Child(params Resource[] after) => new() { Parent = this, DependsOn = after };
    }

    /// <summary>What the stack outputs about this integration; its shape is described in verification/outputs.schema.json.</summary>
    public IDictionary<string, object?> Outputs { get; }
}
