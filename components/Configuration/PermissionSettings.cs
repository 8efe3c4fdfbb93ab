using System.Collections.Immutable;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Reads <c>permissions</c>: what a custom product names one by one.</summary>
internal static class PermissionSettings
{
    /// <summary>The permissions that are named; none where the product's preset says them.</summary>
    public static ImmutableArray<Permission> Read(Setting setting, Product product, ImmutableArray<MailboxProtocol> protocols,
        MailboxScope? scope)
    {
        if (!product.NamesPermissions)
        {
            if (setting.Exists)
                setting.Error("no permissions for this product: its preset names them", "remove it, or use product: custom");
            return [];
        }
        if (!setting.Exists && !protocols.IsEmpty)
            return [];
        if (!setting.IsObject || !setting.Entries().Any())
        {
            setting.Error("a mapping from an API to a list of permissions",
                $"for example {{ {Api.MicrosoftGraph.Key}: [ Directory.Read.All ] }}");
            return [];
        }

        setting.AllowOnly([.. Api.All.Select(api => api.Key)]);
        List<Permission> permissions = [];
        foreach (Api api in Api.All.Where(api => setting[api.Key].Exists))
            Read(setting[api.Key], api, scope, permissions);
        return [.. permissions.Distinct()];
    }

    private static void Read(Setting list, Api api, MailboxScope? scope, List<Permission> permissions)
    {
        foreach (Setting item in list.Items("a list of permission values", "name at least one, or remove the API"))
        {
            if (item.Text("a permission's value, for example Directory.Read.All", "name a permission") is not { } value
                || Resolve(item, api, value) is not { } permission)
            {
                continue;
            }
            if (permissions.Contains(permission))
            {
                item.Error($"{item.Found}, a second time", "every permission once", "remove the repetition");
            }
            else if (scope is not null && permission.ExchangeApplicationRole is not null)
            {
                item.Error(
                    "no permission on the mail of all mailboxes together with mailboxes",
                    "remove it here: consent for the whole tenant would defeat the scope");
            }
            permissions.Add(permission);
        }
    }

    /// <summary>
    /// The catalogue's entry for an application permission that is named in the configuration. A value that the catalogue does not know
    /// at all is passed on without an id: the tenant decides whether it exists.  </summary>
    private static Permission? Resolve(Setting setting, Api api, string value)
    {
        if (PermissionCatalogue.Find(api, PermissionKind.Application, value) is { } known)
            return known;
        if (PermissionCatalogue.Find(api, PermissionKind.Delegated, value) is not null)
        {
            setting.Error(
                $"{setting.Found}, which exists only as a delegated permission", $"an application permission of {api.DisplayName}",
                "remove it: a product with signIn gets the delegated User.Read by itself");
            return null;
        }
        if (Api.All.FirstOrDefault(other =>
            other != api && PermissionCatalogue.Find(other, PermissionKind.Application, value) is not null) is { } other)
        {
            setting.Error($"an application permission of {api.DisplayName}",
                $"name it under {other.Key}: it is a permission of {other.DisplayName}");
            return null;
        }
        string[] values = [.. PermissionCatalogue.All.Where(permission => permission.Api == api).Select(permission => permission.Value)];
        if (Setting.Nearest(value, values) is { } near && string.Equals(near, value, StringComparison.OrdinalIgnoreCase))
        {
            setting.Error($"an application permission of {api.DisplayName}", $"write {near}");
            return null;
        }
        return new Permission(
            api, PermissionKind.Application, value, null, "named in the stack's configuration",
            "not in this program's catalogue: see Microsoft's reference");
    }
}
