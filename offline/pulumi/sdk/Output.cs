using System.Collections.Immutable;
using System.Text.Json;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Makes and combines <see cref="Output{T}"/>s. A combination is unknown, or secret, as soon as one part is.</summary>
public static class Output
{
    /// <summary>An output for a value that is at hand.</summary>
    public static Output<T> Create<T>(T value) => new(Task.FromResult(OutputData.Known(value)));

    /// <summary>An output for the result of a task.</summary>
    public static Output<T> Create<T>(Task<T> value) => Output<T>.Create(value);

    /// <summary>A secret output for a value that is at hand.</summary>
    public static Output<T> CreateSecret<T>(T value) => new(Task.FromResult(OutputData.Known(value, isSecret: true)));

    /// <summary>A secret output for the result of a task.</summary>
    public static Output<T> CreateSecret<T>(Task<T> value) => new(OutputData.FromTask(value, isSecret: true));

    /// <summary>The same value as a secret.</summary>
    public static Output<T> CreateSecret<T>(Output<T> value) => value.WithSecret(true);

    /// <summary>The same value, no longer a secret.</summary>
    public static Output<T> Unsecret<T>(Output<T> output) => output.WithSecret(false);

    /// <summary>Whether the value is a secret.</summary>
    public static async Task<bool> IsSecretAsync<T>(Output<T> output) => (await output.DataTask).IsSecret;

    /// <summary>All values as one list.</summary>
    public static Output<ImmutableArray<T>> All<T>(params Input<T>[] inputs) => All((IEnumerable<Input<T>>)inputs);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Input<T>> inputs) => All(inputs.Select(input => input.ToOutput()));

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(params Output<T>[] outputs) => All((IEnumerable<Output<T>>)outputs);

    /// <inheritdoc cref="All{T}(Input{T}[])"/>
    public static Output<ImmutableArray<T>> All<T>(IEnumerable<Output<T>> outputs)
    {
        Task<OutputData<T>>[] tasks = outputs.Select(output => output.DataTask).ToArray();
        return new Output<ImmutableArray<T>>(Gather());

        async Task<OutputData<ImmutableArray<T>>> Gather()
        {
            OutputData<T>[] parts = await Task.WhenAll(tasks);
            bool isKnown = parts.All(part => part.IsKnown);
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
        IEnumerable<Output<object?>> parts = formattableString.GetArguments().Select(ToObjectOutput);
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
        Gather(item1, item2).Apply(all => ((T1)all[0]!, (T2)all[1]!));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Input<T1> item1, Input<T2> item2, Input<T3> item3) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3)> Tuple<T1, T2, T3>(Output<T1> item1, Output<T2> item2, Output<T3> item3) =>
        Gather(item1, item2, item3).Apply(all => ((T1)all[0]!, (T2)all[1]!, (T3)all[2]!));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4)> Tuple<T1, T2, T3, T4>(Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4) =>
        Gather(item1, item2, item3, item4).Apply(all => ((T1)all[0]!, (T2)all[1]!, (T3)all[2]!, (T4)all[3]!));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(), item5.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5)> Tuple<T1, T2, T3, T4, T5>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5) =>
        Gather(item1, item2, item3, item4, item5).Apply(all => ((T1)all[0]!, (T2)all[1]!, (T3)all[2]!, (T4)all[3]!, (T5)all[4]!));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(), item5.ToOutput(), item6.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6)> Tuple<T1, T2, T3, T4, T5, T6>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6) =>
        Gather(item1, item2, item3, item4, item5, item6)
            .Apply(all => ((T1)all[0]!, (T2)all[1]!, (T3)all[2]!, (T4)all[3]!, (T5)all[4]!, (T6)all[5]!));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(), item5.ToOutput(), item6.ToOutput(), item7.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7)> Tuple<T1, T2, T3, T4, T5, T6, T7>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7) =>
        Gather(item1, item2, item3, item4, item5, item6, item7)
            .Apply(all => ((T1)all[0]!, (T2)all[1]!, (T3)all[2]!, (T4)all[3]!, (T5)all[4]!, (T6)all[5]!, (T7)all[6]!));

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Input<T1> item1, Input<T2> item2, Input<T3> item3, Input<T4> item4, Input<T5> item5, Input<T6> item6, Input<T7> item7,
        Input<T8> item8) =>
        Tuple(item1.ToOutput(), item2.ToOutput(), item3.ToOutput(), item4.ToOutput(), item5.ToOutput(), item6.ToOutput(), item7.ToOutput(),
            item8.ToOutput());

    /// <inheritdoc cref="Tuple{T1, T2}(Input{T1}, Input{T2})"/>
    public static Output<(T1, T2, T3, T4, T5, T6, T7, T8)> Tuple<T1, T2, T3, T4, T5, T6, T7, T8>(
        Output<T1> item1, Output<T2> item2, Output<T3> item3, Output<T4> item4, Output<T5> item5, Output<T6> item6, Output<T7> item7,
        Output<T8> item8) =>
        Gather(item1, item2, item3, item4, item5, item6, item7, item8)
            .Apply(all => ((T1)all[0]!, (T2)all[1]!, (T3)all[2]!, (T4)all[3]!, (T5)all[4]!, (T6)all[5]!, (T7)all[6]!, (T8)all[7]!));

    internal static Output<T> CreateUnknown<T>(T? value) => new(Task.FromResult(OutputData.Unknown(value!)));

    private static Output<object?> ToObjectOutput(object? value) => value switch
    {
        IInput input => Untyped(input.ToUntypedOutput()),
        IOutput output => Untyped(output),
        _ => Create<object?>(value),
    };

    private static Output<ImmutableArray<object?>> Gather(params IOutput[] outputs) => All(outputs.Select(Untyped));

    private static Output<object?> Untyped(IOutput output) => new(output.GetDataAsync());
}
