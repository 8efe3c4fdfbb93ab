namespace TenantOnboarding.Rehearsal.Deploy.Schema;

/// <summary>In what way an input does not fit.</summary>
internal enum SchemaFaultKind
{
    /// <summary>The schema has no such property.</summary>
    Unknown,

    /// <summary>The schema requires it, and it has no value.</summary>
    Missing,

    /// <summary>It is a text where the schema wants something else.</summary>
    TextForOther,

    /// <summary>It is of another wrong type.</summary>
    WrongType,
}
