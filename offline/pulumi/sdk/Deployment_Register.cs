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
            OutputData<IDictionary<string, object?>> data = await outputs.DataTask;
            OutputData<string> urn = await component.Urn.DataTask;
            Dictionary<string, object?> values = new(data.Value ?? ImmutableDictionary<string, object?>.Empty);
            ImmutableDictionary<string, OutputData<object?>> properties = await Serializer.SerializeDictionaryAsync("outputs", values);
            await _monitor.RegisterOutputsAsync(urn.Value, properties);
        }
    }

    private async Task RegisterAsync(Resource resource, bool custom, ResourceArgs args, ResourceOptions options)
    {
        try
        {
            // The constructor of the derived class has to finish before anything can be known of the resource.
            await Task.Yield();

            ImmutableDictionary<string, OutputData<object?>> inputs = await PrepareAsync(resource, args, options);
            string parent = resource is Stack ? "" : (await (options.Parent ?? Stack!).Urn.DataTask).Value;
            string provider = custom && options.Provider is not null ? await options.Provider.GetReferenceAsync() : "";
            OutputData<string> existing = options.Id is null ? default : await options.Id.ToOutput().DataTask;
            RegisteredResource registered = await _monitor.RegisterAsync(
                resource,
                parent,
                new MockResourceArgs
                {
                    Type = resource.GetResourceType(),
                    Name = resource.GetResourceName(),
                    Inputs = MockMonitor.Plain(inputs),
                    Provider = provider,
                    Id = existing is { IsKnown: true, Value.Length: > 0 }
                        ? existing.Value
                        : (options as CustomResourceOptions)?.ImportId ?? "",
                });

            Complete(resource, registered);
        }
        catch (Exception exception)
        {
            // Whoever waits for the resource has to learn of it.
            foreach (IOutputSource source in resource.OutputSources.Values)
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
        string path = $"resource:{resource.GetResourceName()}[{resource.GetResourceType()}]";
        ImmutableArray<Resource> dependencies = await GatherAsync(options.DependsOn);
        ImmutableDictionary<string, OutputData<object?>> inputs = await Serializer.SerializeArgsAsync(path, args);
        await AwaitRegistrationAsync(dependencies.Concat(inputs.Values.SelectMany(input => input.Resources)));
        return inputs;
    }

    private void Complete(Resource resource, RegisteredResource registered)
    {
        Converter converter = new(message => Log(isError: false, message));
        foreach ((string name, IOutputSource source) in resource.OutputSources)
        {
            if (name == "urn")
            {
                source.Set(registered.Urn, isKnown: true, isSecret: false);
            }
            else if (name == "id" && resource is CustomResource)
            {
                source.Set(registered.Id, isKnown: !string.IsNullOrEmpty(registered.Id), isSecret: false);
            }
            else if (registered.State.TryGetValue(name, out OutputData<object?> data))
            {
                object? value = converter.Convert($"{resource.GetType().FullName}.{name}", data.Value, source.ValueType);
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
        OutputData<ImmutableArray<Resource>> data = await dependsOn.Value.DataTask;
        return data.IsKnown ? data.Value : [];
    }

    /// <summary>Waits until the resources are registered; for a component, until all in it are.</summary>
    private static async Task AwaitRegistrationAsync(IEnumerable<Resource> resources)
    {
        HashSet<Resource> seen = [];
        Stack<Resource> open = new(resources);
        List<Task> waits = [];
        while (open.TryPop(out Resource? resource))
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
                foreach (Resource child in resource.Children)
                {
                    open.Push(child);
                }
            }
        }

        await Task.WhenAll(waits);
    }
}
