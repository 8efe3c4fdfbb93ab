using System.Text.Json;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Values;

/// <summary>Between JSON and the plain values that a Pulumi mock takes and gives.</summary>
internal static class PlainJson
{
    /// <summary>Text, bool, double, list and dictionary for a JSON node; null for JSON's null.</summary>
    public static object? ToPlain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => ToPlain(pair.Value), StringComparer.Ordinal),
        JsonArray list => list.Select(ToPlain).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => node.AsValue().TryGetValue(out double number) ? number
                : Convert.ToDouble(node.ToString(), System.Globalization.CultureInfo.InvariantCulture),
            _ => null,
        },
    };

    /// <summary>A text member of an object, or null where absent, null or another type.</summary>
    public static string? Text(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A true/false member of an object.</summary>
    public static bool? Flag(this JsonObject? json, string name) =>
        json?[name] is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    /// <summary>The texts of a list member; empty where absent or null.</summary>
    public static List<string> Texts(this JsonObject? json, string name) =>
        json?[name] is JsonArray list ? [.. list.OfType<JsonValue>().Select(item => item.GetValue<string>())] : [];

    /// <summary>The objects of a list member; empty where absent or null.</summary>
    public static List<JsonObject> Objects(this JsonObject? json, string name) =>
        json?[name] is JsonArray list ? [.. list.OfType<JsonObject>()] : [];

    /// <summary>A list of texts as JSON.</summary>
    public static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    /// <summary>Text as JSON, with null for absent and empty text, as the provider sends it.</summary>
    public static JsonNode? Nullable(string? text) => string.IsNullOrEmpty(text) ? null : JsonValue.Create(text);
}
