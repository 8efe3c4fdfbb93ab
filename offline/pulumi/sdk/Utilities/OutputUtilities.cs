using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi.Utilities;

/// <summary>For tests and tools: what is inside an output.</summary>
public static class OutputUtilities
{
    /// <summary>Whether the value is known.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) => (await output.DataTask).IsKnown;

    /// <summary>The value; the type's default while it is unknown.</summary>
    public static async Task<T> GetValueAsync<T>(Output<T> output) => (await output.DataTask).Value;

    /// <summary>The resources that the value comes from.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output) =>
        (await output.DataTask).Resources;

    /// <summary>An output that is unknown, whatever its value.</summary>
    public static Output<T> CreateUnknown<T>(T? value) => Output.CreateUnknown(value);

    /// <summary>An output that is unknown, whatever its value.</summary>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory)
    {
        return new Output<T>(Create());

        async Task<OutputData<T>> Create() => OutputData.Unknown(await valueFactory());
    }

    /// <summary>The same value with one more resource that it comes from.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        return new Output<T>(Add());

        async Task<OutputData<T>> Add()
        {
            OutputData<T> data = await output.DataTask;
            return data with { Resources = data.Resources.Add(resource) };
        }
    }
}
