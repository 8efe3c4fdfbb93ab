using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>
/// What Entra refuses in an application: Entra documentation, "Validation differences by supported account types"; Microsoft Graph
/// reference, <c>application</c> and <c>apiApplication</c>; Entra service limits.
/// </summary>
internal static class ApplicationRules
{
    private const int LongestDisplayName = 256;
    private const int LongestLogoutUrl = 255;
    private const int LongestTag = 256;
    private const int MostApis = 50;
    private const int MostPermissions = 400;
    private const int MostPermissionsForPersonalAccounts = 200;
    private const int MostPermissionsOfAnApiForPersonalAccounts = 30;

    /// <summary>Entries that all collections of an application hold together.</summary>
    private const int MostEntries = 1200;

    public static readonly IReadOnlySet<string> ReadOnly = new HashSet<string>(StringComparer.Ordinal)
    {
        "deletedDateTime", "applicationTemplateId", "disabledByMicrosoftStatus", "createdDateTime", "publisherDomain", "certification",
        "verifiedPublisher",
    };

    private static readonly HashSet<string> Audiences = new(StringComparer.Ordinal)
    {
        "AzureADMyOrg", "AzureADMultipleOrgs", "AzureADandPersonalMicrosoftAccount", "PersonalMicrosoftAccount",
    };

    /// <summary>Whether an application signs in personal Microsoft accounts, for which narrower rules hold.</summary>
    public static bool SignsPersonalAccountsIn(JsonObject application) =>
        application.Text("signInAudience") is "AzureADandPersonalMicrosoftAccount" or "PersonalMicrosoftAccount";

    /// <param name="application">The application, with what it has before.</param>
    /// <param name="after">What it would have.</param>
    /// <param name="directory">The tenant that it is in.</param>
    /// <exception cref="GraphException">400: <paramref name="after"/> is not a state that Entra lets an application get to.</exception>
    public static void Check(Application application, JsonObject after, TenantDirectory directory)
    {
        JsonObject before = application.Graph;
        if (after.Text("displayName") is not { Length: > 0 and <= LongestDisplayName })
            throw Invalid("displayName");
        if (after.Text("signInAudience") is not { } audience || !Audiences.Contains(audience))
            throw Invalid("signInAudience");
        if (before.Text("uniqueName") is { } unique && unique != after.Text("uniqueName"))
            throw GraphException.BadRequest("Property 'uniqueName' is read-only and cannot be set.");
        CheckTokenVersion(after);
        CheckTags(after["tags"] as JsonArray);
        if (after["web"].Text("logoutUrl") is { Length: > 0 } logout
            && (logout.Length > LongestLogoutUrl || !logout.StartsWith("https://", StringComparison.OrdinalIgnoreCase)))
            throw Invalid("web");
        RedirectUriRules.Check(after);
        IdentifierUriRules.Check(application, after, directory);
        CheckRequiredAccess(after["requiredResourceAccess"] as JsonArray, SignsPersonalAccountsIn(after));
        EntitlementRules.Check(before, after);
        if (CountEntries(after) > MostEntries)
            throw GraphException.BadRequest("The size of the object has exceeded its limit.");
    }

    public static GraphException Invalid(string property) =>
        GraphException.BadRequest($"Invalid value specified for property '{property}' of resource 'Application'.");

    public static GraphException Duplicate(string code = "DuplicateValue") =>
        new(400, code, "Request contains a property with duplicate values.");

    /// <exception cref="GraphException">400: a text stands twice, be it in another case.</exception>
    public static void CheckDistinct(IReadOnlyList<string> values, string property)
    {
        if (values.Any(value => value.Length == 0))
            throw Invalid(property);
        if (values.Distinct(StringComparer.Ordinal).Count() < values.Count)
            throw Duplicate();
        if (values.Distinct(StringComparer.OrdinalIgnoreCase).Count() < values.Count)
            throw Duplicate("DuplicateValueInDifferentCase");
    }

    /// <summary>Null means 1, and whoever signs in personal accounts takes tokens of version 2 alone.</summary>
    private static void CheckTokenVersion(JsonObject after)
    {
        int version = after["api"]?["requestedAccessTokenVersion"] is JsonValue sent ? sent.GetValue<int>() : 1;
        if (version is not (1 or 2) || version == 1 && SignsPersonalAccountsIn(after))
            throw GraphException.BadRequest("Property api.requestedAccessTokenVersion is invalid.");
    }

    private static void CheckTags(JsonArray? tags)
    {
        string[] texts = [.. (tags ?? []).Select(tag => (string)tag!)];
        if (texts.Any(tag => tag.Length is 0 or > LongestTag || tag.Any(char.IsWhiteSpace)))
            throw Invalid("tags");
        CheckDistinct(texts, "tags");
    }

    private static void CheckRequiredAccess(JsonArray? apis, bool personal)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        int permissions = 0;
        foreach (JsonNode? api in apis ?? [])
        {
            if (api.Text("resourceAppId") is not { } appId || !Guid.TryParse(appId, out _)
                || !seen.Add(appId) || api!["resourceAccess"] is not JsonArray accesses
                || HasOthers(api, "resourceAppId", "resourceAccess")
                || personal && accesses.Count > MostPermissionsOfAnApiForPersonalAccounts)
                throw Invalid("requiredResourceAccess");
            HashSet<(string, string)> listed = [];
            foreach (JsonNode? access in accesses)
            {
                if (!Guid.TryParse(access.Text("id"), out Guid id) || access.Text("type") is not ("Role" or "Scope")
                    || HasOthers(access!, "id", "type"))
                    throw Invalid("requiredResourceAccess");
                if (!listed.Add((id.ToString(), access.Text("type")!)))
                    throw Duplicate();
            }
            permissions += accesses.Count;
        }
        if (seen.Count > MostApis || permissions > (personal ? MostPermissionsForPersonalAccounts : MostPermissions))
            throw Invalid("requiredResourceAccess");
    }

    private static bool HasOthers(JsonNode node, params ReadOnlySpan<string> known)
    {
        foreach ((string name, JsonNode? _) in node.AsObject())
        {
            if (!name.Contains('@', StringComparison.Ordinal) && !known.Contains(name))
                return true;
        }
        return false;
    }

    private static int CountEntries(JsonNode? node) => node switch
    {
        JsonArray list => list.Count + list.Sum(CountEntries),
        JsonObject json => json.Sum(property => CountEntries(property.Value)),
        _ => 0,
    };
}
