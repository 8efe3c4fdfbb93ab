using System.Collections.Immutable;
using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Tenant;

/// <summary>
/// What the tenant already holds and the declaration refers to: the service principals of the APIs, groups and directory role templates.
/// All of it is read before anything is declared, so that a tenant that does not fit is refused as a whole.
/// </summary>
internal sealed class TenantInventory
{
    private readonly ImmutableDictionary<Api, ResourceApi> _apis;
    private readonly ImmutableDictionary<string, string> _groupIds;
    private readonly ImmutableDictionary<string, string> _roleTemplateIds;

    private TenantInventory(
        string deployerObjectId,
        ImmutableDictionary<Api, ResourceApi> apis,
        ImmutableDictionary<string, string> groupIds,
        ImmutableDictionary<string, string> roleTemplateIds)
    {
        DeployerObjectId = deployerObjectId;
        _apis = apis;
        _groupIds = groupIds;
        _roleTemplateIds = roleTemplateIds;
    }

    /// <summary>Object id of the principal that deploys.</summary>
    public string DeployerObjectId { get; }

    /// <summary>The service principal of an API in this tenant.</summary>
    public ResourceApi this[Api api] => _apis[api];

    /// <summary>An app role in words, where the catalogue's APIs hold it, else by its ids.</summary>
    public string DescribeAppRole(string resourceObjectId, string appRoleId) =>
        _apis.Values.FirstOrDefault(api => api.ObjectId == resourceObjectId) is { } resource
            && resource.AppRoleIds.FirstOrDefault(role => role.Value == appRoleId).Key is { } value
            ? $"{value} of {resource.Api.DisplayName}"
            : $"app role {appRoleId} of service principal {resourceObjectId}";

    /// <summary>The object id of a group by its display name.</summary>
    public string GroupId(string displayName) => _groupIds[displayName];

    /// <summary>The template id of a directory role by its display name.</summary>
    public string RoleTemplateId(string displayName) => _roleTemplateIds[displayName];

    /// <exception cref="ConfigurationException">
    /// The tenant does not hold what the configuration refers to, or does not say: every difference.
    /// </exception>
    public static async Task<TenantInventory> ReadAsync(StackConfiguration stack, ProviderResource provider, TenantLookups lookups)
    {
        InvokeOptions options = new() { Provider = provider };

        string deployerObjectId = await DeployerInThisTenantAsync(stack, options, lookups);
        ImmutableDictionary<Api, ResourceApi> apis = await ReadApisAsync(stack, options, lookups);
        ImmutableDictionary<string, string> groups = await ReadGroupsAsync(stack, options, lookups);
        ImmutableDictionary<string, string> roles = await ReadRolesAsync(stack, options, lookups);

        lookups.ThrowIfRefused();
        return new TenantInventory(deployerObjectId, apis, groups, roles);
    }

