using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;
using Pulumi.Utilities;

namespace TenantOnboarding.Tests.Pulumi;

public sealed class InvokeTests
{
    private static readonly ImmutableDictionary<string, object> Answer = ImmutableDictionary<string, object>.Empty.Add("text", "x").Add(
        "flag", true);

    [Fact]
    public async Task InvokeAsync_PlainArguments_ReachTheMockAndTheResultIsTyped()
    {
        RecordingMocks mocks = new() { OnCall = _ => Task.FromResult<object>(Answer) };
        await Deployment.TestAsync(mocks, Run.Update, async () =>
        {
            ThingNested result = await Deployment.Instance.InvokeAsync<ThingNested>(
                "test:index:get", new LookUp { Name = "n", Tags = ["a"] });
            Assert.Equal(("x", true), (result.Text, result.Flag));
        });

        MockCallArgs call = Assert.Single(mocks.Calls);
        Assert.Equal("test:index:get", call.Token);
        Assert.Equal("n", call.Args["name"]);
        Assert.Equal(["a"], ((ImmutableArray<object>)call.Args["tags"]).ToArray());
        Assert.Equal(2, call.Args.Count);
    }

    [Fact]
    public async Task Invoke_KnownArguments_GivesAnOutputThatComesFromThem()
    {
        Thing thing = null!;
        RecordingMocks mocks = new() { OnCall = _ => Task.FromResult<object>(Answer) };
        Output<ThingNested> output = await Run.ForOutputAsync(mocks, () =>
        {
            thing = new Thing("thing");
            return Deployment.Instance.Invoke<ThingNested>("test:index:get", new LookUpByOutput { Name = thing.Id });
        });

        Assert.Equal("x", (await Run.ValueAsync(output)).Text);
        Assert.Equal("thing-id", mocks.Calls.Single().Args["name"]);
        Assert.Equal([thing], await OutputUtilities.GetDependenciesAsync(output));
    }

    [Fact]
    public async Task Invoke_UnknownArgument_IsUnknownAndNotCalled()
    {
        RecordingMocks mocks = new();
        Output<ThingNested> output = await Run.ForOutputAsync(mocks, () =>
            Deployment.Instance.Invoke<ThingNested>("test:index:get", new LookUpByOutput { Name = OutputUtilities.CreateUnknown("x") }));

        Assert.False(await Run.IsKnownAsync(output));
        Assert.Empty(mocks.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Invoke_Secret_ComesFromTheMockAndNotFromTheArguments(bool isSecret)
    {
        ImmutableDictionary<string, object> answer = isSecret ? Answer.SetItem("text", Output.CreateSecret("x")) : Answer;
        RecordingMocks mocks = new() { OnCall = _ => Task.FromResult<object>(answer) };
        Output<ThingNested> output = await Run.ForOutputAsync(mocks, () =>
            Deployment.Instance.Invoke<ThingNested>("test:index:get", new LookUpByOutput { Name = Output.CreateSecret("n") }));

        Assert.Equal(isSecret, await Output.IsSecretAsync(output));
    }

    private sealed class LookUp : InvokeArgs
    {
        [Input("name", required: true)]
        public string Name { get; set; } = null!;

        [Input("tags")]
        public List<string>? Tags { get; set; }

        [Input("limit")]
        public int? Limit { get; set; }
    }

    private sealed class LookUpByOutput : InvokeArgs
    {
        [Input("name")]
        public Input<string>? Name { get; set; }
    }
}
