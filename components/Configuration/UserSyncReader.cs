using System.Collections.Immutable;
using TenantOnboarding.Components.Products;

namespace TenantOnboarding.Components.Configuration;

/// <summary>Reads <c>userSync</c>: which users the product synchronizes.</summary>
internal static class UserSyncReader
{
    /// <summary>The rule, or null where no user is synchronized or a mistake has been noted.</summary>
    public static UserSyncConfiguration? Read(Setting sync, Product product, DirectorySource directory)
    {
        if (product.UserSync is not { } rule || directory == DirectorySource.ActiveDirectory)
        {
            if (sync.Exists)
            {
                sync.Error(
                    directory == DirectorySource.ActiveDirectory
                    ? "no userSync with directory: active-directory" : "no userSync for this product",
                    "remove it: users do not come from the tenant");
            }
            return null;
        }
        if (!sync.Exists)
            return rule.Default is null ? null : new UserSyncConfiguration(rule.Default, []);
        if (!sync.IsObject)
        {
            sync.Error("a mapping such as { filter: licensed }", "say which users are synchronized");
            return null;
        }

        sync.AllowOnly("filter", "groups");
        UserSyncFilter? filter = sync["filter"].Choice(
            UserSyncFilter.Known, known => known.Key, "say which users are synchronized; licensed where nothing else is known");
        ImmutableArray<string> groups = [];
        if (filter == UserSyncFilter.Groups)
            groups = ReadGroups(sync["groups"]);
        else if (sync["groups"].Exists && filter is not null)
            sync["groups"].Error("no groups with this filter", "write filter: groups, or remove the groups");
        return filter is null ? null : new UserSyncConfiguration(filter, groups);
    }

    private static ImmutableArray<string> ReadGroups(Setting setting)
    {
        ImmutableArray<string> groups =
        [
            .. setting.Items("a list of display names of groups", "name at least one group")
                .Select(item => item.Text("a group's display name", "give the name as the Entra portal shows it"))
                .OfType<string>(),
        ];
        if (groups.Distinct(StringComparer.OrdinalIgnoreCase).Count() != groups.Length)
            setting.Error("every group once", "remove the repetition");
        return groups;
    }
}
