using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace TenantOnboarding.Tests.Pulumi;

public sealed class DeploymentTests
{
    [Fact]
    public async Task Instance_ByDefault_IsAPreviewWithStandardNames() =>
        await Deployment.TestAsync(new RecordingMocks(), new TestOptions(), () =>
    {
        Assert.True(Deployment.Instance.IsDryRun);
        Assert.Equal("project", Deployment.Instance.ProjectName);
        Assert.Equal("stack", Deployment.Instance.StackName);
        Assert.Equal("organization", Deployment.Instance.OrganizationName);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Deployment.Instance.RootDirectory);
        Assert.Equal("The Pulumi CLI version does not support root directory. Please update the Pulumi CLI.", exception.Message);
    });

    [Fact]
    public async Task Instance_WithOptions_HasThem()
    {
        TestOptions options = new() { IsPreview = false, ProjectName = "p", StackName = "s", OrganizationName = "o", RootDirectory = "/r" };
        await Deployment.TestAsync(new RecordingMocks(), options, () =>
        {
            DeploymentInstance instance = Deployment.Instance;
            Assert.Equal((false, "p", "s", "o", "/r"),
                (instance.IsDryRun, instance.ProjectName, instance.StackName, instance.OrganizationName, instance.RootDirectory));
        });
    }

    [Fact]
    public async Task TestAsync_SideBySide_EachHasItsOwnInstance()
    {
        using Barrier together = new(2);
        async Task<string> RunAsync(string stack)
        {
            Output<string> urn = await Run.ForOutputAsync(
                new RecordingMocks(),
                () =>
                {
                    Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30)));
                    Assert.Equal(stack, Deployment.Instance.StackName);
                    return new Thing("thing").Urn;
                },
                new TestOptions { StackName = stack });
            return await Run.ValueAsync(urn);
        }

        string[] urns = await Task.WhenAll(Task.Run(() => RunAsync("one")), Task.Run(() => RunAsync("two")));

        Assert.StartsWith("urn:pulumi:one::", urns[0], StringComparison.Ordinal);
        Assert.StartsWith("urn:pulumi:two::", urns[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsync_OneAfterTheOther_LeavesNoInstanceBehind()
    {
        await Deployment.TestAsync(new RecordingMocks(), Run.Update, () => { });
        await Deployment.TestAsync(new RecordingMocks(), Run.Update, () => { });

        Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
    }

    [Fact]
    public async Task TestAsync_ProgramWithOutputs_ReturnsItsResourcesWithoutTheStackAndItsOutputs()
    {
        (ImmutableArray<Resource> resources, IDictionary<string, object?> outputs) = await Deployment.TestAsync(
            new RecordingMocks(), Run.Update, () =>
        {
            Thing thing = new("thing");
            return new Dictionary<string, object?> { ["id"] = thing.Id, ["plain"] = 1 };
        });

        Assert.Equal("thing", Assert.Single(resources).GetResourceName());
        Assert.Equal("thing-id", await Run.ValueAsync(Assert.IsType<Output<string>>(outputs["id"])));
        Assert.Equal(1, outputs["plain"]);
    }

    [Fact]
    public async Task TestAsync_AsynchronousProgramWithOutputs_WaitsForIt()
    {
        (_, IDictionary<string, object?> outputs) = await Deployment.TestAsync(new RecordingMocks(), Run.Update, async () =>
        {
            await Task.Yield();
            return (IDictionary<string, object?>)new Dictionary<string, object?> { ["late"] = Deployment.Instance.ProjectName };
        });

        Assert.Equal("project", outputs["late"]);
    }

    [Fact]
    public async Task TestAsync_OutputsStillOnTheirWay_WaitsForThem()
    {
        bool arrived = false;
        await Deployment.TestAsync(new RecordingMocks(), Run.Update, () => _ = new Thing("thing").Id.Apply(async _ =>
        {
            await Task.Yield();
            arrived = true;
        }));

        Assert.True(arrived);
    }
}
