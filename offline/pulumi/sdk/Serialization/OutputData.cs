using System.Collections.Immutable;

namespace Pulumi.Serialization;

/// <summary>What an output resolves to. <see cref="Value"/> is the default of its type while <see cref="IsKnown"/> is false.</summary>
internal readonly record struct OutputData<T>(T Value, bool IsKnown, bool IsSecret, ImmutableHashSet<Resource> Resources);

internal static class OutputData
{
    public static OutputData<T> Known<T>(T value, bool isSecret = false) => new(value, IsKnown: true, isSecret, []);

    public static OutputData<T> Unknown<T>(T value) => new(value, IsKnown: false, IsSecret: false, []);

    public static async Task<OutputData<T>> FromTask<T>(Task<T> value, bool isSecret) =>
        Known(await value, isSecret);
}
