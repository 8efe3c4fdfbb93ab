using System.Collections.Immutable;
using System.Reflection;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>The exit code of a program whose errors have been shown, so that its host adds nothing to them.</summary>
    private const int ExitCodeOfReportedFailure = 32;

    /// <summary>Needs an engine: always fails here, with the way out.</summary>
    public static Task<int> RunAsync(Action action) => throw NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<IDictionary<string, object?>> func) => throw NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<Task> func) => throw NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync(Func<Task<IDictionary<string, object?>>> func, StackOptions? options = null) => throw NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync<TStack>()
        where TStack : Stack, new() => throw NoEngine();

    /// <inheritdoc cref="RunAsync(Action)"/>
    public static Task<int> RunAsync<TStack>(IServiceProvider serviceProvider)
        where TStack : Stack => throw NoEngine();

    /// <summary>Runs a stack against mocks. Returns its resources, the stack among them.</summary>
    /// <exception cref="RunException">The run failed, with one error.</exception>
    /// <exception cref="AggregateException">The run failed, with several errors, each a <see cref="RunException"/>.</exception>
    public static Task<ImmutableArray<Resource>> TestAsync<TStack>(IMocks mocks, TestOptions? options = null)
        where TStack : Stack, new() => RunInProcessAsync(mocks, options, () =>
    {
        Instantiate<TStack>().RegisterPropertyOutputs();
        return Task.CompletedTask;
    });

    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions)"/>
    public static Task<ImmutableArray<Resource>> TestWithServiceProviderAsync<TStack>(
        IMocks mocks, IServiceProvider serviceProvider, TestOptions? options = null)
        where TStack : Stack =>
        RunInProcessAsync(mocks, options, () =>
        {
            TStack stack = (TStack?)serviceProvider.GetService(typeof(TStack))
                ?? throw new InvalidOperationException(
                    $"Failed to resolve instance of type {typeof(TStack)} from service provider. "
                    + $"Register the type with the service provider before calling {nameof(RunAsync)}.");
            stack.RegisterPropertyOutputs();
            return Task.CompletedTask;
        });

    /// <summary>Runs a program against mocks. Returns its resources.</summary>
    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions)" path="exception"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Action createResources) =>
        (await TestAsync(testMocks, testOptions, () =>
        {
            createResources();
            return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
        })).Resources;

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Action)"/>
    public static async Task<ImmutableArray<Resource>> TestAsync(IMocks testMocks, TestOptions testOptions, Func<Task> createResources) =>
        (await TestAsync(testMocks, testOptions, async () =>
        {
            await createResources();
            return (IDictionary<string, object?>)new Dictionary<string, object?>();
        })).Resources;

    /// <summary>Runs a program against mocks. Returns its resources and what it hands out.</summary>
    /// <inheritdoc cref="TestAsync{TStack}(IMocks, TestOptions)" path="exception"/>
    public static Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<IDictionary<string, object?>> createResources) =>
        TestAsync(testMocks, testOptions, () => Task.FromResult(createResources()));

    /// <inheritdoc cref="TestAsync(IMocks, TestOptions, Func{IDictionary{string, object}})"/>
    public static async Task<(ImmutableArray<Resource> Resources, IDictionary<string, object?> Outputs)> TestAsync(
        IMocks testMocks, TestOptions testOptions, Func<Task<IDictionary<string, object?>>> createResources)
    {
        IDictionary<string, object?>? outputs = null;
        ImmutableArray<Resource> resources = await RunInProcessAsync(testMocks, testOptions, async () =>
        {
            Stack stack = new();
            outputs = await createResources();
            stack.RegisterPropertyOutputs();
        });
        return (resources.RemoveAll(resource => resource is Stack), outputs!);
    }

    private static async Task<ImmutableArray<Resource>> RunInProcessAsync(IMocks mocks, TestOptions? options, Func<Task> program)
    {
        // Set in an async method, the deployment is the one of this run only: runs may go on side by side.
        if (Running.Value is not null)
        {
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");
        }

        Deployment deployment = new(mocks, options);
        Running.Value = deployment;
        try
        {
            deployment.Track(program());
        }
        catch (Exception exception)
        {
            deployment.Track(Task.FromException(exception));
        }

        foreach (Exception exception in await deployment._tasks.WhenIdleAsync())
        {
            deployment.Log(isError: true, Describe(exception));
            Environment.ExitCode = ExitCodeOfReportedFailure;
        }

        return deployment._errors switch
        {
            [] => deployment._monitor.Resources,
            [var error] => throw new RunException(error),
            var errors => throw new AggregateException(errors.Select(error => new RunException(error))),
        };
    }

    private static string Describe(Exception exception) => exception switch
    {
        RunException => exception.Message,
        ResourceException { HideStack: true } => exception.Message,
        ResourceException => exception.ToString(),
        _ => $"Running program '{Assembly.GetEntryAssembly()?.Location}' failed with an unhandled exception:\n{exception}",
    };

    private static TStack Instantiate<TStack>()
        where TStack : Stack => (TStack)Activator.CreateInstance(typeof(TStack), BindingFlags.DoNotWrapExceptions, null, null, null)!;

    private static InvalidOperationException NoEngine() => new(
        "Program run without the Pulumi engine available; re-run using the `pulumi` CLI, "
        + "built with the official Pulumi packages (-p:PulumiSdk=packages), or "
        + "try the stack on a simulated tenant with 'dotnet run --project offline/rehearsal'.");
}
