namespace SimulatedTenant.OData;

/// <summary>How a property may be used in <c>$filter</c>.</summary>
internal enum FilterUse
{
    None,

    /// <summary>In a plain query.</summary>
    Plain,

    /// <summary>Only with <c>ConsistencyLevel: eventual</c> and <c>$count=true</c>.</summary>
    Advanced,
}
