using System.Collections.Immutable;
using Pulumi;
using TenantOnboarding.Components;
using TenantOnboarding.Configuration;
using TenantOnboarding.Exchange;
using TenantOnboarding.Permissions;
using TenantOnboarding.Tenant;

namespace TenantOnboarding;

/// <summary>What a stack outputs about one integration: everything that the product and the verification must know, and no secret.</summary>
internal static class IntegrationOutputs
{
    /// <summary>The outputs; parts that do not apply are left out.</summary>
    public static IDictionary<string, object?> Of(
        IntegrationConfiguration integration,
        StackConfiguration stack,
        TenantInventory tenant,
        Registration registration,
        KeyVaultCertificate? vault)
    {
        Dictionary<string, object?> outputs = new()
        {
            ["product"] = ConfigurationNames.Of(ConfigurationNames.Products, integration.Product),
            ["displayName"] = integration.DisplayName,
            ["directory"] = ConfigurationNames.Of(ConfigurationNames.Directories, integration.Directory),
            ["clientId"] = registration.Application.ClientId,
            ["applicationObjectId"] = registration.Application.ObjectId,
            ["servicePrincipalObjectId"] = registration.ServicePrincipal.ObjectId,
            ["certificates"] = vault is null
                ? integration.KnownCertificates.Select(Describe).ToImmutableArray()
                : vault.Description.Apply(certificate => ImmutableArray.Create(Describe(certificate))),
            ["permissions"] = integration.Permissions.Select(permission => Describe(permission, tenant)).ToImmutableArray(),
            ["mailboxAccess"] = integration.MailboxAccess.Select(access => ConfigurationNames.Of(ConfigurationNames.MailboxAccess, access)).ToImmutableArray(),
        };

        if (integration.SignIn is not null)
            outputs["redirectUri"] = integration.SignIn.RedirectUri;
        if (integration.UserSync is not null)
            outputs["userSync"] = Map(("filter", ConfigurationNames.Of(ConfigurationNames.UserSyncFilters, integration.UserSync.Filter)), ("groups", integration.UserSync.Groups));
        if (integration.MailboxScope is { } scope)
        {
            outputs["mailboxScope"] = scope.Kind == MailboxScopeKind.Group
                ? Map(("kind", "group"), ("name", scope.Name), ("objectId", tenant.GroupId(scope.Name)))
                : Map(("kind", "administrative-unit"), ("name", scope.Name));
        }
        if (integration.ExchangeRole is not null)
            outputs["exchangeRole"] = Map(("displayName", integration.ExchangeRole), ("templateId", tenant.RoleTemplateId(integration.ExchangeRole)));
        if (vault is not null)
            outputs["keyVault"] = Output.Tuple(vault.VaultUri, vault.SecretId).Apply(ids => Map(("vaultUri", ids.Item1), ("certificateName", integration.Name), ("secretId", ids.Item2)));
        if (ExchangeSetup.IsNeededFor(integration))
        {
            outputs["exchangeSetup"] = Output.Tuple(registration.Application.ClientId, registration.ServicePrincipal.ObjectId).Apply(ids => new ExchangeSetup(
                integration, stack.Domain, stack.Cloud, ids.Item1, ids.Item2,
                integration.MailboxScope is { Kind: MailboxScopeKind.Group } group ? tenant.GroupId(group.Name) : null).ToScript());
        }
        return outputs;
    }

    private static ImmutableDictionary<string, object> Describe(CertificateFile certificate) => Map(
        ("thumbprint", certificate.Thumbprint),
        ("sha256", certificate.Sha256),
        ("subject", certificate.Subject),
        ("notBefore", CertificateFileReader.Rfc3339(certificate.NotBefore)),
        ("notAfter", CertificateFileReader.Rfc3339(certificate.NotAfter)));

    private static ImmutableDictionary<string, object> Describe(Permission permission, TenantInventory tenant) => Map(
        ("api", permission.Api.DisplayName),
        ("apiClientId", permission.Api.ClientId),
        ("type", permission.Kind == PermissionKind.Application ? "application" : "delegated"),
        ("value", permission.Value),
        ("id", tenant[permission.Api].IdOf(permission)));

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
