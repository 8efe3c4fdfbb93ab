using System.Text.Json.Nodes;
using TenantOnboarding.Components.Permissions;

namespace TenantOnboarding.Components.Identities;

/// <summary>
/// Which rights what takes: the table of docs/identities.md, which a test holds to this one and a simulated tenant to the truth. Ids:
/// Microsoft's permissions reference.
/// </summary>
internal static class Needs
{
    public static Need Integration { get; } = new("any integration",
        ["Application.Read.All"], ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"], ["Directory.Read.All"]);

    public static Need DelegatedConsent { get; } = new("`product: mailstore-server`, `product: mailstore-spe`, or `signIn`",
        [], ["DelegatedPermissionGrant.ReadWrite.All"], []);

    public static Need Groups { get; } = new("`userSync.groups`, or `mailboxes.group`",
        ["GroupMember.Read.All"], ["GroupMember.Read.All"], []);

    public static Need ExchangeRole { get; } = new("`exchangeRole`",
        ["RoleManagement.Read.Directory"], ["RoleManagement.ReadWrite.Directory"], []);

    public static Need Owners { get; } = new("`owners`", [], [], []);

    public static Need Adoption { get; } = new("`adopt`", ["Directory.Read.All"], ["DelegatedPermissionGrant.ReadWrite.All"], []);

    public static Need Refresh { get; } = new("`--refresh`", ["Directory.Read.All"], ["DelegatedPermissionGrant.ReadWrite.All"], []);

    public static Need PolicyWarning { get; } = new("a warning before a policy refuses the certificate",
        ["Policy.Read.All"], ["Policy.Read.All"], []);

    public static IReadOnlyList<Need> All { get; } =
        [Integration, DelegatedConsent, Groups, ExchangeRole, Owners, Adoption, Refresh, PolicyWarning];

    private static Dictionary<string, string> IdsOfWriting { get; } = new(StringComparer.Ordinal)
    {
        ["Application.ReadWrite.All"] = "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
        ["AppRoleAssignment.ReadWrite.All"] = "06b708a9-e830-4db3-a914-8e69da51d44f",
        ["DelegatedPermissionGrant.ReadWrite.All"] = "8e8e4742-1d95-4f68-9d56-6ee75648c72a",
        ["RoleManagement.Read.Directory"] = "483bed4a-2ad3-4361-a73b-c83ccdbdc53c",
        ["RoleManagement.ReadWrite.Directory"] = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
    };

    /// <summary>The permissions that an identity takes for all of these, in order, each once.</summary>
    public static IReadOnlyList<Permission> For(Role role, IEnumerable<Need> needs) =>
        [.. needs.SelectMany(need => need.Of(role)).Distinct().Order(StringComparer.Ordinal).Select(Find)];

    /// <summary>
    /// The rights of the deploying identity that bootstrap makes for stacks where it is told to warn of policies, as Graph calls them.
    /// </summary>
    /// <param name="integrations">The integrations of each, as <see cref="Of"/> takes them.</param>
    public static IReadOnlyList<string> RightsToDeploy(IEnumerable<JsonNode?> integrations) =>
        [.. For(Role.Deploy, [.. integrations.SelectMany(Of), PolicyWarning]).Select(right => right.Value)];

    /// <summary>What a stack has that takes rights.</summary>
    /// <param name="integrations">The stack's integrations by their logical names, as its file has them; null where it has none.</param>
    public static IReadOnlyList<Need> Of(JsonNode? integrations)
    {
        JsonObject[] all = [.. (integrations as JsonObject ?? []).Select(pair => pair.Value).OfType<JsonObject>()];
        (Need Need, Func<JsonObject, bool> Has)[] more =
        [
            (DelegatedConsent, one => Text(one, "product") is "mailstore-server" or "mailstore-spe" || one["signIn"] is not null),
            (Groups, one => Child(one, "userSync", "groups") is not null || Child(one, "mailboxes", "group") is not null),
            (ExchangeRole, one => one["exchangeRole"] is not null),
            (Adoption, one => one["adopt"] is not null),
        ];
        return [Integration, .. more.Where(entry => all.Any(entry.Has)).Select(entry => entry.Need)];
    }

    /// <summary>
    /// The right without which a deployment is refused at a resource or function; null where that cannot be told. The table
    /// "What a refusal means" of docs/identities.md.
    /// </summary>
    /// <param name="token">Its type, or the function's: <c>azuread:index/directoryRole:DirectoryRole</c>.</param>
    public static string? RightFor(string token) => token[(token.LastIndexOf(':') + 1)..] switch
    {
        "AppRoleAssignment" => "AppRoleAssignment.ReadWrite.All",
        "ServicePrincipalDelegatedPermissionGrant" => "DelegatedPermissionGrant.ReadWrite.All",
        "getGroup" => "GroupMember.Read.All",
        "getDirectoryRoleTemplates" or "DirectoryRole" or "DirectoryRoleAssignment" => "RoleManagement.ReadWrite.Directory",
        "ServicePrincipal" or "getServicePrincipal" => "Application.ReadWrite.All",
        { } other when other.StartsWith("Application", StringComparison.Ordinal) => "Application.ReadWrite.All",
        _ => null,
    };

    private static JsonNode? Child(JsonObject integration, string name, string key) => (integration[name] as JsonObject)?[key];

    private static string? Text(JsonObject integration, string key) =>
        integration[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static Permission Find(string value) =>
        PermissionCatalogue.Find(Api.MicrosoftGraph, PermissionKind.Application, value)
            ?? new(Api.MicrosoftGraph, PermissionKind.Application, value, IdsOfWriting[value], "prepares the tenant", "the directory");
}
