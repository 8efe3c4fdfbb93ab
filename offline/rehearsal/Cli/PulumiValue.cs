using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Cli;

/// <summary>Values as Pulumi's engine writes them into its events and states.</summary>
internal static class PulumiValue
{
    /// <summary>What stands for a value that a preview does not know, by its type (sdk/go/common/resource/plugin/rpc.go).</summary>
    private static readonly string[] Unknown =
    [
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // true or false
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // text
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // list
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
    ];

    /// <summary>The member that marks a wrapped value, and its content for a secret (sdk/go/common/resource/sig/sig.go).</summary>
    private const string Signature = "4dabf18193072939515e22adb298388d";
    private const string Secret = "1b47061264138c4ac30d75fd1eb44270";

    /// <summary>
    /// Members that the engine and the provider keep for themselves: <c>__defaults</c>, <c>__meta</c>, <c>__internal</c>.
    /// </summary>
    private const string Private = "__";

    /// <summary>A copy of an object without what is unknown, null or the engine's own; secrets in plain text.</summary>
    public static JsonObject Read(JsonNode? node) => Read(node, out JsonNode? value) && value is JsonObject map ? map : [];

    /// <summary>The same as properties of a resource.</summary>
    public static PropertyBag Properties(JsonNode? node) =>
        PropertyBag.From(Read(node).Select(pair => new KeyValuePair<string, object?>(pair.Key, pair.Value)));

    /// <summary>True if a text stands for a value that a preview does not know.</summary>
    public static bool IsUnknown(string? text) => Unknown.Contains(text, StringComparer.Ordinal);

    private static bool Read(JsonNode? node, out JsonNode? value)
    {
        value = null;
        switch (node)
        {
            case null:
                return true;
            case JsonObject wrapped when wrapped.Text(Signature) == Secret:
                return Read(wrapped.Text("plaintext") is { } text ? JsonNode.Parse(text) : wrapped["value"], out value);
            case JsonObject map:
                JsonObject members = [];
                foreach ((string name, JsonNode? member) in map)
                {
                    if (!name.StartsWith(Private, StringComparison.Ordinal) && Read(member, out JsonNode? read) && read is not null)
                        members[name] = read;
                }
                value = members;
                return true;
            case JsonArray list:
                JsonArray items = [];
                foreach (JsonNode? item in list)
                {
                    // A list with a gap would be another list.
                    if (!Read(item, out JsonNode? read))
                        return false;
                    items.Add(read);
                }
                value = items;
                return true;
            default:
                if (node.AsValue().TryGetValue(out string? content) && IsUnknown(content))
                    return false;
                value = node.DeepClone();
                return true;
        }
    }
}
