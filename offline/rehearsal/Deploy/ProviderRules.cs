using System.Collections.Frozen;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// What a provider knows of a resource type's inputs beyond their types: terraform-provider-azuread 3.9.0's own schema, as far as this
/// program meets it.
/// </summary>
internal sealed record ProviderRules
{
    /// <summary>No rules.</summary>
    public static ProviderRules None { get; } = new();

    /// <summary>Values that the provider fills in where nothing is declared.</summary>
    public IReadOnlyDictionary<string, object> Defaults { get; init; } = FrozenDictionary<string, object>.Empty;

    /// <summary>Properties that stay as they are in the tenant where nothing is declared; all others are then cleared.</summary>
    public IReadOnlySet<string> Computed { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Properties that an import does not take over, because the provider is about to drop them.</summary>
    public IReadOnlySet<string> Deprecated { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whole numbers and the range that they must be in.</summary>
    public IReadOnlyDictionary<string, (int Least, int Most)> Ranges { get; init; } = FrozenDictionary<string, (int, int)>.Empty;

    /// <summary>Texts and the values that they may have.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>Properties that may not be given together with others, in the order in which the provider looks at those.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Conflicts { get; init; } =
        FrozenDictionary<string, IReadOnlyList<string>>.Empty;
}
