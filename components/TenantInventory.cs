using System.Collections.Immutable;
using Pulumi;
using Pulumi.AzureAD;
using TenantOnboarding.Configuration;
using TenantOnboarding.Permissions;

namespace TenantOnboarding;

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
        _apis.Values.FirstOrDefault(api => api.ObjectId == resourceObjectId) is { } resource && resource.AppRoleIds.FirstOrDefault(role => role.Value == appRoleId).Key is { } value
            ? $"{value} of {resource.Api.DisplayName}"
            : $"app role {appRoleId} of service principal {resourceObjectId}";

    /// <summary>The object id of a group by its display name.</summary>
    public string GroupId(string displayName) => _groupIds[displayName];

    /// <summary>The template id of a directory role by its display name.</summary>
    public string RoleTemplateId(string displayName) => _roleTemplateIds[displayName];

    /// <exception cref="ConfigurationException">The tenant does not hold what the configuration refers to: every difference.</exception>
    public static async Task<TenantInventory> ReadAsync(StackConfiguration stack, ProviderResource provider)
    {
        List<ConfigurationError> errors = [];
        InvokeOptions options = new() { Provider = provider };

        string deployerObjectId = await DeployerInThisTenantAsync(stack, options).ConfigureAwait(false);
        ImmutableDictionary<Api, ResourceApi> apis = await ReadApisAsync(stack, options, errors).ConfigureAwait(false);
        ImmutableDictionary<string, string> groups = await ReadGroupsAsync(stack, options, errors).ConfigureAwait(false);
        ImmutableDictionary<string, string> roles = await ReadRolesAsync(stack, options, errors).ConfigureAwait(false);

        return errors.Count == 0 ? new TenantInventory(deployerObjectId, apis, groups, roles) : throw new ConfigurationException(errors);
    }

    private static async Task<string> DeployerInThisTenantAsync(StackConfiguration stack, InvokeOptions options)
    {
        GetClientConfigResult client = await GetClientConfig.InvokeAsync(options).ConfigureAwait(false);
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

    private static async Task<ImmutableDictionary<Api, ResourceApi>> ReadApisAsync(StackConfiguration stack, InvokeOptions options, List<ConfigurationError> errors)
    {
        ImmutableDictionary<Api, ResourceApi>.Builder apis = ImmutableDictionary.CreateBuilder<Api, ResourceApi>();
        foreach (Api api in Api.All.Where(api => stack.Integrations.Any(integration => integration.Permissions.Any(permission => permission.Api == api))))
        {
            GetServicePrincipalResult found = await GetServicePrincipal.InvokeAsync(new GetServicePrincipalArgs { ClientId = api.ClientId }, options).ConfigureAwait(false);
            apis[api] = new ResourceApi(
                api,
                found.ObjectId,
                found.AppRoleIds.ToImmutableDictionary(StringComparer.Ordinal),
                found.Oauth2PermissionScopeIds.ToImmutableDictionary(StringComparer.Ordinal));
        }

        foreach (IntegrationConfiguration integration in stack.Integrations)
        {
            foreach (Permission permission in integration.Permissions)
                apis[permission.Api].Check(permission, integration.Name, errors);
        }
        return apis.ToImmutable();
    }

    private static async Task<ImmutableDictionary<string, string>> ReadGroupsAsync(StackConfiguration stack, InvokeOptions options, List<ConfigurationError> errors)
    {
        ImmutableDictionary<string, string>.Builder groups = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (IntegrationConfiguration integration in stack.Integrations)
        {
            string path = $"{StackConfiguration.Namespace}:integrations.{integration.Name}";
            List<(string Path, string Name)> named = [.. (integration.UserSync?.Groups ?? []).Select((name, index) => ($"{path}.userSync.groups[{index}]", name))];
            if (integration.MailboxScope is { Kind: MailboxScopeKind.Group } scope)
                named.Add(($"{path}.mailboxes.group", scope.Name));

            foreach ((string setting, string name) in named.Where(group => !groups.ContainsKey(group.Name)))
            {
                try
                {
                    GetGroupResult group = await GetGroup.InvokeAsync(new GetGroupArgs { DisplayName = name }, options).ConfigureAwait(false);
                    groups[name] = group.ObjectId;
                }
                catch (Exception exception) when (exception is not ConfigurationException)
                {
                    // The provider tells "none" and "several" apart only in its message, which is therefore passed on.
                    errors.Add(new ConfigurationError(setting, $"\"{name}\" ({exception.Message.ReplaceLineEndings(" ")})", "the display name of exactly one group of the tenant", "correct the name, or rename one of the groups that share it"));
                }
            }
        }
        return groups.ToImmutable();
    }

    private static async Task<ImmutableDictionary<string, string>> ReadRolesAsync(StackConfiguration stack, InvokeOptions options, List<ConfigurationError> errors)
    {
        if (!stack.Integrations.Any(integration => integration.ExchangeRole is not null))
            return ImmutableDictionary<string, string>.Empty;

        GetDirectoryRoleTemplatesResult templates = await GetDirectoryRoleTemplates.InvokeAsync(options).ConfigureAwait(false);
        Dictionary<string, string> ids = new(StringComparer.OrdinalIgnoreCase);
        foreach (Pulumi.AzureAD.Outputs.GetDirectoryRoleTemplatesRoleTemplateResult template in templates.RoleTemplates)
            ids[template.DisplayName] = template.ObjectId;

        foreach (IntegrationConfiguration integration in stack.Integrations.Where(integration => integration.ExchangeRole is not null && !ids.ContainsKey(integration.ExchangeRole)))
        {
            errors.Add(new ConfigurationError(
                $"{StackConfiguration.Namespace}:integrations.{integration.Name}.exchangeRole",
                $"\"{integration.ExchangeRole}\"",
                "the display name of a directory role of the tenant",
                Setting.Nearest(integration.ExchangeRole!, ids.Keys) is { } near ? $"write {near}" : "for example Exchange Recipient Administrator or Exchange Administrator"));
        }
        return ids.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
