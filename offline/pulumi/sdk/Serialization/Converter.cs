using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>
/// Brings plain values into the types of output properties. What does not fit is reported and becomes the type's default.
/// </summary>
internal sealed class Converter(Action<string> warn)
{
    public T Convert<T>(string path, object? value) => Convert(path, value, typeof(T)) is T result ? result : default!;

    public object? Convert(string path, object? value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) is { } underlying && value is not null ? underlying : type;
        if (value is null)
        {
            return type.IsValueType ? Activator.CreateInstance(type) : null;
        }

        if (type == typeof(object) || type == value.GetType())
        {
            return value;
        }

        if (type == typeof(int) && value is double number)
        {
            return (int)number;
        }

        if (type.IsEnum && value is double ordinal)
        {
            return Enum.ToObject(type, (int)ordinal);
        }

        if (type == typeof(JsonElement))
        {
            return JsonSerializer.SerializeToElement(value);
        }

        if (type.IsGenericType)
        {
            Type definition = type.GetGenericTypeDefinition();
            if (definition == typeof(ImmutableArray<>) && value is ImmutableArray<object?> items)
            {
                return Call(nameof(ToArray), type.GetGenericArguments()[0], path, items);
            }

            if (definition == typeof(ImmutableDictionary<,>) && value is ImmutableDictionary<string, object> entries)
            {
                return Call(nameof(ToDictionary), type.GetGenericArguments()[1], path, entries);
            }

            if (definition == typeof(Dictionary<,>) && value is ImmutableDictionary<string, object> fields)
            {
                return new Dictionary<string, object>(fields);
            }
        }

        if (type.GetCustomAttribute<OutputTypeAttribute>() is not null && value is ImmutableDictionary<string, object> properties)
        {
            return Construct(path, properties, type);
        }

        warn($"Expected {type.FullName} but got {value.GetType().FullName} deserializing {path}");
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }

    private object Construct(string path, ImmutableDictionary<string, object> properties, Type type)
    {
        ConstructorInfo constructor = Array.Find(
            type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            candidate => candidate.GetCustomAttribute<OutputConstructorAttribute>() is not null)
            ?? throw new InvalidOperationException(
                $"{type.FullName} needs a constructor with [{nameof(OutputConstructorAttribute)}] to be deserialized at {path}");
        IEnumerable<object?> arguments = constructor.GetParameters().Select(parameter =>
        {
            string name = parameter.GetCustomAttribute<OutputConstructorParameterAttribute>()?.Name ?? parameter.Name!;
            return Convert($"{path}.{name}", properties.GetValueOrDefault(name), parameter.ParameterType);
        });
        return constructor.Invoke([.. arguments]);
    }

    private object? Call(string method, Type element, string path, object value) =>
        typeof(Converter).GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(element).Invoke(
            this, [path, value]);

    private ImmutableArray<T> ToArray<T>(string path, ImmutableArray<object?> items) =>
        [.. items.Select((item, index) => Convert<T>($"{path}[{index}]", item))];

    private ImmutableDictionary<string, T> ToDictionary<T>(string path, ImmutableDictionary<string, object> entries) =>
        entries.ToImmutableDictionary(entry => entry.Key, entry => Convert<T>($"{path}.{entry.Key}", entry.Value));
}
