using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>What a mock sees of a resource.</summary>
public sealed class MockInputTests
{
    [Fact]
    public async Task Inputs_OfAnyType_AreUnwrappedPlainValues()
    {
        ImmutableDictionary<string, object> inputs = await Run.ForInputsAsync(() => new ThingArgs
        {
            Text = Output.CreateSecret("secret"),
            Number = 3,
            Fraction = 0.5,
            Flag = true,
            List = { "a", Output.Create("b") },
            Map = { { "key", Output.Create("value") } },
            Nested = new ThingNestedArgs { Text = "inner", Flag = false },
        });

        Assert.Equal("secret", inputs["text"]);
        Assert.Equal(3.0, Assert.IsType<double>(inputs["number"]));
        Assert.Equal(0.5, inputs["fraction"]);
        Assert.Equal(true, inputs["flag"]);
        Assert.Equal(["a", "b"], Assert.IsType<ImmutableArray<object>>(inputs["list"]).ToArray());
        Assert.Equal("value", Assert.IsType<ImmutableDictionary<string, object>>(inputs["map"])["key"]);
        ImmutableDictionary<string, object> nested = Assert.IsType<ImmutableDictionary<string, object>>(inputs["nested"]);
        Assert.Equal("inner", nested["text"]);
        Assert.Equal(false, nested["flag"]);
    }

    [Fact]
    public async Task Inputs_NullOrNotGiven_AreLeftOut()
    {
        ImmutableDictionary<string, object> inputs = await Run
            .ForInputsAsync(() => new ThingArgs { Text = Output.Create((string)null!), Nested = new ThingNestedArgs { Text = "x" } });

        Assert.Equal(["nested"], inputs.Keys);
        Assert.Equal(["text"], ((ImmutableDictionary<string, object>)inputs["nested"]).Keys);
    }

    [Fact]
    public async Task Inputs_EmptyList_IsAnEmptyList()
    {
        ImmutableDictionary<string, object> inputs = await Run.ForInputsAsync(() => new ThingArgs { List = new InputList<string>() });

        Assert.Empty(Assert.IsType<ImmutableArray<object>>(inputs["list"]));
    }

    [Fact]
    public async Task Inputs_Unknown_AreLeftOut()
    {
        ImmutableDictionary<string, object> inputs = await Run
            .ForInputsAsync(() => new ThingArgs { Text = OutputUtilities.CreateUnknown("x"), Number = 1 });

        Assert.Equal(["number"], inputs.Keys);
    }

    [Fact]
    public async Task Inputs_OneUnknownInside_DropsTheWholeProperty()
    {
        Output<string> unknown = OutputUtilities.CreateUnknown("x");
        ImmutableDictionary<string, object> inputs = await Run.ForInputsAsync(() => new ThingArgs
        {
            List = { "a", unknown },
            Map = { { "a", "1" }, { "b", unknown } },
            Nested = new ThingNestedArgs { Text = unknown, Flag = true },
            Number = 1,
        });

        Assert.Equal(["number"], inputs.Keys);
    }

    [Fact]
    public async Task Inputs_MarkedAsJson_AreJsonText()
    {
        ImmutableDictionary<string, object> inputs = await Run
            .ForInputsAsync(() => new ThingArgs { Json = new ThingNestedArgs { Text = "x" } });

        Assert.Equal("""{ "text": "x" }""", inputs["json"]);
    }

    [Fact]
    public async Task IdAndProvider_WhenThereAreNone_AreEmpty()
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync(mocks, Run.Update, () => { _ = new Thing("thing"); });

        MockResourceArgs args = Assert.Single(mocks.Resources);
        Assert.Equal("test:index:Thing", args.Type);
        Assert.Equal("thing", args.Name);
        Assert.Equal("", args.Id);
        Assert.Equal("", args.Provider);
    }

    [Fact]
    public async Task Id_OfImport_IsThere()
    {
        RecordingMocks mocks = new() { OnResource = args => Task.FromResult<(string?, object)>((null, args.Inputs)) };
        Output<string> id = await Run.ForOutputAsync(
            mocks, () => new Thing("thing", null, new CustomResourceOptions { ImportId = "/things/1" }).Id);

        Assert.Equal("/things/1", mocks.Resources.Single().Id);
        Assert.Equal("/things/1", await Run.ValueAsync(id));
    }

    [Fact]
    public async Task Id_OfRead_IsThereAndTheStateQualifiesTheLookup()
    {
        RecordingMocks mocks = new();
        CustomResourceOptions options = new() { Id = Output.Create("/things/2") };
        await Deployment.TestAsync(mocks, Run.Update, () => { _ = new Thing("thing", new ThingArgs { Text = "x" }, options); });

        MockResourceArgs args = Assert.Single(mocks.Resources);
        Assert.Equal("/things/2", args.Id);
        Assert.Equal("x", args.Inputs["text"]);
    }

    [Fact]
    public async Task Inputs_RequiredMissing_FailTheRunWithItsName()
    {
        RunException exception = await Assert
            .ThrowsAsync<RunException>(() => Run.ForInputsAsync(() => new ThingArgs { Nested = new ThingNestedArgs() }));

        Assert.Contains("[Input] TenantOnboarding.Tests.Pulumi.ThingNestedArgs.Text is required but was not given a value",
            exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyMocks_Resource_EchoesItsInputs()
    {
        Output<string?> text = await Run.ForOutputAsync(new EmptyMocks(), () => new Thing("thing", new ThingArgs { Text = "x" }).Text);

        Assert.Equal("x", await Run.ValueAsync(text));
    }
}
