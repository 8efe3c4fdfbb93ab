using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

public sealed class TransformationTests : IDisposable
{
    // A failed run leaves its exit code to the process, here to the test run's.
    public void Dispose() => Environment.ExitCode = 0;

    [Fact]
    public async Task Transformations_OfResourceParentAndStack_ActFromTheInsideOut()
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync<Transformed>(mocks, Run.Update);

        Assert.Equal("resource parent stack", mocks.Resources.Single(resource => resource.Name == "thing").Inputs["text"]);
    }

    [Fact]
    public async Task Transformation_OfOptions_Acts()
    {
        RecordingMocks mocks = new();
        await Deployment.TestAsync(mocks, Run.Update, () => _ = new Thing("thing", null, new()
        {
            ResourceTransformations =
            {
                args => new ResourceTransformationResult(
                    args.Args, CustomResourceOptions.Merge(
                        (CustomResourceOptions)args.Options, new CustomResourceOptions { ImportId = "/things/1" })),
            },
        }));

        Assert.Equal("/things/1", mocks.Resources.Single().Id);
    }

    [Fact]
    public async Task Transformation_OfParent_IsRefused()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(new RecordingMocks(), Run.Update, () =>
        {
            Group other = new("other");
            _ = new Thing("thing", null, new()
            {
                ResourceTransformations =
                    { args => new ResourceTransformationResult(args.Args, new CustomResourceOptions { Parent = other }) },
            });
        }));

        Assert.Contains(
            "Transformations cannot currently be used to change the 'parent' of a resource.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_Options_JoinsListsLetsTheSecondWinAndChangesNeither()
    {
        CustomResourceOptions first = new() { Protect = true, ImportId = "1", IgnoreChanges = { "a" }, AdditionalSecretOutputs = { "a" } };
        CustomResourceOptions second = new() { ImportId = "2", IgnoreChanges = { "b" }, AdditionalSecretOutputs = { "b" } };

        CustomResourceOptions merged = CustomResourceOptions.Merge(first, second);

        Assert.True(merged.Protect);
        Assert.Equal("2", merged.ImportId);
        Assert.Equal(["a", "b"], merged.IgnoreChanges);
        Assert.Equal(["a", "b"], merged.AdditionalSecretOutputs);
        Assert.Equal(["a"], first.IgnoreChanges);
        Assert.Equal(["b"], second.IgnoreChanges);
    }

    private static ResourceTransformation Append(string word) => transformation =>
    {
        if (transformation.Args is ThingArgs args)
        {
            args.Text = args.Text.Apply(text => $"{text} {word}".Trim());
        }

        return new ResourceTransformationResult(transformation.Args, transformation.Options);
    };

    private sealed class Transformed : Stack
    {
        public Transformed()
            : base(new StackOptions { ResourceTransformations = { Append("stack") } })
        {
            _ = new Group(
                "group",
                group =>
                    _ = new Thing("thing", new ThingArgs(), new() { Parent = group, ResourceTransformations = { Append("resource") } }),
                new() { ResourceTransformations = { Append("parent") } });
        }
    }
}
