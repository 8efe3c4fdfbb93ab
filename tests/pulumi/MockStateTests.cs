using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>What a mock may answer, and what becomes of it.</summary>
public sealed class MockStateTests
{
    [Fact]
    public async Task State_OfAllowedTypes_FillsTheOutputs()
    {
        Thing thing = null!;
        RecordingMocks mocks = RecordingMocks.WithState(new Dictionary<string, object>
        {
            ["text"] = Output.Create("text"),
            ["number"] = 3,
            ["fraction"] = 0.5,
            ["flag"] = true,
            ["list"] = new List<string> { "a" },
            ["map"] = new Dictionary<string, object> { ["key"] = "value" },
            ["nested"] = ImmutableDictionary<string, object>.Empty.Add("text", "inner").Add("flag", true),
        });
        await Deployment.TestAsync(mocks, Run.Update, () => { thing = new Thing("thing"); });

        Assert.Equal("id", await Run.ValueAsync(thing.Id));
        Assert.Equal("text", await Run.ValueAsync(thing.Text));
        Assert.Equal(3, await Run.ValueAsync(thing.Number));
        Assert.Equal(0.5, await Run.ValueAsync(thing.Fraction));
        Assert.True(await Run.ValueAsync(thing.Flag));
        Assert.Equal(["a"], (await Run.ValueAsync(thing.List)).ToArray());
        Assert.Equal("value", (await Run.ValueAsync(thing.Map))!["key"]);
        ThingNested? nested = await Run.ValueAsync(thing.Nested);
        Assert.Equal("inner", nested!.Text);
        Assert.True(nested.Flag);
    }

    [Fact]
    public async Task State_OfAnonymousType_FailsTheRun() => await RefuseAsync(new { text = "x" });

    [Fact]
    public async Task State_OfPlainObject_FailsTheRun() => await RefuseAsync(new object());

    [Fact]
    public async Task State_WithLong_FailsTheRun() => await RefuseAsync(new Dictionary<string, object> { ["number"] = 3L });

    [Fact]
    public async Task State_WithPlainObject_FailsTheRun() =>
        await RefuseAsync(new Dictionary<string, object> { ["nested"] = new Uri("https://x") });

    [Fact]
    public async Task State_LeftOutInPreview_IsUnknown()
    {
        Output<string?> output = await Run.ForOutputAsync(
            RecordingMocks.WithState(new Dictionary<string, object>()), () => new Thing("thing").Text, Run.Preview);

        Assert.False(await Run.IsKnownAsync(output));
    }

    [Fact]
    public async Task State_LeftOutInUpdate_IsDefault()
    {
        Thing thing = null!;
        await Deployment.TestAsync(
            RecordingMocks.WithState(new Dictionary<string, object>()), Run.Update, () => { thing = new Thing("thing"); });

        Assert.True(await Run.IsKnownAsync(thing.Text));
        Assert.Null(await Run.ValueAsync(thing.Text));
        Assert.Equal(0, await Run.ValueAsync(thing.Number));
        Assert.True((await Run.ValueAsync(thing.List)).IsDefault);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Id_Null_IsUnknown(bool isPreview)
    {
        RecordingMocks mocks = new() { OnResource = args => Task.FromResult<(string?, object)>((null, args.Inputs)) };
        Output<string> id = await Run.ForOutputAsync(mocks, () => new Thing("thing").Id, new() { IsPreview = isPreview });

        Assert.False(await Run.IsKnownAsync(id));
    }

    [Fact]
    public async Task State_UnknownOutput_IsUnknown()
    {
        RecordingMocks mocks = RecordingMocks.WithState(new Dictionary<string, object> { ["text"] = OutputUtilities.CreateUnknown("x") });
        Output<string?> output = await Run.ForOutputAsync(mocks, () => new Thing("thing").Text);

        Assert.False(await Run.IsKnownAsync(output));
    }

    [Fact]
    public async Task State_OfAnotherType_BecomesTheDefault()
    {
        RecordingMocks mocks = RecordingMocks.WithState(new Dictionary<string, object> { ["number"] = "three" });
        Output<int> output = await Run.ForOutputAsync(mocks, () => new Thing("thing").Number);

        Assert.Equal(0, await Run.ValueAsync(output));
    }

    [Fact]
    public async Task Secret_InMock_IsSecret()
    {
        RecordingMocks mocks = RecordingMocks.WithState(
            new Dictionary<string, object> { ["text"] = Output.CreateSecret("s"), ["number"] = 1 });
        Thing thing = null!;
        await Deployment.TestAsync(mocks, Run.Update, () => { thing = new Thing("thing"); });

        Assert.True(await Output.IsSecretAsync(thing.Text));
        Assert.False(await Output.IsSecretAsync(thing.Number));
    }

    [Fact]
    public async Task Secret_Nested_MakesTheWholeOutputSecret()
    {
        RecordingMocks mocks = RecordingMocks.WithState(new Dictionary<string, object>
        {
            ["map"] = new Dictionary<string, object> { ["open"] = "a", ["hidden"] = Output.CreateSecret("b") },
        });
        Output<ImmutableDictionary<string, string>?> output = await Run.ForOutputAsync(mocks, () => new Thing("thing").Map);

        Assert.True(await Output.IsSecretAsync(output));
        Assert.Equal("a", (await Run.ValueAsync(output))!["open"]);
    }

    [Fact]
    public async Task Secret_ByAdditionalSecretOutputsOrSecretInput_IsForgottenByMocks()
    {
        CustomResourceOptions options = new() { AdditionalSecretOutputs = { "text" } };
        Output<string?> output = await Run.ForOutputAsync(
            new RecordingMocks(), () => new Thing("thing", new ThingArgs { Text = Output.CreateSecret("s") }, options).Text);

        Assert.Equal("s", await Run.ValueAsync(output));
        Assert.False(await Output.IsSecretAsync(output));
    }

    private static async Task RefuseAsync(object state)
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(
            () => Deployment.TestAsync(RecordingMocks.WithState(state), Run.Update, () => { _ = new Thing("thing"); }));

        Assert.Contains("is not a supported argument type", exception.Message, StringComparison.Ordinal);
    }
}
