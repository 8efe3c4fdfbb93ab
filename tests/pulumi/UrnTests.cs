using System.Collections.Immutable;
using Pulumi;
using Pulumi.Testing;

namespace TenantOnboarding.Tests.Pulumi;

public sealed class UrnTests
{
    [Fact]
    public async Task Urn_InComponents_NamesTheStackAndNeverTheParent()
    {
        Thing thing = null!;
        Group inner = null!;
        await Deployment.TestAsync(new RecordingMocks(), Run.Update, () => _ = new Group("outer", outer => inner = new Group(
            "inner", self => thing = new Thing("thing", null, new() { Parent = self }), new() { Parent = outer })));

        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack$test:index:Group::inner", await Run.ValueAsync(inner.Urn));
        Assert.Equal("urn:pulumi:stack::project::pulumi:pulumi:Stack$test:index:Thing::thing", await Run.ValueAsync(thing.Urn));
    }

    [Fact]
    public async Task Urn_OfStack_HasProjectAndStackInItsName()
    {
        TestOptions options = new() { ProjectName = "onboarding", StackName = "dev" };
        ImmutableArray<Resource> resources = await Deployment.TestAsync<Empty>(new RecordingMocks(), options);

        Assert.Equal("urn:pulumi:dev::onboarding::pulumi:pulumi:Stack::onboarding-dev", await Run.ValueAsync(Assert.Single(resources).Urn));
    }

    private sealed class Empty : Stack;
}
