using System.Globalization;
using System.Text.Json.Nodes;

namespace SimulatedTenant.OData;

/// <summary>What Graph tells of a kind of resource: its properties, and how to write them.</summary>
internal sealed class EntityModel
{
    private readonly Dictionary<string, EntityProperty> byName;
    private readonly EntityProperty[] properties;

    public EntityModel(string type, IEnumerable<EntityProperty> properties)
    {
        Type = type;
        this.properties = [.. properties];
        byName = this.properties.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Name of the type without its namespace, such as <c>user</c>.</summary>
    public string Type { get; }

    public EntityProperty? Find(string name) => byName.GetValueOrDefault(name);

    /// <param name="entity">The resource.</param>
    /// <param name="select">Names from <c>$select</c>; null for the default set.</param>
    /// <param name="typed">Whether to say the type, as Graph does in collections of several types.</param>
    public JsonObject Write(object entity, IReadOnlyList<string>? select, bool typed = false)
    {
        JsonObject json = [];
        if (typed)
            json["@odata.type"] = $"#microsoft.graph.{Type}";
        if (select is null)
        {
            foreach (EntityProperty property in properties)
            {
                if (!property.OnDemand)
                    json[property.Name] = ToJson(property.Value(entity));
            }
            return json;
        }
        foreach (string name in select)
        {
            if (Find(name) is { } property)
                json[property.Name] = ToJson(property.Value(entity));
        }
        return json;
    }

    internal static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        string s => JsonValue.Create(s),
        bool b => JsonValue.Create(b),
        int i => JsonValue.Create(i),
        Guid g => JsonValue.Create(g.ToString()),
        DateTimeOffset t => JsonValue.Create(Instant(t)),
        JsonNode n => n.DeepClone(),
        IComplexValue c => c.ToJson(),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToJson)]),
        _ => throw new InvalidOperationException($"No JSON form for {value.GetType()}."),
    };

    internal static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
