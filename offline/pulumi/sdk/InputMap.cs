using System.Collections;
using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>
/// A map of inputs by name, itself an input. Takes collection initializers, plain dictionaries and outputs of dictionaries.
/// </summary>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>, IEnumerable, IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    private Output<ImmutableDictionary<string, Input<TValue>>> _items;

    /// <summary>An empty map.</summary>
    public InputMap()
        : this(Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty))
    {
    }

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> items) => _items = items;

    internal override Output<ImmutableDictionary<string, TValue>> Value => _items.Apply(items =>
    {
        ImmutableArray<string> keys = items.Keys.ToImmutableArray();
        return Output.All(keys.Select(key => items[key]))
            .Apply(values => keys.Zip(values).ToImmutableDictionary(pair => pair.First, pair => pair.Second));
    });

    /// <summary>Adds a value.</summary>
    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    /// <summary>The values of both; where both have a name, those of <paramref name="second"/>.</summary>
    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second) => new(Join(first._items, second._items));

    /// <summary>Adds a value.</summary>
    public void Add(string key, Input<TValue> value) => _items = _items.Apply(items => items.Add(key, value));

    /// <summary>Adds the values of another map.</summary>
    public void Add(InputMap<TValue> values) => AddRange(values);

    /// <summary>Adds the values of another map.</summary>
    public void AddRange(InputMap<TValue> values) => _items = Join(_items, values._items);

    /// <summary>The entries one by one; none while a value is unknown.</summary>
    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        OutputData<ImmutableDictionary<string, TValue>> data = await Value.DataTask;
        if (data.IsKnown)
        {
            foreach (KeyValuePair<string, TValue> item in data.Value)
            {
                yield return item;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"An {nameof(InputMap<TValue>)} cannot be enumerated: its values may not be known yet.");

    private static Output<ImmutableDictionary<string, Input<TValue>>> Join(
        Output<ImmutableDictionary<string, Input<TValue>>> first, Output<ImmutableDictionary<string, Input<TValue>>> second) =>
        Output.Tuple(first, second).Apply(both => both.Item1.SetItems(both.Item2));

    private static ImmutableDictionary<string, Input<TValue>> ToInputs(IEnumerable<KeyValuePair<string, TValue>>? values) =>
        values is null
            ? ImmutableDictionary<string, Input<TValue>>.Empty
            : values.ToImmutableDictionary(pair => pair.Key, pair => (Input<TValue>)pair.Value);

#pragma warning disable CS1591 // One operator for each form in which a program may hold a map.
    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) => new(Output.Create(ToInputs(values)));

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => new(Output.Create(ToInputs(values)));

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) => new(values.Apply(ToInputs));

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) => new(values.Apply(ToInputs));

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) => new(values.Apply(ToInputs));
#pragma warning restore CS1591
}
