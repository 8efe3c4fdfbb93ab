using Pulumi;
using TenantOnboarding.Components.Adoption;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Components.Program;

/// <summary>Declares one configured integration.</summary>
/// <param name="stack">The stack it belongs to.</param>
/// <param name="tenant">What the tenant already holds.</param>
/// <param name="azuread">The provider of the tenant.</param>
internal sealed class IntegrationDeclaration(StackConfiguration stack, TenantInventory tenant, ProviderResource azuread)
{
    /// <summary>The component.</summary>
    /// <param name="integration">What is made ready.</param>
    /// <param name="existing">The application that is taken over, or null.</param>
    public Integration Declare(IntegrationConfiguration integration, ExistingApplication? existing) => new(
        integration.Name,
        Args(integration),
        new ComponentResourceOptions
        {
            Providers = [azuread, .. AzureProvider(integration)],
            ResourceTransformations = existing is null ? [] : [new AdoptedResources(integration, existing, tenant).Transform],
        });

    private IntegrationArgs Args(IntegrationConfiguration integration)
    {
        bool protect = integration.Protect ?? stack.Protect;
        return new IntegrationArgs
        {
            DisplayName = integration.DisplayName,
            Certificates = integration.Certificates,
            KeyVault = integration.KeyVault is null ? null : Vault(integration, integration.KeyVault, protect),
            RedirectUri = integration.SignIn is null ? null : (Input<string>)integration.SignIn.RedirectUri,
            Permissions =
            [
                .. integration.Permissions.GroupBy(permission => permission.Api).Select(ofApi => new ApiPermissionsArgs
                {
                    Api = ofApi.Key,
                    ServicePrincipalObjectId = tenant[ofApi.Key].ObjectId,
                    Permissions = [.. ofApi.Select(WithIdOfTenant)],
                }),
            ],
            ExchangeRoleTemplateId = integration.ExchangeRole is null
            ? null : (Input<string>)tenant.RoleTemplateId(integration.ExchangeRole),
            Owners = integration.Owners,
            Protect = protect,
        };
    }

    private Permission WithIdOfTenant(Permission permission) => permission with { Id = tenant[permission.Api].IdOf(permission) };

    private KeyVaultCertificateArgs Vault(IntegrationConfiguration integration, KeyVaultConfiguration vault, bool protect) => new()
    {
        CertificateName = integration.Name,
        TenantId = stack.TenantId,
        OfficerObjectId = tenant.DeployerObjectId,
        Location = vault.Location,
        ResourceGroup = vault.ResourceGroup,
        VaultName = vault.VaultName,
        KeySize = vault.KeySize,
        ValidityMonths = vault.ValidityMonths,
        RenewDaysBeforeExpiry = vault.RenewDaysBeforeExpiry,
        Protect = protect,
    };

    private IEnumerable<ProviderResource> AzureProvider(IntegrationConfiguration integration)
    {
        if (integration.KeyVault is null)
            return [];
        return
        [
            new Pulumi.Azure.Provider($"{integration.Name}/azure", new Pulumi.Azure.ProviderArgs
            {
                TenantId = stack.TenantId,
                SubscriptionId = integration.KeyVault.SubscriptionId,
                Environment = stack.Cloud.AzureEnvironment,
                Features = new Pulumi.Azure.Inputs.ProviderFeaturesArgs(),
            }),
        ];
    }
}
