using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>
/// What Entra refuses in the roles and scopes that an application publishes: Microsoft Graph reference, <c>appRole</c> and
/// <c>permissionScope</c>; Entra documentation, "Validation differences by supported account types".
/// </summary>
internal static class EntitlementRules
{
    private const int LongestValue = 120;
    private const int LongestValueForPersonalAccounts = 40;
    private const int MostScopesForPersonalAccounts = 100;

    private static readonly Dictionary<string, Type> RoleProperties = new(StringComparer.Ordinal)
    {
        ["allowedMemberTypes"] = typeof(JsonArray),
        ["description"] = typeof(string),
        ["displayName"] = typeof(string),
        ["id"] = typeof(string),
        ["isEnabled"] = typeof(bool),
        ["origin"] = typeof(string),
        ["value"] = typeof(string),
    };

    private static readonly Dictionary<string, Type> ScopeProperties = new(StringComparer.Ordinal)
    {
        ["adminConsentDescription"] = typeof(string),
        ["adminConsentDisplayName"] = typeof(string),
        ["id"] = typeof(string),
        ["isEnabled"] = typeof(bool),
        ["origin"] = typeof(string),
        ["type"] = typeof(string),
        ["userConsentDescription"] = typeof(string),
        ["userConsentDisplayName"] = typeof(string),
        ["value"] = typeof(string),
    };

    /// <exception cref="GraphException">400: the roles or scopes cannot be those of an application.</exception>
    public static void Check(JsonObject before, JsonObject after)
    {
        JsonObject[] roles = Entries(after["appRoles"]);
        JsonObject[] scopes = Entries(after["api"]?["oauth2PermissionScopes"]);
        bool personal = ApplicationRules.SignsPersonalAccountsIn(after);
        if (personal && roles.Length > 0)
            throw ApplicationRules.Invalid("appRoles");
        if (personal && scopes.Length > MostScopesForPersonalAccounts)
            throw ApplicationRules.Invalid("api");
        foreach (JsonObject role in roles)
        {
            if (!IsEntitlement(role, RoleProperties, LongestValue) || !IsMemberTypes(role["allowedMemberTypes"]))
                throw ApplicationRules.Invalid("appRoles");
        }
        foreach (JsonObject scope in scopes)
        {
            if (!IsEntitlement(scope, ScopeProperties, personal ? LongestValueForPersonalAccounts : LongestValue)
                || scope.Text("type") is not (null or "User" or "Admin"))
                throw ApplicationRules.Invalid("api");
        }
        CheckDistinct(roles);
        CheckDistinct(scopes);
        CheckChanges(Entries(before["appRoles"]), roles);
        CheckChanges(Entries(before["api"]?["oauth2PermissionScopes"]), scopes);
    }

    private static JsonObject[] Entries(JsonNode? list) => [.. (list as JsonArray ?? []).OfType<JsonObject>()];

    private static bool IsEntitlement(JsonObject entry, Dictionary<string, Type> properties, int longest)
    {
        foreach ((string name, JsonNode? value) in entry)
        {
            if (!name.Contains('@', StringComparison.Ordinal)
                && (!properties.TryGetValue(name, out Type? type) || value is not null && !Is(value, type)))
                return false;
        }
        return Guid.TryParse(entry.Text("id"), out _)
            && (entry.Text("value") is not { } text
                || text.Length <= longest && text.All(c => c is > ' ' and <= '~' and not ('"' or '\\')));
    }

    private static bool Is(JsonNode value, Type type) => type == typeof(JsonArray)
        ? value is JsonArray
        : value is JsonValue simple && (type == typeof(bool) ? simple.TryGetValue(out bool _) : simple.TryGetValue(out string? _));

    private static bool IsMemberTypes(JsonNode? node) => node is JsonArray { Count: > 0 } types
        && types.All(type => type is JsonValue value && value.TryGetValue(out string? text) && text is "User" or "Application");

    /// <summary>Within the roles, and within the scopes, ids and values are unique.</summary>
    private static void CheckDistinct(JsonObject[] entries)
    {
        foreach (string name in new[] { "id", "value" })
        {
            string[] values = [.. entries.Select(entry => entry.Text(name)).OfType<string>().Where(value => value.Length > 0)];
            if (values.Distinct(StringComparer.OrdinalIgnoreCase).Count() < values.Length)
                throw ApplicationRules.Duplicate();
        }
    }

    /// <summary>A role or scope must be disabled before it is changed or removed.</summary>
    private static void CheckChanges(JsonObject[] before, JsonObject[] after)
    {
        foreach (JsonObject old in before.Where(entry => entry.Flag("isEnabled") ?? true))
        {
            JsonObject? now = after.FirstOrDefault(entry => entry.Text("id") == old.Text("id"));
            if (now is null || old.Any(p => p.Key is not ("isEnabled" or "origin") && !JsonNode.DeepEquals(p.Value, now[p.Key])))
            {
                throw new GraphException(
                    400,
                    "CannotDeleteOrUpdateEnabledEntitlement",
                    "Permission (scope or role) cannot be deleted or updated unless disabled first.");
            }
        }
    }
}
