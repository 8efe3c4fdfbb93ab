using System.Collections.Immutable;
using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>A resource with an output of every kind.</summary>
internal sealed class Thing(string name, ThingArgs? args = null, CustomResourceOptions? options = null)
    : CustomResource("test:index:Thing", name, args, options)
{
    [Output("text")]
    public Output<string?> Text { get; private set; } = null!;

    [Output("number")]
    public Output<int> Number { get; private set; } = null!;

    [Output("fraction")]
    public Output<double> Fraction { get; private set; } = null!;

    [Output("flag")]
    public Output<bool?> Flag { get; private set; } = null!;

    [Output("list")]
    public Output<ImmutableArray<string>> List { get; private set; } = null!;

    [Output("map")]
    public Output<ImmutableDictionary<string, string>?> Map { get; private set; } = null!;

    [Output("nested")]
    public Output<ThingNested?> Nested { get; private set; } = null!;
}

internal sealed class ThingArgs : ResourceArgs
{
    [Input("text")]
    public Input<string>? Text { get; set; }

    [Input("number")]
    public Input<int>? Number { get; set; }

    [Input("fraction")]
    public Input<double>? Fraction { get; set; }

    [Input("flag")]
    public Input<bool>? Flag { get; set; }

    [Input("list")]
    private InputList<string>? _list;

    [Input("map")]
    private InputMap<string>? _map;

    public InputList<string> List
    {
        get => _list ??= [];
        set => _list = value;
    }

    public InputMap<string> Map
    {
        get => _map ??= [];
        set => _map = value;
    }

    [Input("nested")]
    public Input<ThingNestedArgs>? Nested { get; set; }

    [Input("json", json: true)]
    public Input<ThingNestedArgs>? Json { get; set; }
}

internal sealed class ThingNestedArgs : ResourceArgs
{
    [Input("text", required: true)]
    public Input<string> Text { get; set; } = null!;

    [Input("flag")]
    public Input<bool>? Flag { get; set; }
}

[OutputType]
internal sealed class ThingNested
{
    public readonly string Text;
    public readonly bool? Flag;

    [OutputConstructor]
    private ThingNested(string text, [OutputConstructorParameter("flag")] bool? on)
    {
        Text = text;
        Flag = on;
    }
}

/// <summary>A component that groups what the delegate declares.</summary>
internal sealed class Group : ComponentResource
{
    public Group(
        string name, Action<Group>? declare = null, ComponentResourceOptions? options = null, IDictionary<string, object?>? outputs = null)
        : base("test:index:Group", name, options)
    {
        declare?.Invoke(this);
        RegisterOutputs(outputs ?? new Dictionary<string, object?>());
    }
}
