using System.Text.Json.Nodes;

namespace TenantOnboarding.HandOver.Settings;

/// <summary>Fields that may hold a secret, by their names.</summary>
internal static class SecretFields
{
    private const string Mark = "(redacted)";
    private const int LongestPlain = 256;

    private static readonly string[] Names =
        ["password", "passwd", "secret", "privatekey", "pfx", "pkcs12", "token", "passphrase", "apikey"];

    /// <summary>Whether a field may hold a secret.</summary>
    public static bool Is(FoundField field) => Names.Any(name => field.Name.Contains(name, StringComparison.Ordinal));

    /// <summary>A secret that MailStore does not give back: to set the object as it came would lose it.</summary>
    public static FoundField? NotGivenBack(JsonNode configuration) =>
        FoundField.In(configuration).FirstOrDefault(field => Is(field) && (field.Value is null || IsMasked(field.Value)));

    /// <summary>A copy without secrets; long texts go too, since a key may hide in any of them.</summary>
    public static JsonNode? Without(JsonNode? node) => node switch
    {
        JsonArray array => new JsonArray([.. array.Select(Without)]),
        JsonObject fields => new JsonObject(fields.Select(field => KeyValuePair.Create(field.Key,
            FoundField.In(new JsonObject { [field.Key] = null }).Any(Is) && field.Value is not null ? Mark : Without(field.Value)))),
        JsonValue value when value.TryGetValue(out string? text) && text.Length > LongestPlain => Mark,
        _ => node?.DeepClone(),
    };

    private static bool IsMasked(JsonNode value) => value is JsonValue text && text.TryGetValue(out string? letters)
        && letters.All(letter => letter is '*' or '•' or '●');
}
