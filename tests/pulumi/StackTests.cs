using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace TenantOnboarding.Tests.Pulumi;

public sealed class StackTests : IDisposable
{
    // A failed run leaves its exit code to the process, here to the test run's.
    public void Dispose() => Environment.ExitCode = 0;

    [Fact]
    public async Task TestAsync_Stack_IsAmongItsResourcesAndItsOutputsAreRegistered()
    {
        RecordingMocks mocks = new();
        ImmutableArray<Resource> resources = await Deployment.TestAsync<Complete>(mocks, Run.Update);

        Assert.IsType<Complete>(resources[0]);
        Assert.Equal("thing", resources[1].GetResourceName());
        MockRegisterResourceOutputsRequest request = Assert.Single(mocks.Outputs);
        Assert.Equal(await Run.ValueAsync(resources[0].Urn), request.Urn);
        Assert.Equal(["Plain", "thingId"], request.Outputs.Keys.Order());
        Assert.Equal("thing-id", await Run.ValueAsync(request.Outputs["thingId"]));
        Assert.True(await Output.IsSecretAsync(request.Outputs["Plain"]));
    }

    [Fact]
    public async Task TestAsync_OutputNotAssigned_NamesIt()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<Unassigned>(new RecordingMocks()));

        Assert.Equal(
            "Output(s) 'Missing' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.",
            exception.Message);
    }

    [Fact]
    public async Task TestAsync_OutputOfAnotherType_IsRefused()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<Wrong>(new RecordingMocks()));

        Assert.Equal(
            "Output(s) 'Text' have incorrect type. [Output] attributed properties must be instances of Output<T>.", exception.Message);
    }

    [Fact]
    public async Task TestAsync_StackConstructorThrows_KeepsTheMessage()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync<Throwing>(new RecordingMocks()));

        Assert.Equal("not today", exception.Message);
    }

    [Fact]
    public async Task TestWithServiceProviderAsync_Stack_ComesFromIt()
    {
        ImmutableArray<Resource> resources = await Deployment.TestWithServiceProviderAsync<NeedsName>(
            new RecordingMocks(), new Services(), Run.Update);

        Assert.Equal("served", resources[1].GetResourceName());
    }

    [Fact]
    public async Task RegisterOutputs_OfComponent_ReachTheMock()
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync(mocks, Run.Update, () => _ = new Group("group", outputs: new Dictionary<string, object?>
        {
            ["secret"] = Output.CreateSecret(1),
            ["plain"] = "x",
        }));

        MockRegisterResourceOutputsRequest request = Assert.Single(
            mocks.Outputs, request => request.Urn.EndsWith("::group", StringComparison.Ordinal));
        Assert.Equal(1.0, await Run.ValueAsync(request.Outputs["secret"]));
        Assert.True(await Output.IsSecretAsync(request.Outputs["secret"]));
        Assert.Equal("x", await Run.ValueAsync(request.Outputs["plain"]));
    }

    private sealed class Complete : Stack
    {
        public Complete()
        {
            ThingId = new Thing("thing").Id;
            Plain = Output.CreateSecret(1);
        }

        [Output("thingId")]
        public Output<string> ThingId { get; private set; }

        [Output]
        public Output<int> Plain { get; private set; }
    }

    private sealed class Unassigned : Stack
    {
        public Unassigned() => Missing = null!;

        [Output]
        public Output<string> Missing { get; private set; }
    }

    private sealed class Wrong : Stack
    {
        [Output]
        public string Text { get; private set; } = "x";
    }

    private sealed class Throwing : Stack
    {
        public Throwing() => throw new RunException("not today");
    }

    private sealed class NeedsName : Stack
    {
        public NeedsName(string name) => _ = new Thing(name);
    }

    private sealed class Services : IServiceProvider
    {
        public object GetService(Type serviceType) => new NeedsName("served");
    }
}
