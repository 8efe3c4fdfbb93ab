using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Resources;

/// <summary>A service principal as the provider's resource and data source show it.</summary>
internal static class ServicePrincipalOutputs
{
    private const string CustomSingleSignOn = "WindowsAzureActiveDirectoryCustomSingleSignOnApplication";
    private const string Enterprise = "WindowsAzureActiveDirectoryIntegratedApp";
    private const string Gallery = "WindowsAzureActiveDirectoryGalleryApplicationNonPrimaryV1";
    private const string Hide = "HideApp";

    /// <summary>The properties that Graph's object holds.</summary>
    public static PropertyBag From(JsonObject principal, string? samlMetadataUrl)
    {
        string? appId = principal.Text("appId");
        List<JsonObject> roles = principal.Objects("appRoles");
        List<JsonObject> scopes = principal.Objects("oauth2PermissionScopes");
        List<string> tags = principal.Texts("tags");
        return PropertyBag.From(new Dictionary<string, object?>
        {
            ["accountEnabled"] = principal.Flag("accountEnabled") ?? false,
            ["alternativeNames"] = principal.Texts("alternativeNames"),
            ["appRoleAssignmentRequired"] = principal.Flag("appRoleAssignmentRequired") ?? false,
            ["appRoleIds"] = IdsByValue(roles),
            ["appRoles"] = roles.Select(role => new Dictionary<string, object?>
            {
                ["allowedMemberTypes"] = role.Texts("allowedMemberTypes"),
                ["description"] = role.Text("description") ?? "",
                ["displayName"] = role.Text("displayName") ?? "",
                ["enabled"] = role.Flag("isEnabled") ?? false,
                ["id"] = role.Text("id"),
                ["value"] = role.Text("value") ?? "",
            }).ToList(),
            ["applicationTenantId"] = principal.Text("appOwnerOrganizationId") ?? "",
            ["clientId"] = appId,
            ["description"] = principal.Text("description") ?? "",
            ["displayName"] = principal.Text("displayName") ?? "",
            ["featureTags"] = new List<object?>
            {
                new Dictionary<string, object?>
                {
                    ["customSingleSignOn"] = tags.Contains(CustomSingleSignOn),
                    ["enterprise"] = tags.Contains(Enterprise),
                    ["gallery"] = tags.Contains(Gallery),
                    ["hide"] = tags.Contains(Hide),
                },
            },
            ["features"] = new List<object?>
            {
                new Dictionary<string, object?>
                {
                    ["customSingleSignOnApp"] = tags.Contains(CustomSingleSignOn),
                    ["enterpriseApplication"] = tags.Contains(Enterprise),
                    ["galleryApplication"] = tags.Contains(Gallery),
                    ["visibleToUsers"] = !tags.Contains(Hide),
                },
            },
            ["homepageUrl"] = principal.Text("homepage") ?? "",
            ["loginUrl"] = principal.Text("loginUrl") ?? "",
            ["logoutUrl"] = principal.Text("logoutUrl") ?? "",
            ["notes"] = principal.Text("notes") ?? "",
            ["notificationEmailAddresses"] = principal.Texts("notificationEmailAddresses"),
            ["oauth2PermissionScopeIds"] = IdsByValue(scopes),
            ["oauth2PermissionScopes"] = scopes.Select(scope => new Dictionary<string, object?>
            {
                ["adminConsentDescription"] = scope.Text("adminConsentDescription") ?? "",
                ["adminConsentDisplayName"] = scope.Text("adminConsentDisplayName") ?? "",
                ["enabled"] = scope.Flag("isEnabled") ?? false,
                ["id"] = scope.Text("id"),
                ["type"] = scope.Text("type") ?? "",
                ["userConsentDescription"] = scope.Text("userConsentDescription") ?? "",
                ["userConsentDisplayName"] = scope.Text("userConsentDisplayName") ?? "",
                ["value"] = scope.Text("value") ?? "",
            }).ToList(),
            ["objectId"] = principal.Text("id"),
            ["preferredSingleSignOnMode"] = principal.Text("preferredSingleSignOnMode") ?? "",
            ["redirectUris"] = principal.Texts("replyUrls"),
            ["samlMetadataUrl"] = samlMetadataUrl ?? "",
            ["servicePrincipalNames"] = principal.Texts("servicePrincipalNames").Where(name =>
                !string.Equals(name, appId, StringComparison.OrdinalIgnoreCase)).ToList(),
            ["signInAudience"] = principal.Text("signInAudience") ?? "",
            ["tags"] = tags,
            ["type"] = principal.Text("servicePrincipalType") ?? "",
        });
    }

    /// <summary>The tags that the inputs ask for: as they stand, or spelled out from features.</summary>
    public static IReadOnlyList<string> Tags(PropertyBag inputs)
    {
        if (inputs.Maps("featureTags") is [var named, ..])
            return Spell(named.Flag("customSingleSignOn"), named.Flag("enterprise"), named.Flag("gallery"), named.Flag("hide"));
        if (inputs.Maps("features") is [var old, ..])
            return Spell(old.Flag("customSingleSignOnApp"), old.Flag("enterpriseApplication"), old.Flag("galleryApplication"),
                !old.Flag("visibleToUsers", true));
        return inputs.Texts("tags");

        static List<string> Spell(bool custom, bool enterprise, bool gallery, bool hide)
        {
            List<string> tags = [];
            if (custom)
                tags.Add(CustomSingleSignOn);
            if (enterprise)
                tags.Add(Enterprise);
            if (gallery)
                tags.Add(Gallery);
            if (hide)
                tags.Add(Hide);
            return tags;
        }
    }

    private static Dictionary<string, object?> IdsByValue(IEnumerable<JsonObject> permissions)
    {
        Dictionary<string, object?> ids = new(StringComparer.Ordinal);
        foreach (JsonObject permission in permissions)
        {
            if (permission.Text("value") is { Length: > 0 } value)
                ids[value] = permission.Text("id");
        }

        return ids;
    }
}
