using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Makes and combines <see cref="Output{T}"/>s. A combination is unknown, or secret, as soon as one part is.</summary>
public static class Output
{
    /// <summary>An output for a value that is at hand.</summary>
    public static Output<T> Create<T>(T? value) => new(Task.FromResult(OutputData.Known(value!)));

    /// <summary>An output for the result of a task.</summary>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>A secret output for a value that is at hand.</summary>
    public static Output<T> CreateSecret<T>(T? value) => new(Task.FromResult(OutputData.Known(value!, isSecret: true)));

    /// <summary>A secret output for the result of a task.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => new(OutputData.FromTask(value, isSecret: true));

    /// <summary>The same value as a secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value) => value.WithSecret(true);

    /// <summary>The same value, no longer a secret.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => output.WithSecret(false);

    /// <summary>Whether the value is a secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output) => (await output.DataTask.ConfigureAwait(false)).IsSecret;

    /// <summary>All values as one list.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All((IEnumerable<Input<T>>)inputs);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => All(inputs.Select(input => input.ToOutput()));

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All((IEnumerable<Output<T>>)outputs);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
    {
        var tasks = outputs.Select(output => output.DataTask).ToArray();
        return new Output<ImmutableArray<T>>(Gather());

        async Task<OutputData<ImmutableArray<T>>> Gather()
        {
            var parts = await Task.WhenAll(tasks).ConfigureAwait(false);
            var isKnown = parts.All(part => part.IsKnown);
            return new OutputData<ImmutableArray<T>>(
                isKnown ? [.. parts.Select(part => part.Value)] : default,
                isKnown,
                parts.Any(part => part.IsSecret),
                [.. parts.SelectMany(part => part.Resources)]);
        }
    }

    /// <summary>A text whose holes may be inputs and outputs.</summary>
    public static Output<string> Format(FormattableString formattableString)
    {
        ArgumentNullException.ThrowIfNull(formattableString);
        var parts = formattableString.GetArguments().Select(ToObjectOutput);
        return All(parts).Apply(values => string.Format(null, formattableString.Format, [.. values]));
    }

    /// <summary>The value as JSON text; outputs inside of it are unwrapped.</summary>
    public static Output<string> JsonSerialize<T>(Output<T> value, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Output<string>(OutputJson.SerializeAsync(value, options));
    }

    /// <summary>The value that a JSON text holds.</summary>
    public static Output<T> JsonDeserialize<T>(Output<string> json, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        return json.Apply(text => JsonSerializer.Deserialize<T>(text, options)!);
    }

    /// <summary>The values side by side.</summary>
    public static Output<(T1, T2)> Tuple<T1, T2>(Input<T1> item1, Input<T2> item2) =>
        Tuple(item1.ToOutput(), item2.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2)> Tuple<T1, T2>(Output<T1> item1, Output<T2> item2) =>
        item1.Apply(first => item2.Apply(second => (first, second)));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3) =>
        Tuple(item1, item2).Apply(head => item3.Apply(last => (head.Item1, head.Item2, last)));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4) =>
        Tuple(item1, item2, item3).Apply(head => item4.Apply(last => (head.Item1, head.Item2, head.Item3, last)));

    internal static Output<T> CreateUnknown<T>(T? value) => new(Task.FromResult(OutputData.Unknown(value!)));

    private static Output<object?> ToObjectOutput(object? value) => value switch
    {
        IInput input => Untyped(input.ToUntypedOutput()),
        IOutput output => Untyped(output),
        _ => Create<object?>(value),
    };

    private static Output<object?> Untyped(IOutput output) => new(output.GetDataAsync());
}
