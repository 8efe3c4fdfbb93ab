using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    internal async Task<T> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options) =>
        (await InvokeDataAsync<T>(token, args, options)).Value;

    internal async Task<OutputData<T>> InvokeDataAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        ImmutableDictionary<string, OutputData<object?>> inputs = await Serializer.SerializeArgsAsync(
            $"invoke:{token}", args ?? InvokeArgs.Empty);
        ImmutableHashSet<Resource> resources = inputs.Values.SelectMany(input => input.Resources).ToImmutableHashSet();
        if (options is InvokeOutputOptions { DependsOn: var dependsOn })
        {
            ImmutableArray<Resource> dependencies = await GatherAsync(dependsOn);
            await AwaitRegistrationAsync(dependencies);
            resources = resources.Union(dependencies);
        }

        if (inputs.Values.Any(input => !input.IsKnown))
        {
            return new OutputData<T>(default!, IsKnown: false, IsSecret: false, resources);
        }

        ProviderResource? provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        string reference = provider is null ? "" : await provider.GetReferenceAsync();
        OutputData<object?> result = await _monitor.CallAsync(token, MockMonitor.Plain(inputs), reference);
        return new OutputData<T>(
            new Converter(message => Log(isError: false, message)).Convert<T>($"{token} result", result.Value),
            result.IsKnown,
            result.IsSecret,
            resources.Union(result.Resources));
    }
}
