using System.Collections.Immutable;
using Pulumi;
using Pulumi.Utilities;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>What waits for what. The mock holds every resource named "slow" until the test lets go of it.</summary>
public sealed class OrderTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public Task Register_InputFromResource_ComesAfterIt() => WaitsAsync(slow => _ = new Thing("late", new ThingArgs { Text = slow.Id }));

    [Fact]
    public Task Register_AppliedInputInList_ComesAfterIt() =>
        WaitsAsync(slow => _ = new Thing("late", new ThingArgs { List = { "a", slow.Text.Apply(_ => "b") } }));

    [Fact]
    public Task Register_KnownInputThatDependsOnResource_ComesAfterIt() =>
        WaitsAsync(slow => _ = new Thing("late", new ThingArgs { Text = OutputUtilities.WithDependency(Output.Create("x"), slow) }));

    [Fact]
    public Task Register_DependsOn_ComesAfterIt() =>
        WaitsAsync(slow => _ = new Thing("late", null, new CustomResourceOptions { DependsOn = { slow } }));

    [Fact]
    public Task Register_DependsOnOutputOfResource_ComesAfterIt() =>
        WaitsAsync(slow => _ = new Thing("late", null, new CustomResourceOptions { DependsOn = Output.Create<Resource>(slow) }));

    [Fact]
    public Task Register_ChildOfCustomResource_ComesAfterIt() =>
        WaitsAsync(slow => _ = new Thing("late", null, new CustomResourceOptions { Parent = slow }));

    [Fact]
    public async Task Register_DependsOnComponent_ComesAfterAllInIt() => await WaitsAsync(
        () =>
            new Group("outer",
                outer => _ = new Group("inner", inner => _ = new Thing("slow", null, new() { Parent = inner }), new() { Parent = outer })),
        component => _ = new Thing("late", null, new CustomResourceOptions { DependsOn = { component } }));

    [Fact]
    public async Task Register_NothingInCommon_DoesNotWait()
    {
        RecordingMocks mocks = Mocks();
        await Deployment.TestAsync(mocks, Run.Update, async () =>
        {
            _ = new Thing("slow");
            _ = new Thing("free");
            await _free.Task.WaitAsync(TimeSpan.FromSeconds(30));
            _gate.SetResult();
        });

        Assert.Equal(["free", "slow"], mocks.Resources.Select(resource => resource.Name));
    }

    [Fact]
    public async Task Invoke_DependsOn_ComesAfterIt()
    {
        RecordingMocks mocks = Mocks();
        Task<ImmutableArray<Resource>> deployment = Deployment.TestAsync(mocks, Run.Update, () =>
        {
            Thing slow = new("slow");
            _ = Deployment.Instance.Invoke<object>("test:index:get", InvokeArgs.Empty, new InvokeOutputOptions { DependsOn = { slow } });
            _ = new Thing("free");
        });
        await _free.Task;
        Assert.Empty(mocks.Calls);
        _gate.SetResult();
        await deployment;

        Assert.Single(mocks.Calls);
    }

    [Fact]
    public async Task Resources_OfARun_StandInTheOrderOfTheirRegistration()
    {
        _gate.SetResult();
        ImmutableArray<Resource> resources = await Deployment.TestAsync(Mocks(), Run.Update, () =>
        {
            Thing first = new("first");
            Thing second = new("second", new ThingArgs { Text = first.Id });
            _ = new Thing("third", null, new CustomResourceOptions { DependsOn = { second } });
        });

        Assert.Equal(["first", "second", "third"], resources.Select(resource => resource.GetResourceName()));
    }

    private Task WaitsAsync(Action<Thing> late) => WaitsAsync(() => new Thing("slow"), late);

    private async Task WaitsAsync<T>(Func<T> slow, Action<T> late)
        where T : Resource
    {
        RecordingMocks mocks = Mocks();
        Task<ImmutableArray<Resource>> deployment = Deployment.TestAsync(mocks, Run.Update, () =>
        {
            late(slow());
            _ = new Thing("free");
        });
        await _free.Task;
        Assert.DoesNotContain(mocks.Resources, resource => resource.Name == "late");
        _gate.SetResult();
        await deployment;

        Assert.Equal(["slow", "late"], mocks.Resources.Select(resource => resource.Name).Where(name => name is "slow" or "late"));
    }

    private RecordingMocks Mocks() => new()
    {
        OnResource = async args =>
        {
            if (args.Name == "slow")
            {
                await _gate.Task;
            }
            else if (args.Name == "free")
            {
                _free.TrySetResult();
            }

            return (args.Name, args.Inputs);
        },
    };
}
