using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Rehearsal.Values;

/// <summary>
/// Inputs or outputs of one resource, as a Pulumi mock meets them: text, bool, number, list and map, nothing else.
/// A property without a value is absent, never null.
/// </summary>
public sealed class PropertyBag
{
    private readonly ImmutableSortedDictionary<string, object> _values;

    private PropertyBag(ImmutableSortedDictionary<string, object> values) => _values = values;

    /// <summary>A bag without properties.</summary>
    public static PropertyBag Empty { get; } = new(ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal));

    /// <summary>The names of the properties that have a value, in ordinal order.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>
    /// The value of a property: <see cref="string"/>, <see cref="bool"/>, <see cref="double"/>, list or map; null where absent.
    /// </summary>
    public object? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>
    /// Takes what a mock was given, or what a handler made. Null values are left out; whole numbers become <see cref="double"/>.
    /// </summary>
    public static PropertyBag From(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        ImmutableSortedDictionary<string, object>.Builder builder = Empty._values.ToBuilder();
        foreach ((string name, object? value) in pairs)
        {
            if (Normalize(value) is { } normal)
                builder[name] = normal;
        }

        return new PropertyBag(builder.ToImmutable());
    }

    /// <summary>True if the property has a value.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A text property, or null.</summary>
    public string? Text(string name) => this[name] as string;

    /// <summary>A text property that the schema requires.</summary>
    /// <exception cref="InvalidOperationException">It is absent.</exception>
    public string Required(string name) => Text(name) ?? throw new InvalidOperationException($"the property \"{name}\" has no value");

    /// <summary>A true/false property.</summary>
    public bool Flag(string name, bool fallback = false) => this[name] is bool value ? value : fallback;

    /// <summary>A whole-number property.</summary>
    public int WholeNumber(string name, int fallback) => this[name] is double value ? (int)value : fallback;

    /// <summary>A list of texts; empty where absent.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        this[name] is List<object?> list ? [.. list.OfType<string>()] : [];

    /// <summary>A nested object, or an empty bag.</summary>
    public PropertyBag Map(string name) =>
        this[name] is Dictionary<string, object?> map ? From(map) : Empty;

    /// <summary>The nested objects of a list.</summary>
    public IReadOnlyList<PropertyBag> Maps(string name) =>
        this[name] is List<object?> list ? [.. list.OfType<Dictionary<string, object?>>().Select(map => From(map))] : [];

    /// <summary>The same bag with one property set, or removed when <paramref name="value"/> is null.</summary>
    public PropertyBag With(string name, object? value) =>
        Normalize(value) is { } normal ? new(_values.SetItem(name, normal)) : new(_values.Remove(name));

    /// <summary>What <see cref="Pulumi.Testing.IMocks"/> may return as state.</summary>
    public Dictionary<string, object> ToState() => _values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>
    /// The property as comparable text. Empty text, zero, an empty list, <c>false</c> and an absent property are one and the same, as
    /// they are for the azuread provider; a list that the provider holds as a set is compared without order.
    /// </summary>
    public string Canonical(string name, bool asSet) => Canonical(this[name], asSet);

    /// <summary>The property as a person reads it.</summary>
    public string Display(string name) => Display(this[name]);

    private static string Canonical(object? value, bool asSet)
    {
        switch (value)
        {
            case null or false or "" or 0.0:
                return "";
            case true:
                return "true";
            case string text:
                return text;
            case double number:
                return number.ToString("R", CultureInfo.InvariantCulture);
            case List<object?> list:
                IEnumerable<string> items = list.Select(item => Canonical(item, asSet));
                if (asSet)
                    items = items.Order(StringComparer.Ordinal);
                string joined = string.Join('\u001f', items);
                return list.Count == 0 ? "" : $"[{joined}]";
            case Dictionary<string, object?> map:
                StringBuilder text2 = new();
                foreach ((string key, object? item) in map.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    string inner = Canonical(item, asSet);
                    if (inner.Length > 0)
                        text2.Append(key).Append('=').Append(inner).Append('\u001e');
                }

                return text2.Length == 0 ? "" : $"{{{text2}}}";
            default:
                throw new InvalidOperationException($"a property cannot hold a {value.GetType()}");
        }
    }

    private static string Display(object? value) => value switch
    {
        null => "(none)",
        string { Length: > 72 } text => $"\"{text[..34]}…{text[^34..]}\"".ReplaceLineEndings(" "),
        string text => $"\"{text}\"".ReplaceLineEndings(" "),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        List<object?> list => $"[{string.Join(", ", list.Select(Display))}]",
        Dictionary<string, object?> map => $"{{{string.Join(", ", map.Select(pair => $"{pair.Key}: {Display(pair.Value)}"))}}}",
        _ => value.ToString() ?? "",
    };

    private static object? Normalize(object? value) => value switch
    {
        null => null,
        string or bool or double => value,
        int number => (double)number,
        long number => (double)number,
        Guid id => id.ToString(),
        JsonNode node => Normalize(PlainJson.ToPlain(node)),
        IDictionary map => NormalizeMap(map),
        IEnumerable<KeyValuePair<string, object?>> pairs => NormalizePairs(pairs),
        IEnumerable list => NormalizeList(list),
        _ => throw new InvalidOperationException($"a property cannot hold a {value.GetType()}"),
    };

    private static Dictionary<string, object?> NormalizeMap(IDictionary map)
    {
        Dictionary<string, object?> result = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            if (Normalize(entry.Value) is { } value)
                result[(string)entry.Key] = value;
        }

        return result;
    }

    private static Dictionary<string, object?> NormalizePairs(IEnumerable<KeyValuePair<string, object?>> pairs)
    {
        Dictionary<string, object?> result = new(StringComparer.Ordinal);
        foreach ((string key, object? item) in pairs)
        {
            if (Normalize(item) is { } value)
                result[key] = value;
        }

        return result;
    }

    private static List<object?> NormalizeList(IEnumerable list)
    {
        List<object?> result = [];
        foreach (object? item in list)
            result.Add(Normalize(item));
        return result;
    }
}
