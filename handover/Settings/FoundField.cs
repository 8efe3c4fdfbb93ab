using System.Text.Json.Nodes;

namespace TenantOnboarding.HandOver.Settings;

/// <summary>A field somewhere in a JSON document.</summary>
/// <param name="Path">Its path, such as <c>connection.clientId</c>.</param>
/// <param name="Name">Its own name, lower case, letters and digits only: <c>clientid</c>.</param>
/// <param name="Holder">The object that holds it.</param>
/// <param name="Key">Its name there.</param>
internal sealed record FoundField(string Path, string Name, JsonObject Holder, string Key)
{
    /// <summary>Its value.</summary>
    public JsonNode? Value => Holder[Key];


    /// <summary>The fields of a document, in order, each before those within it.</summary>
    public static IEnumerable<FoundField> In(JsonNode? node, string path = "")
    {
        if (node is JsonArray array)
            return array.SelectMany((item, index) => In(item, $"{path}[{index}]"));
        if (node is not JsonObject fields)
            return [];
        return fields.SelectMany(field =>
        {
            string inner = path.Length == 0 ? field.Key : $"{path}.{field.Key}";
            return In(field.Value, inner).Prepend(new(inner, Plain(field.Key), fields, field.Key));
        });
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
