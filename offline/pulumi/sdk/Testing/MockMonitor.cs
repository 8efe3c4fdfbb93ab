using System.Collections;
using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi.Testing;

/// <summary>Speaks to the mocks: plain values go in, and what comes out is checked and brought into plain form.</summary>
internal sealed class MockMonitor(IMocks mocks, Deployment deployment)
{
    private readonly Lock _lock = new();
    private readonly List<Resource> _resources = [];

    /// <summary>All resources in the order in which their registration began.</summary>
    public ImmutableArray<Resource> Resources
    {
        get
        {
            lock (_lock)
            {
                return [.. _resources];
            }
        }
    }

    /// <summary>What is known of the inputs, without its secrets' marks.</summary>
    public static ImmutableDictionary<string, object> Plain(ImmutableDictionary<string, OutputData<object?>> inputs) =>
        inputs.Where(input => input.Value is { IsKnown: true, Value: not null }).ToImmutableDictionary(
            input => input.Key, input => input.Value.Value!);

    public async Task<RegisteredResource> RegisterAsync(Resource resource, string parentUrn, MockResourceArgs args)
    {
        lock (_lock)
        {
            _resources.Add(resource);
        }

        string urn = MakeUrn(parentUrn, args.Type!, args.Name!);
        if (resource is Stack)
        {
            return new RegisteredResource(urn, null, ImmutableDictionary<string, OutputData<object?>>.Empty);
        }

        (string? id, object state) = await mocks.NewResourceAsync(args);
        return new RegisteredResource(urn, id ?? args.Id, await SerializeStateAsync(state));
    }

    public async Task<OutputData<object?>> CallAsync(string token, ImmutableDictionary<string, object> args, string provider)
    {
        object result = await mocks.CallAsync(new MockCallArgs { Token = token, Args = args, Provider = provider });
        await SerializeStateAsync(result);
        return await Serializer.SerializeAsync($"invoke:{token}", result);
    }

    public Task RegisterOutputsAsync(string urn, ImmutableDictionary<string, OutputData<object?>> outputs) =>
        mocks.RegisterResourceOutputs(new MockRegisterResourceOutputsRequest(
            urn, outputs.ToImmutableDictionary(output => output.Key, output => new Output<object?>(Task.FromResult(output.Value)))));

    private static async Task<ImmutableDictionary<string, OutputData<object?>>> SerializeStateAsync(object state) =>
        state switch
        {
            IDictionary dictionary => await Serializer.SerializeDictionaryAsync("", dictionary),
            InputArgs args => await Serializer.SerializeArgsAsync("", args),
            _ => throw new InvalidOperationException($"{state?.GetType().FullName ?? "null"} is not a supported argument type"),
        };

    /// <summary>As the official mocks spell it: only the stack stands before the type, whatever the parent.</summary>
    private string MakeUrn(string parentUrn, string type, string name)
    {
        string qualifiedType = parentUrn.Length == 0 ? type : $"{parentUrn.Split("::")[2].Split('$')[0]}${type}";
        return $"urn:pulumi:{deployment.StackName}::{deployment.ProjectName}::{qualifiedType}::{name}";
    }
}
