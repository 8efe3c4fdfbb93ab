using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Utilities;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>Turns what a program returns into what <c>pulumi stack output --json --show-secrets</c> prints.</summary>
internal static class StackOutputs
{
    private static readonly MethodInfo KnownMethod =
        typeof(StackOutputs).GetMethod(nameof(ReadAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>
    /// Awaits every output, however deep, with the keys in order as Pulumi prints them; what is unknown (in a preview) is left out.
    /// </summary>
    public static async Task<JsonObject> ResolveAsync(IDictionary<string, object?> outputs)
    {
        JsonObject result = [];
        foreach ((string key, object? value) in outputs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (await ToJsonAsync(value) is { Known: true, Node: { } node })
                result[key] = node;
        }

        return result;
    }

    private static async Task<(bool Known, JsonNode? Node)> ToJsonAsync(object? value)
    {
        // A list of inputs can be enumerated by its type only, so inputs come first.
        if (value is not null && InputType(value.GetType()) is { } input)
            return await ToJsonAsync(ToOutput(value, input));
        switch (value)
        {
            case null:
                return (true, null);
            case string text:
                return (true, JsonValue.Create(text));
            case bool flag:
                return (true, JsonValue.Create(flag));
            case int number:
                return (true, JsonValue.Create(number));
            case double number:
                return (true, number == Math.Truncate(number) && Math.Abs(number) < 1e15 ? JsonValue.Create((long)number)
                    : JsonValue.Create(number));
            case IDictionary map:
                JsonObject json = [];
                foreach (string key in map.Keys.Cast<string>().Order(StringComparer.Ordinal))
                {
                    if (await ToJsonAsync(map[key]) is { Known: true, Node: { } member })
                        json[key] = member;
                }

                return (true, json);
            case IEnumerable list:
                JsonArray array = [];
                foreach (object? item in list)
                {
                    (bool known, JsonNode? element) = await ToJsonAsync(item);
                    if (!known)
                        return (false, null);
                    array.Add(element);
                }

                return (true, array);
        }

        Type type = value.GetType();
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Output<>))
            throw new InvalidOperationException(
                $"a stack output holds a {type.Name}; expected text, number, true or false, list, map or an output of these");
        (bool isKnown, object? inner) =
            await ((Task<(bool, object?)>)KnownMethod.MakeGenericMethod(type.GetGenericArguments()[0]).Invoke(null, [value])!);
        return isKnown ? await ToJsonAsync(inner) : (false, null);
    }

    private static async Task<(bool Known, object? Value)> ReadAsync<T>(Output<T> output) =>
        await OutputUtilities.GetIsKnownAsync(output) ? (true, await OutputUtilities.GetValueAsync(output)) : (false, null);

    private static Type? InputType(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Input<>))
                return type;
        }

        return null;
    }

    private static object ToOutput(object input, Type type) =>
        typeof(InputExtensions).GetMethod(nameof(InputExtensions.ToOutput))!.MakeGenericMethod(type.GetGenericArguments()[0])
            .Invoke(null, [input])!;
}
