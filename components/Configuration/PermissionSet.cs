using System.Collections.Immutable;
using TenantOnboarding.Permissions;

namespace TenantOnboarding.Configuration;

/// <summary>Which permissions a product needs for what it is configured to do.</summary>
internal static class PermissionSet
{
    /// <summary>
    /// The permissions that are consented to for the whole tenant, and those that Exchange grants for the scope's mailboxes only.
    /// A permission is never in both: tenant-wide consent would defeat the scope.
    /// </summary>
    public static (ImmutableArray<Permission> Consented, ImmutableArray<Permission> Scoped) For(
        Product product,
        ImmutableArray<MailboxAccess> access,
        bool deletesAfterArchiving,
        MailboxScope? scope,
        bool signsIn,
        ImmutableArray<Permission> named)
    {
        List<Permission> permissions = [.. named];
        if (product is Product.MailStoreServer or Product.MailStoreSpe)
            permissions.Add(PermissionCatalogue.DirectoryRead);
        // The portal adds User.Read to every registration, so MailStore's guides count on it even where nobody signs in.
        if (signsIn || product is Product.MailStoreServer or Product.MailStoreSpe)
            permissions.Add(PermissionCatalogue.UserRead);
        permissions.AddRange(access.Select(protocol => protocol switch
        {
            MailboxAccess.Ews => PermissionCatalogue.FullAccessAsApp,
            MailboxAccess.Graph => deletesAfterArchiving ? PermissionCatalogue.MailReadWrite : PermissionCatalogue.MailRead,
            MailboxAccess.Imap => PermissionCatalogue.ImapAccessAsApp,
            _ => PermissionCatalogue.ExchangeManageAsApp,
        }));

        ILookup<bool, Permission> byScope = permissions
            .Distinct()
            .OrderBy(permission => permission.Api != Api.MicrosoftGraph)
            .ThenBy(permission => permission.Kind)
            .ThenBy(permission => permission.Value, StringComparer.Ordinal)
            .ToLookup(permission => scope is not null && permission.ExchangeApplicationRole is not null);
        return ([.. byScope[false]], [.. byScope[true]]);
    }

    /// <summary>
    /// The catalogue's entry for an application permission that is named in the configuration. A value that the catalogue does not know at all is
    /// passed on without an id: the tenant decides whether it exists.
    /// </summary>
    public static Permission? Resolve(Setting setting, Api api, string value)
    {
        if (PermissionCatalogue.Find(api, PermissionKind.Application, value) is { } known)
            return known;
        if (PermissionCatalogue.Find(api, PermissionKind.Delegated, value) is not null)
        {
            setting.Error($"{setting.Met}, which exists only as a delegated permission", $"an application permission of {api.DisplayName}", "remove it: a product with signIn gets the delegated User.Read by itself");
            return null;
        }
        if (Api.All.FirstOrDefault(other => other != api && PermissionCatalogue.Find(other, PermissionKind.Application, value) is not null) is { } other)
        {
            setting.Error($"an application permission of {api.DisplayName}", $"name it under {other.Key}: it is a permission of {other.DisplayName}");
            return null;
        }
        string[] values = [.. PermissionCatalogue.All.Where(permission => permission.Api == api).Select(permission => permission.Value)];
        if (Setting.Nearest(value, values) is { } near && string.Equals(near, value, StringComparison.OrdinalIgnoreCase))
        {
            setting.Error($"an application permission of {api.DisplayName}", $"write {near}");
            return null;
        }
        return new Permission(api, PermissionKind.Application, value, null, "named in the stack's configuration", "not in this program's catalogue: see Microsoft's reference");
    }
}
