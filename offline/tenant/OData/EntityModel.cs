using System.Text.Json;
using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>What Graph tells of a kind of resource: its properties, and how to write them.</summary>
/// <param name="type">Name of the type without its namespace, such as <c>user</c>.</param>
/// <param name="context">What <c>@odata.context</c> says of a list of them, such as <c>users</c>.</param>
/// <param name="sorts">
/// Properties that <c>$orderby</c> takes. Where there is one, the resource is a directory object that <c>$search</c> takes as well.
/// </param>
internal abstract class EntityModel(string type, string context, IReadOnlyList<string> sorts)
{
    private readonly List<EntityProperty> _properties = [];
    private readonly List<EntityProperty> _default = [];
    private readonly Dictionary<string, EntityProperty> _byName = new(StringComparer.OrdinalIgnoreCase);

    public string Type { get; } = type;

    public string Context { get; } = context;

    public IReadOnlyList<string> Sorts { get; } = sorts;

    public IReadOnlyList<EntityProperty> Properties => _properties;

    public EntityProperty? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether an object is such a resource.</summary>
    public abstract bool Describes(object entity);

    /// <summary>The properties that an answer tells.</summary>
    /// <param name="select">Names from <c>$select</c>; null for the default set.</param>
    public IReadOnlyList<EntityProperty> Selected(IReadOnlyList<string>? select)
    {
        if (select is null)
            return _default;
        List<EntityProperty> selected = new(select.Count);
        foreach (string name in select)
        {
            if (Find(name) is { } property && !selected.Contains(property))
                selected.Add(property);
        }
        return selected;
    }

    /// <summary>Writes a resource as an object of its own.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="entity">The resource.</param>
    /// <param name="properties">What to tell of it.</param>
    /// <param name="typed">Whether to say the type, as Graph does in collections of several types.</param>
    public void Write(Utf8JsonWriter writer, object entity, IReadOnlyList<EntityProperty> properties, bool typed = false)
    {
        writer.WriteStartObject();
        if (typed)
            writer.WriteString("@odata.type", $"#microsoft.graph.{Type}");
        WriteProperties(writer, entity, properties);
        writer.WriteEndObject();
    }

    /// <summary>Writes the properties into an object that is open.</summary>
    public static void WriteProperties(Utf8JsonWriter writer, object entity, IReadOnlyList<EntityProperty> properties)
    {
        for (int i = 0; i < properties.Count; i++)
        {
            writer.WritePropertyName(properties[i].EncodedName);
            WriteValue(writer, properties[i].Read(entity), properties[i].Elements);
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, EntityModel? elements)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case Guid id:
                writer.WriteStringValue(id);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(GraphTime.Of(time));
                break;
            case JsonNode node:
                node.WriteTo(writer);
                break;
            case System.Collections.IEnumerable list:
                writer.WriteStartArray();
                foreach (object? item in list)
                    WriteValue(writer, item, elements);
                writer.WriteEndArray();
                break;
            default:
                if (elements is null)
                    throw new InvalidOperationException($"No JSON form for {value.GetType()}.");
                elements.Write(writer, value, elements.Selected(null));
                break;
        }
    }

    /// <summary>A resource as JSON to go on with.</summary>
    public JsonObject ToJson(object entity)
    {
        JsonObject json = [];
        foreach (EntityProperty property in Selected(null))
            json[property.Name] = ToJson(property.Read(entity), property.Elements);
        return json;
    }

    internal static JsonNode? ToJson(object? value, EntityModel? elements = null) => value switch
    {
        null => null,
        string s => JsonValue.Create(s),
        bool b => JsonValue.Create(b),
        int i => JsonValue.Create(i),
        Guid g => JsonValue.Create(g.ToString()),
        DateTimeOffset t => JsonValue.Create(GraphTime.Of(t)),
        JsonNode n => n.DeepClone(),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(item => ToJson(item, elements))]),
        _ when elements is not null => elements.ToJson(value),
        _ => throw new InvalidOperationException($"No JSON form for {value.GetType()}."),
    };

    protected void Add(EntityProperty property)
    {
        _properties.Add(property);
        if (!property.OnDemand)
            _default.Add(property);
        _byName.Add(property.Name, property);
    }
}
