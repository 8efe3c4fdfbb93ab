using Pulumi;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>How a run fails.</summary>
public sealed class FailureTests : IDisposable
{
    // A failed run leaves its exit code to the process, here to the test run's.
    public void Dispose() => Environment.ExitCode = 0;

    [Fact]
    public async Task TestAsync_RunException_IsThrownWithItsMessage()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => TestAsync(() => throw new RunException("wrong tenant")));

        Assert.Equal("wrong tenant", exception.Message);
    }

    [Fact]
    public async Task TestAsync_ResourceExceptionWithHiddenStack_KeepsItsMessage()
    {
        RunException exception = await Assert
            .ThrowsAsync<RunException>(() => TestAsync(() => throw new ResourceException("no such group", null, hideStack: true)));

        Assert.Equal("no such group", exception.Message);
    }

    [Fact]
    public async Task TestAsync_ResourceException_ShowsItsStack()
    {
        RunException exception = await Assert
            .ThrowsAsync<RunException>(() => TestAsync(() => throw new ResourceException("no such group", null)));

        Assert.StartsWith("Pulumi.ResourceException: no such group", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsync_AnyOtherException_IsWrapped()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => TestAsync(() => throw new FormatException("odd")));

        Assert.StartsWith("Running program '", exception.Message, StringComparison.Ordinal);
        Assert.Contains("failed with an unhandled exception:\nSystem.FormatException: odd", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestAsync_ExceptionInApply_FailsTheRunOnce()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => TestAsync(() =>
            _ = new Thing("thing").Id.Apply(Fail).Apply(value => value)));

        Assert.Equal("in apply", exception.Message);
    }

    [Fact]
    public async Task TestAsync_ExceptionInMock_ReachesWhoeverWaitsAndIsReportedOnce()
    {
        RecordingMocks mocks = new()
        {
            OnResource = args => args.Name == "first"
                ? throw new RunException("refused")
                : Task.FromResult<(string?, object)>(("id", args.Inputs)),
        };
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(mocks, Run.Update, () =>
        {
            Thing first = new("first");
            _ = new Thing("second", new ThingArgs { Text = first.Id });
        }));

        Assert.Equal("refused", exception.Message);
        Assert.Empty(mocks.Resources);
    }

    [Fact]
    public async Task TestAsync_SeveralErrors_AreAnAggregateOfRunExceptions()
    {
        AggregateException exception = await Assert.ThrowsAsync<AggregateException>(() => TestAsync(() =>
        {
            Log.Error("one");
            Log.Error("two");
        }));

        Assert.Equal(["one", "two"], exception.InnerExceptions.Select(inner => Assert.IsType<RunException>(inner).Message));
    }

    [Fact]
    public async Task TestAsync_ErrorIsLogged_FailsThoughTheProgramGoesOn()
    {
        RecordingMocks mocks = new();
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(mocks, Run.Update, () =>
        {
            Log.Error("logged");
            _ = new Thing("thing");
        }));

        Assert.Equal("logged", exception.Message);
        Assert.Single(mocks.Resources);
    }

    [Fact]
    public async Task TestAsync_OtherLevelsAreLogged_Succeeds() => await TestAsync(() =>
    {
        Log.Debug("d");
        Log.Info("i");
        Log.Warn("w");
    });

    [Fact]
    public async Task TestAsync_Failed_LeavesExitCode32()
    {
        await Assert.ThrowsAsync<RunException>(() => TestAsync(() => throw new RunException("x")));

        Assert.Equal(32, Environment.ExitCode);
    }

    [Fact]
    public async Task TestAsync_FailedAsynchronously_IsReportedToo()
    {
        RunException exception = await Assert
            .ThrowsAsync<RunException>(() => Deployment.TestAsync(new RecordingMocks(), Run.Update, async () =>
        {
            await Task.Yield();
            throw new RunException("later");
        }));

        Assert.Equal("later", exception.Message);
    }

    [Fact]
    public async Task TestAsync_WithinARun_IsRefused()
    {
        RunException exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(
            new RecordingMocks(), Run.Update, () => (Task)Deployment.TestAsync(new RecordingMocks(), Run.Update, () => { })));

        Assert.Contains("Deployment.Instance should only be set once", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_OutsideOfARun_IsRefused() => Assert.Throws<InvalidOperationException>(() => Deployment.Instance);

    [Fact]
    public void Resource_OutsideOfARun_IsRefused() => Assert.Throws<InvalidOperationException>(() => new Thing("thing"));

    [Fact]
    public async Task RunAsync_WithoutEngine_NamesTheWayOut()
    {
        Func<Task>[] overloads =
        [
            () => Deployment.RunAsync(() => { }),
            () => Deployment.RunAsync(() => Task.CompletedTask),
            () => Deployment.RunAsync(() => new Dictionary<string, object?>()),
            () => Deployment.RunAsync(() => Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>())),
            () => Deployment.RunAsync<EmptyStack>(),
        ];
        foreach (Func<Task> overload in overloads)
        {
            InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(overload);
            Assert.Equal(
                "Program run without the Pulumi engine available; re-run using the `pulumi` CLI"
                + (Sdk.IsOfficial
                    ? ""
                    : ", built with the official Pulumi packages (-p:PulumiSdk=packages), "
                        + "or try the stack on a simulated tenant with 'dotnet run --project offline/rehearsal'."),
                exception.Message);
        }
    }

    private static string Fail(string value) => throw new RunException("in apply");

    private static Task TestAsync(Action program) => Deployment.TestAsync(new RecordingMocks(), Run.Update, program);

    private sealed class EmptyStack : Stack;
}
