using System.Collections.Immutable;
using Pulumi;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Components.Program;

/// <summary>
/// Writes what a stack outputs about each integration: everything that the product and the verification must know, and no secret. The
/// shape is described in verification/outputs.schema.json.  </summary>  <param name="stack">The stack.</param>  <param
/// name="tenant">What the tenant holds.</param>
internal sealed class OutputsWriter(StackConfiguration stack, TenantInventory tenant)
{
    /// <summary>The outputs of an integration; parts that do not apply are left out.</summary>
    public IDictionary<string, object?> Write(IntegrationConfiguration integration, Integration declared)
    {
        Dictionary<string, object?> outputs = new()
        {
            ["product"] = integration.Product.Key,
            ["displayName"] = integration.DisplayName,
            ["directory"] = integration.Directory.Key,
            ["clientId"] = declared.ClientId,
            ["applicationObjectId"] = declared.ApplicationObjectId,
            ["servicePrincipalObjectId"] = declared.ServicePrincipalObjectId,
            ["certificates"] = declared.Vault is null
                ? integration.KnownCertificates.Select(Describe).ToImmutableArray()
                : declared.Vault.Description.Apply(certificate => ImmutableArray.Create(Describe(certificate))),
            ["permissions"] = integration.Permissions.Select(Describe).ToImmutableArray(),
            ["mailboxAccess"] = integration.MailboxAccess.Select(protocol => protocol.Key).ToImmutableArray(),
        };

        if (integration.SignIn is not null)
            outputs["redirectUri"] = integration.SignIn.RedirectUri;
        if (integration.UserSync is not null)
            outputs["userSync"] = Map(("filter", integration.UserSync.Filter.Key), ("groups", integration.UserSync.Groups));
        if (integration.MailboxScope is { } scope)
            outputs["mailboxScope"] = Describe(scope, integration.ScopedPermissions);
        if (integration.ExchangeRole is not null)
            outputs["exchangeRole"] = Map(("displayName", integration.ExchangeRole),
                ("templateId", tenant.RoleTemplateId(integration.ExchangeRole)));
        if (declared.Vault is { } vault)
        {
            outputs["keyVault"] = Output.Tuple(vault.VaultUri, vault.SecretId).Apply(ids =>
                Map(("vaultUri", ids.Item1), ("certificateName", integration.Name), ("secretId", ids.Item2)));
        }
        if (ExchangeSetup.IsNeededFor(integration.MailboxAccess, integration.MailboxScope))
        {
            outputs["exchangeSetup"] = Output.Tuple(declared.ClientId, declared.ServicePrincipalObjectId).Apply(ids =>
                Setup(integration, ids.Item1, ids.Item2).ToScript());
        }
        return outputs;
    }

    private ExchangeSetup Setup(IntegrationConfiguration integration, string clientId, string servicePrincipalObjectId) => new()
    {
        Name = integration.Name,
        DisplayName = integration.DisplayName,
        Domain = stack.Domain,
        Cloud = stack.Cloud,
        ClientId = clientId,
        ServicePrincipalObjectId = servicePrincipalObjectId,
        Protocols = integration.MailboxAccess,
        Scope = integration.MailboxScope,
        ScopeGroupObjectId = integration.MailboxScope is { Kind: MailboxScopeKind.Group } group ? tenant.GroupId(group.Name) : null,
        ScopedPermissions = integration.ScopedPermissions,
    };

    private ImmutableDictionary<string, object> Describe(MailboxScope scope, ImmutableArray<Permission> scoped)
    {
        ImmutableArray<string> roles = [.. scoped.Select(permission => permission.ExchangeApplicationRole!)];
        return scope.Kind == MailboxScopeKind.Group
            ? Map(("kind", "group"), ("name", scope.Name), ("objectId", tenant.GroupId(scope.Name)), ("roles", roles))
            : Map(("kind", "administrative-unit"), ("name", scope.Name), ("roles", roles));
    }

    private static ImmutableDictionary<string, object> Describe(CertificateFile certificate) => Map(
        ("thumbprint", certificate.Thumbprint),
        ("sha256", certificate.Sha256),
        ("subject", certificate.Subject),
        ("notBefore", CertificateFile.Rfc3339(certificate.NotBefore)),
        ("notAfter", CertificateFile.Rfc3339(certificate.NotAfter)));

    private ImmutableDictionary<string, object> Describe(Permission permission) => Map(
        ("api", permission.Api.DisplayName),
        ("apiClientId", permission.Api.ClientId),
        ("type", permission.Kind == PermissionKind.Application ? "application" : "delegated"),
        ("value", permission.Value),
        ("id", tenant[permission.Api].IdOf(permission)));

    private static ImmutableDictionary<string, object> Map(params (string Key, object Value)[] entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => entry.Value);
}