    private static async Task<string> DeployerInThisTenantAsync(StackConfiguration stack, InvokeOptions options, TenantLookups lookups)
    {
        Lookup who = new("azuread:tenantId", $"\"{stack.TenantId}\"", "a tenant that says who is signed in", "Application.Read.All",
            "try again");
        if (await lookups.AskAsync(who, () => GetClientConfig.InvokeAsync(options)) is not { } client)
            throw new ConfigurationException(lookups.Errors);
        if (!string.Equals(client.TenantId, stack.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationException(
            [
                new ConfigurationError(
                    "azuread:tenantId",
                    $"\"{stack.TenantId}\", while you are signed in to tenant {client.TenantId}",
                    "the tenant that you are signed in to",
                    "choose the stack of that tenant, or sign in to the stack's tenant (ARM_TENANT_ID, or az login --tenant)"),
            ]);
        }
        return client.ObjectId;
    }

    private static async Task<ImmutableDictionary<Api, ResourceApi>> ReadApisAsync(StackConfiguration stack, InvokeOptions options,
        TenantLookups lookups)
    {
        ImmutableDictionary<Api, ResourceApi>.Builder apis = ImmutableDictionary.CreateBuilder<Api, ResourceApi>();
        foreach (Api api in Api.All)
        {
            IntegrationConfiguration? asking = stack.Integrations
                .FirstOrDefault(integration => integration.Permissions.Any(permission => permission.Api == api));
            if (asking is null)
                continue;
            Lookup lookup = new(
                asking.Path(), api.DisplayName,
                $"{api.DisplayName} (application {api.ClientId}) among the tenant's enterprise applications", "Application.Read.All",
                $"license the service in this tenant, or register it: New-MgServicePrincipal -AppId {api.ClientId}");
            if (await lookups.AskAsync(lookup,
                () => GetServicePrincipal.InvokeAsync(new GetServicePrincipalArgs { ClientId = api.ClientId }, options)) is not { } found)
                continue;
            apis[api] = new ResourceApi(
                api,
                found.ObjectId,
                found.AppRoleIds.ToImmutableDictionary(StringComparer.Ordinal),
                found.Oauth2PermissionScopeIds.ToImmutableDictionary(StringComparer.Ordinal));
        }

        foreach (IntegrationConfiguration integration in stack.Integrations)
        {
            foreach (Permission permission in integration.Permissions.Where(permission => apis.ContainsKey(permission.Api)))
                apis[permission.Api].Check(permission, integration.Name, lookups.Errors);
        }
        return apis.ToImmutable();
    }

    private static async Task<ImmutableDictionary<string, string>> ReadGroupsAsync(StackConfiguration stack, InvokeOptions options,
        TenantLookups lookups)
    {
        ImmutableDictionary<string, string>.Builder groups = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (IntegrationConfiguration integration in stack.Integrations)
        {
            List<(string Path, string Name)> named =
                [.. (integration.UserSync?.Groups ?? []).Select((name, index) => (integration.Path($"userSync.groups[{index}]"), name))];
            if (integration.MailboxScope is { Kind: MailboxScopeKind.Group } scope)
                named.Add((integration.Path("mailboxes.group"), scope.Name));

            foreach ((string setting, string name) in named.Where(group => !groups.ContainsKey(group.Name)))
            {
                // The provider tells "none" and "several" apart only in its message, which is therefore passed on.
                Lookup lookup = new(
                    setting, $"\"{name}\"", "the display name of exactly one group of the tenant", "GroupMember.Read.All",
                    "correct the name, or rename one of the groups that share it");
                if (await lookups.AskAsync(lookup,
                    () => GetGroup.InvokeAsync(new GetGroupArgs { DisplayName = name }, options)) is { } group)
                    groups[name] = group.ObjectId;
            }
        }
        return groups.ToImmutable();
    }

    private static async Task<ImmutableDictionary<string, string>> ReadRolesAsync(StackConfiguration stack, InvokeOptions options,
        TenantLookups lookups)
    {
        Dictionary<string, string> ids = new(StringComparer.OrdinalIgnoreCase);
        IntegrationConfiguration[] asking = [.. stack.Integrations.Where(integration => integration.ExchangeRole is not null)];
        if (asking is not [IntegrationConfiguration first, ..])
            return ids.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);

        Lookup lookup = new(
            first.Path("exchangeRole"), $"\"{first.ExchangeRole}\"", "the directory roles of the tenant", "RoleManagement.Read.Directory",
            "try again");
        if (await lookups.AskAsync(lookup, () => GetDirectoryRoleTemplates.InvokeAsync(options)) is not { } templates)
            return ids.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (Pulumi.AzureAD.Outputs.GetDirectoryRoleTemplatesRoleTemplateResult template in templates.RoleTemplates)
            ids[template.DisplayName] = template.ObjectId;

        foreach (IntegrationConfiguration integration in asking.Where(integration => !ids.ContainsKey(integration.ExchangeRole!)))
        {
            lookups.Errors.Add(new ConfigurationError(
                integration.Path("exchangeRole"),
                $"\"{integration.ExchangeRole}\"",
                "the display name of a directory role of the tenant",
                Setting.Nearest(integration.ExchangeRole!, ids.Keys) is { } near
                    ? $"write {near}"
                    : "for example Exchange Recipient Administrator or Exchange Administrator"));
        }
        return ids.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
