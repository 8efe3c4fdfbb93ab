using System.Collections;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.OData;

/// <summary>
/// The model of a type. It stands in the file of the endpoints that serve the type, and is filled by a collection initializer, one property
/// a line.
/// </summary>
internal sealed class EntityModel<T>(string type, string context, params IReadOnlyList<string> sorts)
    : EntityModel(type, context, sorts), IEnumerable<EntityProperty>
    where T : class
{
    /// <param name="name">Name in Graph's spelling.</param>
    /// <param name="value">
    /// Reads it: string, bool, int, <see cref="Guid"/>, <see cref="DateTimeOffset"/>, <see cref="JsonNode"/>, a list of these or of what
    /// <paramref name="elements"/> describes, or null.
    /// </param>
    /// <param name="filter">Use in filters.</param>
    /// <param name="onDemand">True when the property is returned only if <c>$select</c> names it.</param>
    /// <param name="elements">Model of the elements of a list, by which filters look into them.</param>
    public void Add(
        string name, Func<T, object?> value, FilterUse filter = FilterUse.None, bool onDemand = false, EntityModel? elements = null) =>
        Add(new Property(name, value, filter, onDemand, elements, withheld: false, EdmType.String));

    /// <summary>Adds a property that filters compare with literals of another type than text.</summary>
    public void Add(
        string name, EdmType type, Func<T, object?> value, FilterUse filter = FilterUse.None, bool onDemand = false) =>
        Add(new Property(name, value, filter, onDemand, elements: null, withheld: false, type));

    /// <summary>The same resource for those who may read a part of it: all other properties are null.</summary>
    /// <param name="told">Names of the properties that are told.</param>
    /// <param name="refuse">Whether a query that names another property is refused; else it finds null there.</param>
    public EntityModel<T> Reduced(IReadOnlySet<string> told, bool refuse)
    {
        EntityModel<T> reduced = new(Type, Context, Sorts);
        foreach (EntityProperty property in Properties)
        {
            bool kept = told.Contains(property.Name);
            reduced.Add(new Property(
                property.Name,
                kept ? property.Read : _ => null,
                property.Filter,
                property.OnDemand,
                property.Elements,
                refuse && !kept,
                property.Type));
        }
        return reduced;
    }

    public override bool Describes(object entity) => entity is T;

    /// <summary>One page of a list.</summary>
    public TenantResponse Page(TenantRequest request, IReadOnlyList<T> items, string? context = null) =>
        Page(request, new ListRows<T>(items), context);

    /// <summary>One page of a store.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rows">The store.</param>
    /// <param name="context">What <c>@odata.context</c> says of it; null for the model's own.</param>
    /// <param name="relations">What <c>$expand</c> takes; null for nothing.</param>
    public TenantResponse Page(
        TenantRequest request, IRows<T> rows, string? context = null, IReadOnlyList<Relation>? relations = null) =>
        ODataQuery.ForCollection(request, this, relations ?? []).Page(request, rows, _ => this, context ?? Context, typed: false);

    /// <summary>A single resource.</summary>
    public TenantResponse Entity(
        TenantRequest request, T entity, string? context = null, int status = 200, IReadOnlyList<Relation>? relations = null) =>
        ODataQuery.ForEntity(request, this, relations).Entity(request, entity, this, context ?? Context, status);

    public IEnumerator<EntityProperty> GetEnumerator() => Properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Property(
        string name, Func<T, object?> value, FilterUse filter, bool onDemand, EntityModel? elements, bool withheld, EdmType type)
        : EntityProperty(name, filter, onDemand, elements, withheld, type)
    {
        public override object? Read(object entity) => value((T)entity);
    }
}
