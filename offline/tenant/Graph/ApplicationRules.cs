using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>What Entra refuses in an application.</summary>
internal static class ApplicationRules
{
    public static readonly IReadOnlySet<string> ReadOnly = new HashSet<string>(StringComparer.Ordinal)
    {
        "deletedDateTime", "applicationTemplateId", "disabledByMicrosoftStatus", "createdDateTime", "publisherDomain", "certification",
        "verifiedPublisher",
    };

    /// <summary>Platforms that have redirect URIs.</summary>
    public static readonly IReadOnlyList<string> RedirectKinds = ["web", "spa", "publicClient"];

    private static readonly HashSet<string> Audiences = new(StringComparer.Ordinal)
    {
        "AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount",
    };

    /// <exception cref="GraphException">400: <paramref name="after"/> is not a state that Entra lets an application get to.</exception>
    public static void Check(JsonObject before, JsonObject after)
    {
        if (after.Text("displayName") is not { Length: > 0 and <= 256 })
            throw Invalid("displayName");
        if (after.Text("signInAudience") is not { } audience || !Audiences.Contains(audience))
            throw Invalid("signInAudience");
        foreach (string kind in RedirectKinds)
        {
            if (after[kind]?["redirectUris"] is not JsonArray uris || uris.Count > 256 || !uris.All(u => IsRedirectUri(u, kind)))
                throw Invalid(kind);
        }
        if (after["web"].Text("logoutUrl") is { Length: > 0 } logout && !logout.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw Invalid("web");
        CheckRequiredAccess(after["requiredResourceAccess"] as JsonArray);
        CheckEntitlements(before["appRoles"] as JsonArray, after["appRoles"] as JsonArray);
        CheckEntitlements(before["api"]?["oauth2PermissionScopes"] as JsonArray, after["api"]?["oauth2PermissionScopes"] as JsonArray);
    }

    /// <summary>
    /// A web or SPA redirect URI is https, or http for the local host, without fragment; public clients may use schemes of their own.
    /// </summary>
    private static bool IsRedirectUri(JsonNode? node, string kind)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text) || text.Length > 256
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Fragment.Length > 0)
            return false;
        return uri.Scheme switch
        {
            "https" => true,
            "http" => uri.Host is "localhost" or "127.0.0.1" or "[::1]",
            "urn" => kind != "spa",
            _ => kind == "publicClient",
        };
    }

    private static void CheckRequiredAccess(JsonArray? apis)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (JsonNode? api in apis ?? [])
        {
            if (api.Text("resourceAppId") is not { } appId || !Guid.TryParse(appId, out _)
                || !seen.Add(appId) || api!["resourceAccess"] is not JsonArray accesses)
                throw Invalid("requiredResourceAccess");
            foreach (JsonNode? access in accesses)
            {
                if (!Guid.TryParse(access.Text("id"), out _) || access.Text("type") is not ("Role" or "Scope"))
                    throw Invalid("requiredResourceAccess");
            }
        }
    }

    /// <summary>A role or scope must be disabled before it is changed or removed.</summary>
    private static void CheckEntitlements(JsonArray? before, JsonArray? after)
    {
        foreach (JsonObject old in (before ?? []).OfType<JsonObject>().Where(o => o.Flag("isEnabled") ?? true))
        {
            JsonObject? now = (after ?? []).OfType<JsonObject>().FirstOrDefault(n => n.Text("id") == old.Text("id"));
            if (now is null || old.Any(p => p.Key is not ("isEnabled" or "origin") && !JsonNode.DeepEquals(p.Value, now[p.Key])))
            {
                throw new GraphException(
                    400,
                    "CannotDeleteOrUpdateEnabledEntitlement",
                    "Permission (scope or role) cannot be deleted or updated unless disabled first.");
            }
        }
        foreach (JsonNode? entry in after ?? [])
        {
            if (!Guid.TryParse(entry.Text("id"), out _) || entry.Flag("isEnabled") is null && entry.Text("value") is null)
                throw Invalid("appRoles");
        }
    }

    private static GraphException Invalid(string property) =>
        GraphException.BadRequest($"Invalid value specified for property '{property}' of resource 'Application'.");
}
