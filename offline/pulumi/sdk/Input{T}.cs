using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A property of a resource's arguments: a plain value or an output.</summary>
public class Input<T> : IInput
{
    private readonly Output<T>? _output;

    private protected Input()
    {
    }

    private Input(Output<T> output) => _output = output;

    internal virtual Output<T> Value => _output!;

    /// <summary>A plain value as an input.</summary>
    public static implicit operator Input<T>(T value) => new(Output.Create(value));

    /// <summary>An output as an input.</summary>
    public static implicit operator Input<T>(Output<T> value) => new(value);

    /// <summary>The output behind an input.</summary>
    public static implicit operator Output<T>(Input<T> input) => input.Value;

    IOutput IInput.ToUntypedOutput() => Value;
}
