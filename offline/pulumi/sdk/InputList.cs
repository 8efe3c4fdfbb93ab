using System.Collections;
using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A list of inputs, itself an input. Takes collection initializers, plain lists and outputs of lists.</summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    private Output<ImmutableArray<Input<T>>> _items;

    /// <summary>An empty list.</summary>
    public InputList()
        : this(Output.Create(ImmutableArray<Input<T>>.Empty))
    {
    }

    private InputList(Output<ImmutableArray<Input<T>>> items) => _items = items;

    internal override Output<ImmutableArray<T>> Value => _items.Apply(items => Output.All(items.AsEnumerable()));

    /// <summary>Appends values.</summary>
    public void Add(params Input<T>[] inputs) => _items = Append(Output.Create(inputs.ToImmutableArray()));

    /// <summary>Appends the values of another list.</summary>
    public void Add(InputList<T> inputs) => AddRange(inputs);

    /// <summary>Appends the values of another list.</summary>
    public void AddRange(InputList<T> inputs) => _items = Append(inputs._items);

    /// <summary>A list of the values of both, neither of which changes.</summary>
    public InputList<T> Concat(InputList<T> other) => new(Append(other._items));

    /// <summary>The values one by one; none while the list itself is unknown.</summary>
    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        OutputData<ImmutableArray<Input<T>>> data = await _items.DataTask;
        if (data.IsKnown)
        {
            foreach (Input<T> item in data.Value)
            {
                yield return item;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"An {nameof(InputList<T>)} cannot be enumerated: its values may not be known yet.");

    private Output<ImmutableArray<Input<T>>> Append(Output<ImmutableArray<Input<T>>> others) =>
        Output.Tuple(_items, others).Apply(both => both.Item1.AddRange(both.Item2));

    private static InputList<T> Of(IEnumerable<Input<T>> items) => new(Output.Create(items.ToImmutableArray()));

    private static InputList<T> Of(Output<IEnumerable<T>> values) =>
        new(values.Apply(items => items is null or ImmutableArray<T> { IsDefault: true }
            ? []
            : items.Select(item => (Input<T>)item).ToImmutableArray()));

#pragma warning disable CS1591 // One operator for each form in which a program may hold a list.
    public static implicit operator InputList<T>(T value) => Of([value]);

    public static implicit operator InputList<T>(Output<T> value) => Of([value]);

    public static implicit operator InputList<T>(Input<T> value) => Of([value]);

    public static implicit operator InputList<T>(T[] values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(Output<T>[] values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(Input<T>[] values) => Of(values);

    public static implicit operator InputList<T>(List<T> values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(List<Output<T>> values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(List<Input<T>> values) => Of(values);

    public static implicit operator InputList<T>(ImmutableArray<T> values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) => Of(values.Select(value => (Input<T>)value));

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => Of(values);

    public static implicit operator InputList<T>(Output<T[]> values) => Of(values.Apply(items => items.AsEnumerable()));

    public static implicit operator InputList<T>(Output<List<T>> values) => Of(values.Apply(items => items.AsEnumerable()));

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => Of(values);

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => Of(values.Apply(items => (IEnumerable<T>)items));
#pragma warning restore CS1591
}
