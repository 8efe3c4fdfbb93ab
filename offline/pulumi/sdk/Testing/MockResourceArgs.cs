using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A resource that a program declares or reads.</summary>
public class MockResourceArgs
{
    /// <summary>The type token.</summary>
    public string? Type { get; set; }

    /// <summary>The name in the program.</summary>
    public string? Name { get; set; }

    /// <summary>The input properties in plain form; unknown and missing ones left out.</summary>
    public ImmutableDictionary<string, object> Inputs { get; set; } = null!;

    /// <summary>The explicit provider as "urn::id"; empty if there is none.</summary>
    public string? Provider { get; set; }

    /// <summary>The id of the resource that is to be read or imported; empty otherwise.</summary>
    public string? Id { get; set; }
}
