using System.Collections.Immutable;

namespace Pulumi;

/// <summary>Lists as outputs.</summary>
public static class OutputExtensions
{
    /// <summary>The first item.</summary>
    public static Output<T> First<T>(this Output<ImmutableArray<T>> array) => array.Apply(items => items[0]);

    /// <summary>The item at a position.</summary>
    public static Output<T> GetAt<T>(this Output<ImmutableArray<T>> array, Input<int> index) =>
        array.Apply(items => index.ToOutput().Apply(position => items[position]));

    /// <summary>How many items there are.</summary>
    public static Output<int> Length<T>(this Output<ImmutableArray<T>> array) => array.Apply(items => items.Length);
}
