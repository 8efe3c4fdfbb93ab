using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace TenantOnboarding.Tests.Pulumi;

public sealed class InputTests
{
    public static TheoryData<InputList<string>> Lists => new()
    {
        new InputList<string> { "a", Output.Create("b") },
        new[] { "a", "b" },
        new[] { Output.Create("a"), Output.Create("b") },
        new Input<string>[] { "a", Output.Create("b") },
        new List<string> { "a", "b" },
        new List<Output<string>> { Output.Create("a"), Output.Create("b") },
        new List<Input<string>> { "a", "b" },
        ImmutableArray.Create("a", "b"),
        ImmutableArray.Create<Input<string>>("a", "b"),
        ImmutableArray.Create(Output.Create("a"), Output.Create("b")),
        Output.Create(new[] { "a", "b" }),
        Output.Create(new List<string> { "a", "b" }),
        Output.Create(Enumerable.Range(0, 2).Select(index => index == 0 ? "a" : "b")),
        Output.Create(ImmutableArray.Create("a", "b")),
        ((InputList<string>)"a").Concat((InputList<string>)Output.Create("b")),
        new InputList<string> { "a", new InputList<string> { "b" } },
    };

    public static TheoryData<InputMap<string>> Maps => new()
    {
        new InputMap<string> { { "a", "1" }, { "b", Output.Create("2") } },
        new InputMap<string> { ["a"] = "1", ["b"] = "2" },
        new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" },
        Output.Create(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }),
        ImmutableDictionary<string, string>.Empty.Add("a", "1").Add("b", "2"),
        Output.Create(ImmutableDictionary<string, string>.Empty.Add("a", "1").Add("b", "2")),
        InputMap<string>.Merge(new InputMap<string> { { "a", "1" }, { "b", "old" } }, new InputMap<string> { { "b", "2" } }),
    };

    [Theory]
    [MemberData(nameof(Lists), DisableDiscoveryEnumeration = true)]
    public async Task InputList_AnyForm_IsTheList(InputList<string> list)
    {
        Assert.Equal(["a", "b"], (await Run.ValueAsync(list.ToOutput())).ToArray());

        List<string> items = [];
        await foreach (Input<string> item in list)
        {
            items.Add(await Run.ValueAsync(item.ToOutput()));
        }

        Assert.Equal(["a", "b"], items);
    }

    [Theory]
    [MemberData(nameof(Maps), DisableDiscoveryEnumeration = true)]
    public async Task InputMap_AnyForm_IsTheMap(InputMap<string> map)
    {
        ImmutableDictionary<string, string> values = await Run.ValueAsync(map.ToOutput());

        Assert.Equal([new("a", "1"), new("b", "2")], values.OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task Concat_Lists_ChangesNeither()
    {
        InputList<string> list = new() { "a" };

        _ = list.Concat(new[] { "b" });

        Assert.Equal(["a"], (await Run.ValueAsync(list.ToOutput())).ToArray());
    }

    [Fact]
    public async Task InputList_OneSecretItem_IsSecret() =>
        Assert.True(await Output.IsSecretAsync(new InputList<string> { "a", Output.CreateSecret("b") }.ToOutput()));

    [Fact]
    public void GetEnumerator_InputList_IsRefused() =>
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)new InputList<string>()).GetEnumerator());

    [Fact]
    public async Task ToOutput_NoInput_IsDefault() => Assert.Null(await Run.ValueAsync(((Input<string>?)null).ToOutput()));

    [Fact]
    public async Task Apply_UnknownInput_IsUnknown() =>
        Assert.False(await Run.IsKnownAsync(((Input<int>)OutputUtilities.CreateUnknown(1)).Apply(value => value)));
}
