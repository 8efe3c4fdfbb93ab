using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi.Serialization;

/// <summary>Finds and fills the [Output] properties of resources.</summary>
internal static class OutputSource
{
    /// <summary>Gives every [Output] property of the resource an output that waits, and returns the other ends by name.</summary>
    public static ImmutableDictionary<string, IOutputSource> Initialize(Resource resource)
    {
        // All are looked at before the first gets an output, which the run would wait for.
        // The outputs that a component declares are its own matter: it sets them itself.
        Dictionary<string, PropertyInfo> properties = FindProperties(resource is ComponentResource ? typeof(Resource) : resource.GetType())
            .ToDictionary(output => output.Name, output => output.Property);
        ImmutableDictionary<string, IOutputSource>.Builder sources = ImmutableDictionary.CreateBuilder<string, IOutputSource>();
        foreach ((string name, PropertyInfo property) in properties)
        {
            Type valueType = property.PropertyType.GetGenericArguments()[0];
            object source = Activator.CreateInstance(typeof(Source<>).MakeGenericType(valueType), resource)!;
            property.SetValue(resource, source.GetType().GetProperty(nameof(Source<int>.Output))!.GetValue(source));
            sources.Add(name, (IOutputSource)source);
        }

        return sources.ToImmutable();
    }

    private static IEnumerable<(string Name, PropertyInfo Property)> FindProperties(Type resource)
    {
        const BindingFlags declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (Type? type = resource; type is not null; type = type.BaseType)
        {
            foreach (PropertyInfo property in type.GetProperties(declared))
            {
                if (property.GetCustomAttribute<OutputAttribute>() is not { } output)
                {
                    continue;
                }

                if (!property.PropertyType.IsGenericType || property.PropertyType.GetGenericTypeDefinition() != typeof(Output<>))
                {
                    throw RunException.OutputsHaveIncorrectType([output.Name ?? property.Name]);
                }

                if (property.SetMethod is null)
                {
                    throw new InvalidOperationException(
                        $"[{nameof(Output)}] {resource.FullName}.{property.Name} did not have a 'set' method");
                }

                yield return (output.Name ?? property.Name, property);
            }
        }
    }

    private sealed class Source<T> : IOutputSource
    {
        private readonly TaskCompletionSource<OutputData<T>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ImmutableHashSet<Resource> _resources;

        public Source(Resource resource)
        {
            _resources = [resource];
            Output = new Output<T>(_completion.Task);
        }

        public Output<T> Output { get; }

        public Type ValueType => typeof(T);

        public void Set(object? value, bool isKnown, bool isSecret) =>
            _completion.TrySetResult(new OutputData<T>(value is null ? default! : (T)value, isKnown, isSecret, _resources));

        public void SetDefault(bool isKnown) => Set(null, isKnown, isSecret: false);

        public void SetException(Exception exception) => _completion.TrySetException(exception);
    }
}
