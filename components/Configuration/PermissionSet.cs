using System.Collections.Immutable;
using TenantOnboarding.Components.Exchange;
using TenantOnboarding.Components.Permissions;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>
/// Which permissions a product needs for what it is configured to do. A permission is never in both lists: consent for the whole tenant
/// would defeat the scope.  </summary>  <param name="Consented">Those that are consented to for the whole tenant.</param>  <param
/// name="Scoped">Those that Exchange grants for the scope's mailboxes only.</param>
internal sealed record PermissionSet(ImmutableArray<Permission> Consented, ImmutableArray<Permission> Scoped)
{
    public static PermissionSet For(
        Product product,
        ImmutableArray<MailboxProtocol> protocols,
        bool deletesAfterArchiving,
        MailboxScope? scope,
        bool signsIn,
        ImmutableArray<Permission> named,
        bool readsPurposes = false)
    {
        List<Permission> permissions = [.. named, .. product.Permissions];
        if (signsIn)
            permissions.Add(PermissionCatalogue.UserRead);
        if (readsPurposes)
            permissions.Add(PermissionCatalogue.MailboxSettingsRead);
        foreach (MailboxProtocol protocol in protocols)
            permissions.Add(deletesAfterArchiving ? protocol.DeletingPermission ?? protocol.Permission : protocol.Permission);

        Permission[] all =
        [
            .. permissions
                .Distinct()
                .OrderBy(permission => permission.Api != Api.MicrosoftGraph)
                .ThenBy(permission => permission.Kind)
                .ThenBy(permission => permission.Value, StringComparer.Ordinal),
        ];
        return new PermissionSet([.. all.Where(permission => !IsScoped(permission))], [.. all.Where(IsScoped)]);

        bool IsScoped(Permission permission) => scope is not null && permission.ExchangeApplicationRole is not null;
    }
}
