using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>
/// Applies the body of a POST or PATCH: properties that are not sent stay; complex properties are merged; collections and simple values are
/// replaced. A shape with all properties says what exists.
/// </summary>
internal static class ShapeMerge
{
    /// <summary>Collections of objects; all others hold texts.</summary>
    private static readonly HashSet<string> ObjectCollections = new(StringComparer.Ordinal)
    {
        "addIns", "appRoles", "keyCredentials", "oauth2PermissionScopes", "passwordCredentials", "preAuthorizedApplications",
        "redirectUriSettings", "requiredResourceAccess", "resourceSpecificApplicationPermissions",
    };

    /// <summary>Properties whose default is null and that hold no text.</summary>
    private static readonly Dictionary<string, Func<JsonNode, bool>> Types = new(StringComparer.Ordinal)
    {
        ["acceptMappedClaims"] = IsFlag,
        ["certification"] = IsObject,
        ["isDeviceOnlyAuthSupported"] = IsFlag,
        ["isFallbackPublicClient"] = IsFlag,
        ["optionalClaims"] = IsObject,
        ["requestedAccessTokenVersion"] = node => node is JsonValue value && value.TryGetValue(out int _),
        ["requestSignatureVerification"] = IsObject,
        ["samlSingleSignOnSettings"] = IsObject,
        ["servicePrincipalLockConfiguration"] = IsObject,
        ["tokenEncryptionKeyId"] = node => IsText(node) && Guid.TryParse((string?)node, out _),
    };

    /// <param name="target">What changes.</param>
    /// <param name="body">What was sent; <c>@odata.…</c> and <c>…@odata.bind</c> entries are not properties.</param>
    /// <param name="shape">All properties with their defaults.</param>
    /// <param name="resource">Name of the resource for messages, such as <c>Application</c>.</param>
    /// <param name="readOnly">Properties that only the tenant sets.</param>
    public static void Apply(JsonObject target, JsonObject body, JsonObject shape, string resource, IReadOnlySet<string> readOnly)
    {
        foreach ((string name, JsonNode? value) in body)
        {
            if (name.Contains('@', StringComparison.Ordinal))
                continue;
            if (!shape.TryGetPropertyValue(name, out JsonNode? template))
                throw GraphException.BadRequest($"Invalid property '{name}'.");
            if (readOnly.Contains(name))
                throw GraphException.BadRequest($"Property '{name}' is read-only and cannot be set.");
            Set(target, name, value, template, $"Invalid value specified for property '{name}' of resource '{resource}'.");
        }
    }

    private static void Set(JsonObject target, string name, JsonNode? value, JsonNode? template, string invalid)
    {
        switch (template)
        {
            case JsonObject inner:
                if (value is not JsonObject sent)
                    throw GraphException.BadRequest(invalid);
                if (target[name] is not JsonObject present)
                    target[name] = present = (JsonObject)inner.DeepClone();
                foreach ((string key, JsonNode? part) in sent)
                {
                    if (key.Contains('@', StringComparison.Ordinal))
                        continue;
                    if (!inner.TryGetPropertyValue(key, out JsonNode? partTemplate))
                        throw GraphException.BadRequest(invalid);
                    Set(present, key, part, partTemplate, invalid);
                }
                break;
            case JsonArray:
                bool objects = ObjectCollections.Contains(name);
                if (value is not JsonArray list
                    || !list.All(item => objects ? item is JsonObject : item is JsonValue text && text.TryGetValue(out string? _)))
                    throw GraphException.BadRequest(invalid);
                target[name] = list.DeepClone();
                break;
            case JsonValue known when known.TryGetValue(out bool _):
                target[name] = value is JsonValue flag && flag.TryGetValue(out bool _)
                    ? value.DeepClone()
                    : throw GraphException.BadRequest(invalid);
                break;
            default:
                if (value is not null && !Types.GetValueOrDefault(name, IsText)(value))
                    throw GraphException.BadRequest(invalid);
                target[name] = value?.DeepClone();
                break;
        }
    }

    private static bool IsText(JsonNode node) => node is JsonValue value && value.TryGetValue(out string? _);

    private static bool IsFlag(JsonNode node) => node is JsonValue value && value.TryGetValue(out bool _);

    private static bool IsObject(JsonNode node) => node is JsonObject;
}
