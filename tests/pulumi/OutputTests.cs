using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace TenantOnboarding.Tests.Pulumi;

public sealed class OutputTests
{
    public static TheoryData<Func<Output<int>, Output<int>>> Combinations => new()
    {
        output => output.Apply(value => value + 1),
        output => output.Apply(value => Task.FromResult(value + 1)),
        output => output.Apply(value => Output.Create(value + 1)),
        output => output.Apply(value => (Input<int>)(value + 1)),
        output => Output.Create(1).Apply(one => output.Apply(value => value + one)),
        output => Output.All(output, Output.Create(1)).Apply(values => values.Sum()),
        output => Output.Tuple(Output.Create(1), output).Apply(values => values.Item1 + values.Item2),
        output => Output.Tuple<int, int, int>(1, 0, output).Apply(values => values.Item1 + values.Item3),
        output => Output.Format($"{output}").Apply(text => int.Parse(text, null) + 1),
        output => Output.JsonDeserialize<int>(Output.JsonSerialize(output)).Apply(value => value + 1),
    };

    [Theory]
    [MemberData(nameof(Combinations), DisableDiscoveryEnumeration = true)]
    public async Task Combination_OfPlainKnownValue_IsPlainAndKnown(Func<Output<int>, Output<int>> combine)
    {
        Output<int> combined = combine(Output.Create(41));

        Assert.Equal(42, await Run.ValueAsync(combined));
        Assert.True(await Run.IsKnownAsync(combined));
        Assert.False(await Output.IsSecretAsync(combined));
    }

    [Theory]
    [MemberData(nameof(Combinations), DisableDiscoveryEnumeration = true)]
    public async Task Combination_OfSecret_IsSecret(Func<Output<int>, Output<int>> combine)
    {
        Output<int> combined = combine(Output.CreateSecret(41));

        Assert.Equal(42, await Run.ValueAsync(combined));
        Assert.True(await Output.IsSecretAsync(combined));
    }

    [Theory]
    [MemberData(nameof(Combinations), DisableDiscoveryEnumeration = true)]
    public async Task Combination_OfUnknown_IsUnknownAndDefault(Func<Output<int>, Output<int>> combine)
    {
        Output<int> combined = combine(OutputUtilities.CreateUnknown(41));

        Assert.False(await Run.IsKnownAsync(combined));
        Assert.Equal(0, await Run.ValueAsync(combined));
    }

    [Fact]
    public async Task Apply_OnUnknown_DoesNotCallTheFunction()
    {
        bool called = false;

        await Run.ValueAsync(OutputUtilities.CreateUnknown("x").Apply(_ => called = true));

        Assert.False(called);
    }

    [Fact]
    public async Task Apply_ToOutputOfOtherResource_KeepsTheResourcesOfBoth()
    {
        Thing? first = null, second = null;
        Output<string?> output = await Run.ForOutputAsync(new RecordingMocks(), () =>
        {
            first = new Thing("first");
            second = new Thing("second");
            return first.Text.Apply(_ => second.Text);
        });

        Assert.Equal(
            [first!, second!], (await OutputUtilities.GetDependenciesAsync(output)).OrderBy(resource => resource.GetResourceName()));
    }

    [Fact]
    public async Task Apply_FunctionReturnsNoOutput_GivesDefault() =>
        Assert.Null(await Run.ValueAsync(Output.Create(1).Apply(_ => (Output<string>?)null)));

    [Fact]
    public async Task Unsecret_Secret_KeepsValueOnly()
    {
        Output<string> output = Output.Unsecret(Output.CreateSecret(Task.FromResult("open")));

        Assert.Equal("open", await Run.ValueAsync(output));
        Assert.False(await Output.IsSecretAsync(output));
    }

    [Fact]
    public async Task Tuple_OfEight_KeepsOrder()
    {
        (int, string, int, string, int, string, int, string) tuple = await Run.ValueAsync(
            Output.Tuple<int, string, int, string, int, string, int, string>(1, "2", 3, "4", 5, "6", 7, "8"));

        Assert.Equal((1, "2", 3, "4", 5, "6", 7, "8"), tuple);
    }

    [Fact]
    public async Task Format_InputsOutputsAndPlainValues_FillsTheHoles()
    {
        Input<string> input = "in";

        Assert.Equal("in-out-3", await Run.ValueAsync(Output.Format($"{input}-{Output.Create("out")}-{3}")));
    }

    [Fact]
    public async Task JsonSerialize_NestedOutputs_UnwrapsThemAndKeepsTheirMarks()
    {
        Dictionary<string, object> value =
            new() { ["plain"] = 1, ["list"] = new[] { Output.CreateSecret("s") }, ["input"] = (Input<int>)2 };

        Output<string> json = Output.JsonSerialize(Output.Create(value));

        Assert.Equal("""{"plain":1,"list":["s"],"input":2}""", await Run.ValueAsync(json));
        Assert.True(await Output.IsSecretAsync(json));
    }

    [Fact]
    public async Task JsonSerialize_NestedUnknown_IsUnknown() =>
        Assert.False(await Run.IsKnownAsync(Output.JsonSerialize(Output.Create(new[] { OutputUtilities.CreateUnknown(1) }))));

    [Fact]
    public Task ToString_Output_SaysWhatToDoInstead() => Deployment.TestAsync(new RecordingMocks(), Run.Update, () =>
        Assert.Equal(
            """
            Calling [ToString] on an [Output<T>] is not supported.

            To get the value of an Output<T> as an Output<string> consider:
            1. o.Apply(v => $"prefix{v}suffix")
            2. Output.Format($"prefix{hostname}suffix");

            See https://www.pulumi.com/docs/concepts/inputs-outputs for more details.
            This function may throw in a future version of Pulumi.
            """.ReplaceLineEndings(),
            Output.Create(1).ToString()));

    [Fact]
    public async Task List_FirstGetAtLength_AreOutputs()
    {
        Output<ImmutableArray<string>> list = Output.Create(ImmutableArray.Create("a", "b"));

        Assert.Equal("a", await Run.ValueAsync(list.First()));
        Assert.Equal("b", await Run.ValueAsync(list.GetAt(1)));
        Assert.Equal(2, await Run.ValueAsync(list.Length()));
    }
}
