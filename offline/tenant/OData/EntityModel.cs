using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>What Graph tells of a kind of resource: its properties, and how to write them.</summary>
/// <param name="type">Name of the type without its namespace, such as <c>user</c>.</param>
/// <param name="context">What <c>@odata.context</c> says of a list of them, such as <c>users</c>.</param>
internal abstract class EntityModel(string type, string context)
{
    private readonly List<EntityProperty> _properties = [];
    private readonly Dictionary<string, EntityProperty> _byName = new(StringComparer.OrdinalIgnoreCase);

    public string Type { get; } = type;

    public string Context { get; } = context;

    public IReadOnlyList<EntityProperty> Properties => _properties;

    public EntityProperty? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether an object is such a resource.</summary>
    public abstract bool Describes(object entity);

    /// <param name="entity">The resource.</param>
    /// <param name="select">Names from <c>$select</c>; null for the default set.</param>
    /// <param name="typed">Whether to say the type, as Graph does in collections of several types.</param>
    public JsonObject Write(object entity, IReadOnlyList<string>? select, bool typed = false)
    {
        JsonObject json = [];
        if (typed)
            json["@odata.type"] = $"#microsoft.graph.{Type}";
        IEnumerable<EntityProperty> properties = select is null
            ? _properties.Where(property => !property.OnDemand)
            : select.Select(Find).OfType<EntityProperty>();
        foreach (EntityProperty property in properties)
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
        _ when elements is not null => elements.Write(value, null),
        _ => throw new InvalidOperationException($"No JSON form for {value.GetType()}."),
    };

    protected void Add(EntityProperty property)
    {
        _properties.Add(property);
        _byName.Add(property.Name, property);
    }
}
