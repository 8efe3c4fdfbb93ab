using Pulumi.Serialization;

namespace Pulumi;

/// <summary>
/// A value that may arrive later, with what is known of it: secret or not, known or not, and the resources it comes from.
/// </summary>
public sealed class Output<T> : IOutput
{
    internal Output(Task<OutputData<T>> dataTask)
    {
        DataTask = dataTask;

        // A program may end while values are still on their way; a run ends only when all of them have arrived.
        Deployment.Current?.Track(dataTask);
    }

    internal Task<OutputData<T>> DataTask { get; }

    /// <summary>An output for the result of a task.</summary>
    public static Output<T> Create(Task<T> value) => new(OutputData.FromTask(value, isSecret: false));

    /// <summary>Transforms the value with <paramref name="func"/>, which is not called while the value is unknown.</summary>
    public Output<TResult> Apply<TResult>(Func<T, TResult> func) => Then(value => Task.FromResult(OutputData.Known(func(value))));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Task<TResult>> func) =>
        Then(async value => OutputData.Known(await func(value)));

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<ValueTuple> Apply(Func<T, Task> func) =>
        Then(async value =>
        {
            await func(value);
            return OutputData.Known(default(ValueTuple));
        });

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Input<TResult>?> func) => Then(value => func(value).ToOutput().DataTask);

    /// <inheritdoc cref="Apply{TResult}(Func{T, TResult})"/>
    public Output<TResult> Apply<TResult>(Func<T, Output<TResult>?> func) =>
        Then(value => (func(value) ?? Output.Create(default(TResult)!)).DataTask);

    /// <summary>
    /// Not supported: the text of an output is not known when it is asked for. Warns, or throws where PULUMI_ERROR_OUTPUT_STRING says so.
    /// </summary>
    public override string ToString()
    {
        string message = string.Join(
            Environment.NewLine,
            "Calling [ToString] on an [Output<T>] is not supported.",
            "",
            "To get the value of an Output<T> as an Output<string> consider:",
            "1. o.Apply(v => $\"prefix{v}suffix\")",
            "2. Output.Format($\"prefix{hostname}suffix\");",
            "",
            "See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.");
        string? fail = Environment.GetEnvironmentVariable("PULUMI_ERROR_OUTPUT_STRING");
        if (fail == "1" || string.Equals(fail, "true", StringComparison.OrdinalIgnoreCase))
            throw new InvalidOperationException(message);
        Log.Warn(message);
        return string.Join(Environment.NewLine, message, "This function may throw in a future version of Pulumi.");
    }

    internal Output<T> WithSecret(bool isSecret)
    {
        return new Output<T>(Mark());

        async Task<OutputData<T>> Mark() => (await DataTask) with { IsSecret = isSecret };
    }

    async Task<OutputData<object?>> IOutput.GetDataAsync()
    {
        OutputData<T> data = await DataTask;
        return new OutputData<object?>(data.Value, data.IsKnown, data.IsSecret, data.Resources);
    }

    private Output<TResult> Then<TResult>(Func<T, Task<OutputData<TResult>>> continuation)
    {
        return new Output<TResult>(Continue());

        async Task<OutputData<TResult>> Continue()
        {
            OutputData<T> data = await DataTask;
            if (!data.IsKnown)
            {
                return new OutputData<TResult>(default!, IsKnown: false, data.IsSecret, data.Resources);
            }

            OutputData<TResult> next = await continuation(data.Value);
            return next with { IsSecret = next.IsSecret || data.IsSecret, Resources = next.Resources.Union(data.Resources) };
        }
    }
}
