using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Deploy.Schema;

/// <summary>
/// What the provider packages say of their resources and functions: the same trimmed schemas that the stand-in's classes are generated
/// from. Pulumi's own mocks check no input against them; this does.
/// </summary>
internal sealed class SchemaFacts
{
    private static readonly Lazy<SchemaFacts> EmbeddedFacts = new(LoadEmbedded);

    private readonly Dictionary<string, Entry> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _functions = new(StringComparer.Ordinal);

    private SchemaFacts(IEnumerable<JsonObject> packages)
    {
        foreach (JsonObject package in packages)
        {
            Types types = [];
            foreach ((string name, JsonNode? type) in Members(package["types"]))
                types[name] = Properties(type?["properties"]);
            foreach ((string token, JsonNode? resource) in Members(package["resources"]))
                _resources[token] = new Entry(Properties(resource?["inputs"]), Properties(resource?["outputs"]), types);
            foreach ((string token, JsonNode? function) in Members(package["functions"]))
                _functions[token] = new Entry(Properties(function?["inputs"]), Properties(function?["outputs"]), types);
        }
    }

    /// <summary>The facts that are compiled into this program.</summary>
    public static SchemaFacts Embedded => EmbeddedFacts.Value;

    /// <summary>Reads facts from the text of schema files.</summary>
    public static SchemaFacts Parse(params string[] packages) =>
        new(packages.Select(text =>
            JsonNode.Parse(text) as JsonObject ?? throw new InvalidOperationException("a schema file is not a JSON object")));

    /// <summary>True if a package with facts has this resource type.</summary>
    public bool KnowsResource(string type) => _resources.ContainsKey(type);

    /// <summary>True if a package with facts has this function.</summary>
    public bool KnowsFunction(string token) => _functions.ContainsKey(token);

    /// <summary>The input properties of a resource type.</summary>
    public IReadOnlyDictionary<string, SchemaProperty> Inputs(string type) => _resources[type].Inputs;

    /// <summary>The output properties of a resource type.</summary>
    public IReadOnlyDictionary<string, SchemaProperty> Outputs(string type) => _resources[type].Outputs;

    /// <summary>
    /// Every fault of a resource's inputs. Those that are <paramref name="unknown"/> are given, and nothing more is known of them yet.
    /// </summary>
    public IReadOnlyList<SchemaFault> CheckResource(string type, PropertyBag inputs, IReadOnlySet<string> unknown) =>
        Check(_resources[type], inputs, unknown);

    /// <summary>Every fault of a function's arguments.</summary>
    public IReadOnlyList<SchemaFault> CheckFunction(string token, PropertyBag arguments) =>
        Check(_functions[token], arguments, FrozenSet<string>.Empty);

    private static List<SchemaFault> Check(Entry entry, PropertyBag values, IReadOnlySet<string> unknown)
    {
        List<SchemaFault> faults = [];
        Dictionary<string, object?> map = values.Names.ToDictionary(name => name, name => values[name], StringComparer.Ordinal);
        CheckObject("", map, entry.Inputs, entry.Types, unknown, faults);
        return faults;
    }

    private static void CheckObject(string path, Dictionary<string, object?> map, IReadOnlyDictionary<string, SchemaProperty> properties,
        Types types, IReadOnlySet<string> unknown, List<SchemaFault> faults)
    {
        foreach ((string name, object? value) in map)
        {
            string place = path.Length == 0 ? name : $"{path}.{name}";
            if (properties.TryGetValue(name, out SchemaProperty? property))
                CheckValue(place, value, property.Type, types, faults);
            else
                faults.Add(new SchemaFault(SchemaFaultKind.Unknown, place,
                    $"no such property; expected one of {string.Join(", ", properties.Keys.Order(StringComparer.Ordinal))}"));
        }

        foreach ((string name, SchemaProperty property) in properties)
        {
            if (property.Required && !map.ContainsKey(name) && !unknown.Contains(name))
            {
                string place = path.Length == 0 ? name : $"{path}.{name}";
                faults.Add(new SchemaFault(SchemaFaultKind.Missing, place, $"required, but it has no value; expected {property.Type}"));
            }
        }
    }

    private static void CheckValue(string path, object? value, string type, Types types, List<SchemaFault> faults)
    {
        switch (value)
        {
            case null:
                return;
            case List<object?> list when type.EndsWith("[]", StringComparison.Ordinal):
                for (int i = 0; i < list.Count; i++)
                    CheckValue($"{path}[{i}]", list[i], type[..^2], types, faults);
                return;
            case Dictionary<string, object?> map when type.StartsWith('{'):
                foreach ((string key, object? item) in map)
                    CheckValue($"{path}.{key}", item, type[1..^1], types, faults);
                return;
            case Dictionary<string, object?> map when types.TryGetValue(type, out IReadOnlyDictionary<string, SchemaProperty>? properties):
                CheckObject(path, map, properties, types, FrozenSet<string>.Empty, faults);
                return;
        }

        string? actual = value switch
        {
            string => type == "string" ? null : "a text",
            bool => type == "boolean" ? null : "true or false",
            double number => type == "number" || (type == "integer" && number == Math.Truncate(number)) ? null : "a number",
            List<object?> => "a list",
            _ => "an object",
        };
        if (actual is not null)
        {
            SchemaFaultKind kind = value is string ? SchemaFaultKind.TextForOther : SchemaFaultKind.WrongType;
            faults.Add(new SchemaFault(kind, path, $"is {actual}, expected {type}"));
        }
    }

    private static SchemaFacts LoadEmbedded()
    {
        Assembly assembly = typeof(SchemaFacts).Assembly;
        string[] names = [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith("schemas/", StringComparison.Ordinal))];
        return Parse([.. names.Select(name =>
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        })]);
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node) => node as JsonObject ?? [];

    private static Dictionary<string, SchemaProperty> Properties(JsonNode? node)
    {
        Dictionary<string, SchemaProperty> properties = new(StringComparer.Ordinal);
        foreach ((string name, JsonNode? facts) in Members(node))
        {
            JsonObject? property = facts as JsonObject;
            properties[name] = new SchemaProperty(
                property.Text("type") ?? throw new InvalidOperationException($"the schema facts of \"{name}\" have no type"),
                property.Flag("required") ?? false,
                property.Flag("secret") ?? false,
                property.Flag("replaceOnChanges") ?? false);
        }

        return properties;
    }

    private sealed class Types() : Dictionary<string, IReadOnlyDictionary<string, SchemaProperty>>(StringComparer.Ordinal);

    private sealed record Entry(IReadOnlyDictionary<string, SchemaProperty> Inputs, IReadOnlyDictionary<string, SchemaProperty> Outputs,
        Types Types);
}
