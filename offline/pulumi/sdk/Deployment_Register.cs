using System.Collections.Immutable;
using Pulumi.Serialization;
using Pulumi.Testing;

namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>Starts the registration and returns at once; the resource's outputs arrive when it is done.</summary>
    internal void ReadOrRegister(Resource resource, bool custom, ResourceArgs args, ResourceOptions options) =>
        Track(RegisterAsync(resource, custom, args, options));

    /// <summary>Starts to hand out a component's outputs and returns at once.</summary>
    internal void RegisterOutputs(ComponentResource component, Output<IDictionary<string, object?>> outputs)
    {
        Track(RegisterAsync());

        async Task RegisterAsync()
        {
            var data = await outputs.DataTask.ConfigureAwait(false);
            var urn = await component.Urn.DataTask.ConfigureAwait(false);
            var values = new Dictionary<string, object?>(data.Value ?? ImmutableDictionary<string, object?>.Empty);
            var properties = await Serializer.SerializeDictionaryAsync("outputs", values).ConfigureAwait(false);
            await _monitor.RegisterOutputsAsync(urn.Value, properties).ConfigureAwait(false);
        }
    }

    private async Task RegisterAsync(Resource resource, bool custom, ResourceArgs args, ResourceOptions options)
    {
        try
        {
            // The constructor of the derived class has to finish before anything can be known of the resource.
            await Task.Yield();

            var inputs = await PrepareAsync(resource, args, options).ConfigureAwait(false);
            var parent = resource is Stack ? "" : (await (options.Parent ?? Stack!).Urn.DataTask.ConfigureAwait(false)).Value;
            var provider = custom && options.Provider is not null ? await options.Provider.GetReferenceAsync().ConfigureAwait(false) : "";
            var existing = options.Id is null ? default : await options.Id.ToOutput().DataTask.ConfigureAwait(false);
            var registered = await _monitor.RegisterAsync(
                resource,
                parent,
                new MockResourceArgs
                {
                    Type = resource.GetResourceType(),
                    Name = resource.GetResourceName(),
                    Inputs = MockMonitor.Plain(inputs),
                    Provider = provider,
                    Id = existing is { IsKnown: true, Value.Length: > 0 } ? existing.Value : (options as CustomResourceOptions)?.ImportId ?? "",
                }).ConfigureAwait(false);

            Complete(resource, registered);
        }
        catch (Exception exception)
        {
            // Whoever waits for the resource has to learn of it.
            foreach (var source in resource.OutputSources.Values)
            {
                source.SetException(exception);
            }

            throw;
        }
    }

    /// <summary>Waits for all that must exist before, and returns the inputs.</summary>
    private static async Task<ImmutableDictionary<string, OutputData<object?>>> PrepareAsync(
        Resource resource, ResourceArgs args, ResourceOptions options)
    {
        var path = $"resource:{resource.GetResourceName()}[{resource.GetResourceType()}]";
        var dependencies = await GatherAsync(options.DependsOn).ConfigureAwait(false);
        var inputs = await Serializer.SerializeArgsAsync(path, args).ConfigureAwait(false);
        await AwaitRegistrationAsync(dependencies.Concat(inputs.Values.SelectMany(input => input.Resources))).ConfigureAwait(false);
        return inputs;
    }

    private void Complete(Resource resource, RegisteredResource registered)
    {
        var converter = new Converter(message => Log(isError: false, message));
        foreach (var (name, source) in resource.OutputSources)
        {
            if (name == "urn")
            {
                source.Set(registered.Urn, isKnown: true, isSecret: false);
            }
            else if (name == "id" && resource is CustomResource)
            {
                source.Set(registered.Id, isKnown: !string.IsNullOrEmpty(registered.Id), isSecret: false);
            }
            else if (registered.State.TryGetValue(name, out var data))
            {
                var value = converter.Convert($"{resource.GetType().FullName}.{name}", data.Value, source.ValueType);
                source.Set(value, data.IsKnown, data.IsSecret);
            }
            else
            {
                source.SetDefault(isKnown: !IsDryRun);
            }
        }
    }

    private static async Task<ImmutableArray<Resource>> GatherAsync(InputList<Resource> dependsOn)
    {
        var data = await dependsOn.Value.DataTask.ConfigureAwait(false);
        return data.IsKnown ? data.Value : [];
    }

    /// <summary>Waits until the resources are registered; for a component, until all in it are.</summary>
    private static async Task AwaitRegistrationAsync(IEnumerable<Resource> resources)
    {
        var seen = new HashSet<Resource>();
        var open = new Stack<Resource>(resources);
        var waits = new List<Task>();
        while (open.TryPop(out var resource))
        {
            if (!seen.Add(resource))
            {
                continue;
            }

            if (resource is CustomResource)
            {
                waits.Add(resource.Urn.DataTask);
                continue;
            }

            // Only components are walked: what a custom resource has for children may well wait for that very resource.
            lock (resource.Children)
            {
                foreach (var child in resource.Children)
                {
                    open.Push(child);
                }
            }
        }

        await Task.WhenAll(waits).ConfigureAwait(false);
    }
}
