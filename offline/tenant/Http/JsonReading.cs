using System.Globalization;
using System.Text.Json.Nodes;

namespace SimulatedTenant.Http;

/// <summary>Reads values that a client sent. Null and absent read as null; another type than expected is the client's mistake.</summary>
internal static class JsonReading
{
    /// <exception cref="GraphException">400: the node is no object, or the property no string.</exception>
    public static string? Text(this JsonNode? node, string name) => Property(node, name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw GraphException.BadRequest($"Cannot convert the value of '{name}' to the expected type 'Edm.String'."),
    };

    /// <exception cref="GraphException">400: the node is no object, or the property no boolean.</exception>
    public static bool? Flag(this JsonNode? node, string name) => Property(node, name) switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw GraphException.BadRequest($"Cannot convert the value of '{name}' to the expected type 'Edm.Boolean'."),
    };

    /// <exception cref="GraphException">400: the node is no object, or the property no point in time.</exception>
    public static DateTimeOffset? Time(this JsonNode? node, string name) => Text(node, name) switch
    {
        null => null,
        string text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) => time,
        string text => throw GraphException.BadRequest($"Cannot convert the literal '{text}' to the expected type 'Edm.DateTimeOffset'."),
    };

    private static JsonNode? Property(JsonNode? node, string name) => node switch
    {
        null => null,
        JsonObject json => json[name],
        _ => throw GraphException.BadRequest($"An object was expected where '{name}' is looked for."),
    };
}
