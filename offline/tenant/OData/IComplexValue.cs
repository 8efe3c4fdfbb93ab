using System.Text.Json.Nodes;

namespace SimulatedTenant.OData;

/// <summary>An element of a collection-valued property that filters can look into.</summary>
internal interface IComplexValue
{
    /// <summary>The property's value; null when there is none of that name.</summary>
    object? Get(string property);

    JsonObject ToJson();
}
