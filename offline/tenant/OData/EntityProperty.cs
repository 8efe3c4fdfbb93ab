using System.Text.Json;

namespace SimulatedTenant.OData;

/// <summary>A property of a Graph resource, whatever type the resource has here.</summary>
/// <param name="name">Name in Graph's spelling.</param>
/// <param name="filter">Use in filters.</param>
/// <param name="onDemand">True when the property is returned only if <c>$select</c> names it.</param>
/// <param name="elements">Model of the elements, where the property holds a list of such; or null.</param>
/// <param name="withheld">True when the caller may not read it: it is told as null, and a query that names it is refused.</param>
/// <param name="type">Type of the literals that a filter compares it with.</param>
internal abstract class EntityProperty(
    string name, FilterUse filter, bool onDemand, EntityModel? elements, bool withheld, EdmType type)
{
    public string Name { get; } = name;

    public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(name);

    public FilterUse Filter { get; } = filter;

    public bool OnDemand { get; } = onDemand;

    public EntityModel? Elements { get; } = elements;

    public bool Withheld { get; } = withheld;

    public EdmType Type { get; } = type;

    /// <summary>The value: see <see cref="EntityModel{T}.Add"/>.</summary>
    public abstract object? Read(object entity);
}
