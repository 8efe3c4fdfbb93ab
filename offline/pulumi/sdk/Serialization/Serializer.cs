using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>
/// Brings any value that a program or a mock may give into plain form: null, bool, double, string, <see cref="ImmutableArray{T}"/> and
/// <see cref="ImmutableDictionary{TKey, TValue}"/> of these. One part that is unknown, or secret, makes the whole so.
/// </summary>
internal static class Serializer
{
    public static async Task<OutputData<object?>> SerializeAsync(string path, object? value)
    {
        switch (value)
        {
            case null or ValueTuple:
                return OutputData.Known<object?>(null);
            case bool or double or string:
                return OutputData.Known<object?>(value);
            case int number:
                return OutputData.Known<object?>((double)number);
            case IInput input:
                return await SerializeAsync(path, input.ToUntypedOutput());
            case IOutput output:
                return await SerializeOutputAsync(path, output);
            case InputArgs args:
                return Join(await SerializeArgsAsync(path, args));
            case CustomResource resource:
                return await SerializeAsync($"{path}.id", resource.Id);
            case ComponentResource component:
                return await SerializeAsync($"{path}.urn", component.Urn);
            case JsonElement json:
                return OutputData.Known(FromJson(json));
            case Enum when value.GetType().GetEnumUnderlyingType() == typeof(int):
                return OutputData.Known<object?>((double)(int)value);
            case IDictionary dictionary:
                return Join(await SerializeDictionaryAsync(path, dictionary));
            case IList list:
                return await SerializeListAsync(path, list);
            case Task:
                throw new InvalidOperationException(
                    $"Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:\n\t{path}");
            default:
                throw new InvalidOperationException($"{value.GetType().FullName} is not a supported argument type.\n\t{path}");
        }
    }

    /// <summary>The input properties one by one, those that are null left out.</summary>
    public static async Task<ImmutableDictionary<string, OutputData<object?>>> SerializeArgsAsync(string path, InputArgs args)
    {
        ImmutableDictionary<string, OutputData<object?>>.Builder result = ImmutableDictionary.CreateBuilder<string, OutputData<object?>>();
        foreach ((string name, InputProperty property) in args.ToProperties())
        {
            OutputData<object?> data = await SerializeAsync($"{path}.{name}", property.Value);
            if (property.Json && data is { IsKnown: true, Value: not null and not string })
            {
                data = data with { Value = ProtobufJson.Format(data.Value) };
            }

            if (data is not { IsKnown: true, Value: null })
            {
                result.Add(name, data);
            }
        }

        return result.ToImmutable();
    }

    /// <summary>The entries one by one, those that are null left out.</summary>
    public static async Task<ImmutableDictionary<string, OutputData<object?>>> SerializeDictionaryAsync(string path, IDictionary dictionary)
    {
        ImmutableDictionary<string, OutputData<object?>>.Builder result = ImmutableDictionary.CreateBuilder<string, OutputData<object?>>();
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is not string name)
            {
                throw new InvalidOperationException($"Dictionaries are only supported with string keys:\n\t{path}");
            }

            OutputData<object?> data = await SerializeAsync($"{path}.{name}", entry.Value);
            if (data is not { IsKnown: true, Value: null })
            {
                result.Add(name, data);
            }
        }

        return result.ToImmutable();
    }

    private static async Task<OutputData<object?>> SerializeOutputAsync(string path, IOutput output)
    {
        OutputData<object?> data = await output.GetDataAsync();
        if (!data.IsKnown)
        {
            return data with { Value = null };
        }

        OutputData<object?> inner = await SerializeAsync(path, data.Value);
        return inner with { IsSecret = inner.IsSecret || data.IsSecret, Resources = inner.Resources.Union(data.Resources) };
    }

    private static async Task<OutputData<object?>> SerializeListAsync(string path, IList list)
    {
        // The default of ImmutableArray is what a missing list looks like; it refuses to be enumerated.
        if (list is ICollection and not Array && IsDefaultImmutableArray(list))
        {
            return OutputData.Known<object?>(null);
        }

        ImmutableArray<OutputData<object?>>.Builder items = ImmutableArray.CreateBuilder<OutputData<object?>>(list.Count);
        foreach (object item in list)
        {
            items.Add(await SerializeAsync($"{path}[{items.Count}]", item));
        }

        return Combine(items, known => known.Select(item => item.Value).ToImmutableArray()!);
    }

    private static bool IsDefaultImmutableArray(IList list) =>
        list.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && (bool)type.GetProperty(nameof(ImmutableArray<int>.IsDefault))!.GetValue(list)!;

    private static OutputData<object?> Join(ImmutableDictionary<string, OutputData<object?>> parts) =>
        Combine(parts.Values, _ => parts.ToImmutableDictionary(part => part.Key, part => part.Value.Value!));

    private static OutputData<object?> Combine(
        IEnumerable<OutputData<object?>> parts, Func<IEnumerable<OutputData<object?>>, object> combine)
    {
        List<OutputData<object?>> all = parts.ToList();
        bool isKnown = all.TrueForAll(part => part.IsKnown);
        return new OutputData<object?>(
            isKnown ? combine(all) : null, isKnown, all.Exists(part => part.IsSecret), [.. all.SelectMany(part => part.Resources)]);
    }

    private static object? FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(FromJson).ToImmutableArray(),
        JsonValueKind.Object =>
            json.EnumerateObject().ToImmutableDictionary(property => property.Name, property => FromJson(property.Value)),
        _ => null,
    };
}
