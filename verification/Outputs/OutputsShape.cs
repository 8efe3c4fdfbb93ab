using System.Text.Json;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Verification.Outputs;

/// <summary>
/// Tells quickly whether a document keeps to a schema. A validator of schemas tells why one does not; to load that takes a quarter of a
/// start, and almost every document keeps to it.
/// </summary>
internal static class OutputsShape
{
    private const string Definitions = "#/definitions/";

    /// <summary>True where the document surely keeps to the schema; false where it does not, or the schema asks for what is not known
    /// here.</summary>
    public static bool Fits(JsonElement document, JsonElement schema) => Fits(document, schema, schema);

    private static bool Fits(JsonElement value, JsonElement schema, JsonElement root) =>
        schema.EnumerateObject().All(keyword => Keeps(value, schema, keyword, root));

    private static bool Keeps(JsonElement value, JsonElement schema, JsonProperty keyword, JsonElement root) => keyword.Name switch
    {
        "$schema" or "title" or "description" or "definitions" => true,
        "$ref" => keyword.Value.GetString() is string reference && reference.StartsWith(Definitions, StringComparison.Ordinal)
            && root.GetProperty("definitions").TryGetProperty(reference[Definitions.Length..], out JsonElement definition)
            && Fits(value, definition, root),
        "type" => IsOf(keyword.Value.GetString(), value),
        "enum" => keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
        "pattern" => value.ValueKind == JsonValueKind.String && Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
        "minLength" => value.ValueKind == JsonValueKind.String && value.GetString()!.Length >= keyword.Value.GetInt32(),
        "minItems" => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= keyword.Value.GetInt32(),
        "minProperties" => value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() >= keyword.Value.GetInt32(),
        "items" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => Fits(item, keyword.Value, root)),
        "required" => value.ValueKind == JsonValueKind.Object
            && keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(property =>
            !keyword.Value.TryGetProperty(property.Name, out JsonElement own) || Fits(property.Value, own, root)),
        "additionalProperties" => value.ValueKind == JsonValueKind.Object && keyword.Value.ValueKind == JsonValueKind.Object
            && !schema.TryGetProperty("properties", out _)
            && value.EnumerateObject().All(property => Fits(property.Value, keyword.Value, root)),
        _ => false,
    };

    private static bool IsOf(string? type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };
}
