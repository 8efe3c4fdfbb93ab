namespace SimulatedTenant.OData;

/// <summary>Types of OData that filters here tell apart; the names are those of OData.</summary>
internal enum EdmType
{
    /// <summary>Texts, and ids: Graph's own take a quoted and an unquoted id alike.</summary>
    String,

    Boolean,

    Int32,

    DateTimeOffset,
}
