using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    internal async Task<T> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options) =>
        (await InvokeDataAsync<T>(token, args, options).ConfigureAwait(false)).Value;

    internal async Task<OutputData<T>> InvokeDataAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var inputs = await Serializer.SerializeArgsAsync($"invoke:{token}", args ?? InvokeArgs.Empty).ConfigureAwait(false);
        var resources = inputs.Values.SelectMany(input => input.Resources).ToImmutableHashSet();
        if (options is InvokeOutputOptions { DependsOn: var dependsOn })
        {
            var dependencies = await GatherAsync(dependsOn).ConfigureAwait(false);
            await AwaitRegistrationAsync(dependencies).ConfigureAwait(false);
            resources = resources.Union(dependencies);
        }

        if (inputs.Values.Any(input => !input.IsKnown))
        {
            return new OutputData<T>(default!, IsKnown: false, IsSecret: false, resources);
        }

        var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        var reference = provider is null ? "" : await provider.GetReferenceAsync().ConfigureAwait(false);
        var result = await _monitor.CallAsync(token, MockMonitor.Plain(inputs), reference).ConfigureAwait(false);
        return new OutputData<T>(
            new Converter(message => Log(isError: false, message)).Convert<T>($"{token} result", result.Value),
            result.IsKnown,
            result.IsSecret,
            resources.Union(result.Resources));
    }
}
