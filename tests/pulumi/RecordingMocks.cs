using System.Collections.Concurrent;
using System.Collections.Immutable;
using Pulumi.Testing;

namespace TenantOnboarding.Tests.Pulumi;

/// <summary>
/// Mocks that note what they are asked. By default a resource gets its name with "-id" as its id and its inputs as its state.
/// </summary>
internal sealed class RecordingMocks : IMocks
{
    private readonly ConcurrentQueue<MockResourceArgs> _resources = new();
    private readonly ConcurrentQueue<MockCallArgs> _calls = new();
    private readonly ConcurrentQueue<MockRegisterResourceOutputsRequest> _outputs = new();

    public Func<MockResourceArgs, Task<(string? Id, object State)>> OnResource { get; init; } =
        args => Task.FromResult<(string?, object)>(($"{args.Name}-id", args.Inputs));

    public Func<MockCallArgs, Task<object>> OnCall { get; init; } =
        _ => Task.FromResult<object>(ImmutableDictionary<string, object>.Empty);

    public IReadOnlyCollection<MockResourceArgs> Resources => _resources;

    public IReadOnlyCollection<MockCallArgs> Calls => _calls;

    public IReadOnlyCollection<MockRegisterResourceOutputsRequest> Outputs => _outputs;

    /// <summary>Mocks that answer every resource with one state.</summary>
    public static RecordingMocks WithState(object state) => new() { OnResource = _ => Task.FromResult<(string?, object)>(("id", state)) };

    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        (string? id, object state) result = await OnResource(args);
        _resources.Enqueue(args);
        return result;
    }

    public Task<object> CallAsync(MockCallArgs args)
    {
        _calls.Enqueue(args);
        return OnCall(args);
    }

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        _outputs.Enqueue(args);
        return Task.CompletedTask;
    }
}
