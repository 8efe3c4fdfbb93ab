using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Arguments that are not known by type, only by name.</summary>
public sealed class DictionaryResourceArgs(ImmutableDictionary<string, object?> dictionary) : ResourceArgs
{
    internal override ImmutableDictionary<string, InputProperty> ToProperties() =>
        dictionary.ToImmutableDictionary(pair => pair.Key, pair => new InputProperty(pair.Value, Json: false));
}
