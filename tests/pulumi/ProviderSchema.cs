using System.Text.Json;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>The facts of a provider package, read from either form in which they are kept beside the repository.</summary>
internal sealed class ProviderSchema
{
    private ProviderSchema(
        Dictionary<string, Shape> resources, Dictionary<string, Shape> functions, Dictionary<string, Dictionary<string, Property>> types)
    {
        Resources = resources;
        Functions = functions;
        Types = types;
    }

    /// <summary>By token.</summary>
    public IReadOnlyDictionary<string, Shape> Resources { get; }

    /// <summary>By C# class, without namespace.</summary>
    public IReadOnlyDictionary<string, Shape> Functions { get; }

    /// <summary>By C# class, without namespace and without the suffix of arguments.</summary>
    public IReadOnlyDictionary<string, Dictionary<string, Property>> Types { get; }

    public static ProviderSchema Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        Dictionary<string, Shape> resources = Entries(root, "resources").ToDictionary(
            entry => entry.Value.TryGetProperty("token", out JsonElement token) ? token.GetString()! : entry.Name,
            entry => entry.Value.TryGetProperty("inputProperties", out _) || entry.Value.TryGetProperty("properties", out _)
                ? new Shape(Properties(entry.Value, "inputProperties", "requiredInputs"), Properties(entry.Value, "properties", "required"))
                : FunctionShape(entry.Value));
        if (root.TryGetProperty("provider", out JsonElement provider))
        {
            resources[$"pulumi:providers:{root.GetProperty("name").GetString()}"] =
                new Shape(Properties(provider, "inputProperties", "requiredInputs"), Properties(provider, "properties", "required"));
        }

        return new ProviderSchema(
            resources,
            Entries(root, "functions").ToDictionary(entry => ClassName(entry.Name), entry => FunctionShape(entry.Value)),
            Entries(root, "types").GroupBy(entry => ClassName(entry.Name)).ToDictionary(
                types => types.Key,
                types =>
                    Properties(types.OrderByDescending(type => type.Name.Contains(".Inputs.", StringComparison.Ordinal)).First().Value,
                        "properties", "required")));
    }

    private static Shape FunctionShape(JsonElement element) => new(
        element.TryGetProperty("inputs", out JsonElement inputs) ? Properties(inputs, "properties", "required") : [],
        Properties(element.GetProperty("outputs"), "properties", "required"));

    private static IEnumerable<JsonProperty> Entries(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement entries) ? entries.EnumerateObject() : [];

    private static Dictionary<string, Property> Properties(JsonElement element, string name, string required)
    {
        HashSet<string> requiredNames = element.TryGetProperty(required, out JsonElement list)
            ? list.EnumerateArray().Select(item => item.GetString()!).ToHashSet()
            : [];
        return Entries(element, name).ToDictionary(
            entry => entry.Name, entry => new Property(TypeOf(entry.Value), requiredNames.Contains(entry.Name)));
    }

    private static string TypeOf(JsonElement property) =>
        property.TryGetProperty("$ref", out JsonElement reference) ? ClassName(reference.GetString()!)
        : property.GetProperty("type").GetString() switch
        {
            "array" => TypeOf(property.GetProperty("items")) + "[]",
            "object" => "{" + TypeOf(property.GetProperty("additionalProperties")) + "}",
            "boolean" => "bool",
            "integer" => "int",
            var plain => plain!,
        };

    private static string ClassName(string name)
    {
        string last = name.Split(':', '.')[^1];
        string upper = char.ToUpperInvariant(last[0]) + last[1..];
        return upper.EndsWith("Args", StringComparison.Ordinal) ? upper[..^4] : upper;
    }

    public sealed record Shape(Dictionary<string, Property> Inputs, Dictionary<string, Property> Outputs);

    public sealed record Property(string Type, bool IsRequired);
}
