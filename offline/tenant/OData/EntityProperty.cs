using System.Text.Json.Nodes;

namespace SimulatedTenant.OData;

/// <summary>A property of a Graph resource.</summary>
/// <param name="Name">Name in Graph's spelling.</param>
/// <param name="Value">Reads it: string, bool, int, <see cref="Guid"/>, <see cref="DateTimeOffset"/>, <see cref="JsonNode"/>, a list of these or of <see cref="IComplexValue"/>, or null.</param>
/// <param name="Filter">Use in filters.</param>
/// <param name="OnDemand">True when the property is returned only if <c>$select</c> names it.</param>
internal sealed record EntityProperty(string Name, Func<object, object?> Value, FilterUse Filter = FilterUse.None, bool OnDemand = false);
