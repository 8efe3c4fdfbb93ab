using System.Collections.Immutable;

namespace Pulumi.Testing;

/// <summary>A call of a provider function.</summary>
public class MockCallArgs
{
    /// <summary>The function's token.</summary>
    public string? Token { get; set; }

    /// <summary>The arguments in plain form; missing ones left out.</summary>
    public ImmutableDictionary<string, object> Args { get; set; } = null!;

    /// <summary>The explicit provider as "urn::id"; empty if there is none.</summary>
    public string? Provider { get; set; }
}
