using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>Which provider a resource or a function gets.</summary>
public sealed class ProviderTests : IDisposable
{
    private const string Reference = "urn:pulumi:stack::project::pulumi:pulumi:Stack$pulumi:providers:test::explicit::explicit-id";

    // A failed run leaves its exit code to the process, here to the test run's.
    public void Dispose() => Environment.ExitCode = 0;

    [Fact]
    public Task Provider_OnResource_IsItsReference() => GetsAsync(provider => _ = new Thing("thing", null, new() { Provider = provider }));

    [Fact]
    public Task Provider_OnComponent_IsInheritedThroughComponents() => GetsAsync(provider => _ = new Group(
        "outer",
        outer => _ = new Group("inner", inner => _ = new Thing("thing", null, new() { Parent = inner }), new() { Parent = outer }),
        new() { Provider = provider }));

    [Fact]
    public Task Provider_InProvidersOfComponent_IsInherited() => GetsAsync(provider => _ = new Group(
        "group", group => _ = new Thing("thing", null, new() { Parent = group }), new() { Providers = { provider } }));

    [Fact]
    public Task Provider_OnParentResource_IsInherited() => GetsAsync(provider =>
        _ = new Thing("thing", null, new() { Parent = new Thing("parent", null, new() { Provider = provider }) }));

    [Fact]
    public async Task Provider_OfAnotherPackage_IsNotInherited()
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync(mocks, Run.Update, () => _ = new Group(
            "group",
            group => _ = new Thing("thing", null, new() { Parent = group }),
            new() { Provider = new ProviderResource("other", "other", ResourceArgs.Empty, null) }));

        Assert.Equal("", mocks.Resources.Single(resource => resource.Name == "thing").Provider);
    }

    [Fact]
    public async Task Provider_InPreviewWithoutId_StandsWithTheMarkOfTheUnknown()
    {
        RecordingMocks mocks = new() { OnResource = args => Task.FromResult<(string?, object)>((null, args.Inputs)) };
        await Deployment.TestAsync(mocks, Run.Preview, () =>
            _ = new Thing("thing", null, new() { Provider = new ProviderResource("test", "explicit", ResourceArgs.Empty, null) }));

        Assert.EndsWith("::explicit::04da6b54-80e4-46f7-96ec-b56ff0331ba9",
            mocks.Resources.Single(resource => resource.Name == "thing").Provider, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_AndProvidersOnComponent_AreRefused()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(new RecordingMocks(), Run.Update, () =>
        {
            ProviderResource provider = new("test", "explicit", ResourceArgs.Empty, null);
            _ = new Group("group", null, new() { Provider = provider, Providers = { provider } });
        }));

        Assert.Contains("Do not supply both 'provider' and 'providers'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_OfFunction_IsTheOptionsOrTheParents()
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync(mocks, Run.Update, async () =>
        {
            ProviderResource provider = new("test", "explicit", ResourceArgs.Empty, null);
            Group group = new("group", null, new() { Provider = provider });
            await Deployment.Instance.InvokeAsync("test:index:get", InvokeArgs.Empty, new() { Provider = provider });
            await Deployment.Instance.InvokeAsync("test:index:get", InvokeArgs.Empty, new() { Parent = group });
            await Deployment.Instance.InvokeAsync("test:index:get", InvokeArgs.Empty);
        });

        Assert.Equal([Reference, Reference, ""], mocks.Calls.Select(call => call.Provider));
    }

    private static async Task GetsAsync(Action<ProviderResource> declare)
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync(mocks, Run.Update, () => declare(new ProviderResource("test", "explicit", ResourceArgs.Empty, null)));

        Assert.Equal(Reference, mocks.Resources.Single(resource => resource.Name == "thing").Provider);
    }
}
