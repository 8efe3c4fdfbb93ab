using System.Collections.Frozen;
using System.Net;
using Pulumi;
using Pulumi.Testing;
using TenantOnboarding.Rehearsal.Deploy.Azure;
using TenantOnboarding.Rehearsal.Deploy.Functions;
using TenantOnboarding.Rehearsal.Deploy.Resources;
using TenantOnboarding.Rehearsal.Deploy.Schema;
using TenantOnboarding.Rehearsal.Engine;

namespace TenantOnboarding.Rehearsal.Deploy;

/// <summary>
/// Stands where Pulumi's engine and its providers stand: takes the resources that a program declares, and makes, changes, replaces and
/// deletes them in a tenant with the requests of the real azuread provider. What it knows of resource options is what a mock is told:
/// the import id. Works on one resource at a time, so that what happens between two writes can be looked at.
/// </summary>
public sealed class TenantDeployer : IMocks, IDeclarations, IDisposable
{
    private static readonly FrozenSet<string> ProviderPackages = FrozenSet.Create("azuread", "azure", "random");

    private readonly GraphClient graph;
    private readonly SchemaFacts schema = SchemaFacts.Embedded;
    private readonly FrozenDictionary<string, IResourceHandler> resources;
    private readonly FrozenDictionary<string, IFunctionHandler> functions;
    private readonly DeployerOptions options;
    private readonly CancellationToken cancellation;
    private readonly DeclarationOrder order;
    private readonly HashSet<(string Type, string Name)> declared = [];
    private readonly List<DeclaredResource> declarations = [];
    private readonly List<DeploymentStep> steps = [];
    private readonly List<DeploymentFailure> failures = [];
    private readonly List<DeploymentFailure> refusals = [];

    private TenantDeployer(GraphClient graph, DeployerOptions options, DeploymentState state, CancellationToken cancellation)
    {
        this.graph = graph;
        this.options = options;
        this.cancellation = cancellation;
        State = state;
        order = new DeclarationOrder(cancellation);
        resources = new IResourceHandler[]
        {
            new ApplicationApiAccess(graph),
            new ApplicationCertificate(graph),
            new ApplicationOwner(graph),
            new ApplicationRedirectUris(graph),
            new ApplicationRegistration(graph),
            new AppRoleAssignment(graph),
            new DirectoryRole(graph),
            new DirectoryRoleAssignment(graph),
            new ServicePrincipal(graph),
            new ServicePrincipalDelegatedPermissionGrant(graph),
            new SimulatedAccessPolicy(),
            new SimulatedAssignment(),
            new SimulatedCertificate(options.Keys, options.Timing.Clock),
            new SimulatedKeyVault(),
            new SimulatedRandomString(),
            new SimulatedResourceGroup(),
        }.ToFrozenDictionary(handler => handler.Type, StringComparer.Ordinal);
        functions = new IFunctionHandler[]
        {
            new GetApplication(graph),
            new GetApplicationPublishedAppIds(),
            new GetAzureClientConfig(graph, options.Deployer),
            new GetClientConfig(graph, options.Deployer),
            new GetDirectoryRoleTemplates(graph),
            new GetDomains(graph),
            new GetGroup(graph),
            new GetServicePrincipal(graph),
            new GetUsers(graph),
        }.ToFrozenDictionary(handler => handler.Token, StringComparer.Ordinal);
    }

    /// <summary>The stack's state; it grows as the deploy goes, so that a failed deploy can be taken up again.</summary>
    public DeploymentState State { get; }

    /// <summary>What the program declared so far, components and providers among it, in order.</summary>
    public IReadOnlyList<DeclaredResource> Declared => declarations;

    /// <summary>What was done so far, in order.</summary>
    public IReadOnlyList<DeploymentStep> Steps => steps;

    /// <summary>What failed so far, in order.</summary>
    public IReadOnlyList<DeploymentFailure> Failures => failures;

    /// <summary>Functions that the tenant refused to answer. Whether that fails the program is the program's business.</summary>
    public IReadOnlyList<DeploymentFailure> Refusals => refusals;

    /// <summary>Finds the tenant's endpoints and signs the deployer in.</summary>
    /// <exception cref="GraphRequestException">The tenant refuses the deployer.</exception>
    public static async Task<TenantDeployer> ConnectAsync(DeployerOptions options, DeploymentState state, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        GraphClient graph = await GraphClient.ConnectAsync(options.Tenant, options.HandlerFactory(), options.Deployer, options.Timing, cancellationToken).ConfigureAwait(false);
        return new TenantDeployer(graph, options, state, cancellationToken);
    }

    void IDeclarations.Announce(Resource resource, ResourceArgs args, ResourceOptions resourceOptions) => order.Announce(resource);

    void IDeclarations.Ended() => order.Ended();

    /// <inheritdoc/>
    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        ArgumentNullException.ThrowIfNull(args);
        string type = args.Type ?? throw new InvalidOperationException("a resource without a type was declared");
        string name = args.Name ?? throw new InvalidOperationException($"a resource of type {type} without a name was declared");
        PropertyBag inputs = PropertyBag.From(args.Inputs.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));
        using IDisposable turn = await order.EnterAsync(type, name).ConfigureAwait(false);
        try
        {
            return await DeclareAsync(type, name, inputs, args.Id).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException and not ResourceException)
        {
            throw Fail(new DeploymentFailure(type, name, error.Message));
        }
    }

    /// <inheritdoc/>
    public async Task<object> CallAsync(MockCallArgs args)
    {
        ArgumentNullException.ThrowIfNull(args);
        string token = args.Token ?? throw new InvalidOperationException("a function without a token was called");
        PropertyBag arguments = PropertyBag.From(args.Args.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));
        using IDisposable turn = await order.EnterAsync().ConfigureAwait(false);
        try
        {
            if (!schema.KnowsFunction(token) || !functions.TryGetValue(token, out IFunctionHandler? function))
                throw new InvalidOperationException($"the rehearsal knows no such function; it knows {string.Join(", ", functions.Keys.Order(StringComparer.Ordinal))}");
            if (schema.CheckFunction(token, arguments) is { Count: > 0 } faults)
                throw new InvalidOperationException(string.Join("; ", faults));
            return (await function.InvokeAsync(arguments, cancellation).ConfigureAwait(false)).ToState();
        }
        catch (Exception error) when (error is not OperationCanceledException and not ResourceException)
        {
            // What it means that a look-up fails is for the program to say, so this is no failure of the deploy by itself.
            if (error is GraphRequestException)
                refusals.Add(new DeploymentFailure(token, "", error.Message));
            throw new ResourceException(error.Message, null, hideStack: true);
        }
    }

    /// <inheritdoc/>
    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;

    /// <summary>
    /// Ends a deploy whose program went through: deletes what a replacement left and what is no longer declared, last made first. After
    /// a failure nothing is deleted.
    /// </summary>
    public async Task CompleteAsync()
    {
        if (failures.Count > 0)
            return;
        IEnumerable<DeployedResource> superfluous = State.Condemned
            .Concat(State.Resources.Where(resource => !declared.Contains((resource.Type, resource.Name))))
            .OrderByDescending(resource => resource.Ordinal)
            .ToList();
        foreach (DeployedResource resource in superfluous)
            await DeleteAsync(resource).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        order.Dispose();
        graph.Dispose();
    }

    private async Task<(string? Id, object State)> DeclareAsync(string type, string name, PropertyBag inputs, string? importId)
    {
        declarations.Add(new DeclaredResource(type, name, inputs, string.IsNullOrEmpty(importId) ? null : importId));
        if (!schema.KnowsResource(type))
        {
            if (ProviderPackages.Contains(type.Split(':')[0]))
                throw new InvalidOperationException($"the rehearsal cannot deploy this type; it can deploy {string.Join(", ", resources.Keys.Order(StringComparer.Ordinal))}");
            options.Progress?.Component(type, name);
            return (null, inputs.ToState());
        }

        // A function or resource that failed may have been what this one hangs on; Pulumi's engine starts nothing new after a failure.
        if (failures.Count > 0 && !options.Preview)
            throw new ResourceException("not deployed, because something failed before", null, hideStack: true);
        if (!declared.Add((type, name)))
            throw new InvalidOperationException("declared twice; a name may be used once per type");
        bool isProvider = type.StartsWith("pulumi:providers:", StringComparison.Ordinal);
        List<string> faults = [.. schema.CheckResource(type, inputs, complete: !options.Preview)];
        // The SDK hands a provider's settings over as JSON text, whatever their type.
        if (isProvider)
            faults.RemoveAll(fault => fault.Contains(": is a text, expected ", StringComparison.Ordinal));
        if (faults.Count > 0)
        {
            foreach (string fault in faults)
                Fail(new DeploymentFailure(type, name, fault));
            return options.Preview ? (null, inputs.ToState()) : throw Hidden(failures[^1]);
        }

        if (isProvider)
            return (SimulatedAzure.StableGuid(name).ToString(), inputs.ToState());
        if (!resources.TryGetValue(type, out IResourceHandler? handler))
            throw new InvalidOperationException($"the rehearsal cannot deploy this type; it can deploy {string.Join(", ", resources.Keys.Order(StringComparer.Ordinal))}");

        options.Progress?.Started(type, name);
        (DeploymentStep step, ResourceState? result) = State.Find(type, name) is { } prior
            ? await ReconcileAsync(handler, prior, inputs).ConfigureAwait(false)
            : string.IsNullOrEmpty(importId)
                ? await CreateAsync(handler, name, inputs, StepKind.Created, [], null).ConfigureAwait(false)
                : await ImportAsync(handler, name, inputs, importId).ConfigureAwait(false);
        Record(step);
        return result is null ? (null, inputs.ToState()) : (result.Id, WithSecrets(type, result.Outputs));
    }

    private async Task<(DeploymentStep Step, ResourceState? State)> CreateAsync(IResourceHandler handler, string name, PropertyBag inputs, StepKind kind, IReadOnlyList<PropertyChange> changes, string? note)
    {
        if (options.Preview)
            return (Step(kind, handler, name, null, changes, inputs, note), null);
        ResourceState made = await handler.CreateAsync(name, inputs, cancellation).ConfigureAwait(false);
        State.Add(handler.Type, name, inputs, made);
        return (Step(kind, handler, name, made.Id, changes, inputs, note), made);
    }

    private async Task<(DeploymentStep Step, ResourceState? State)> ReconcileAsync(IResourceHandler handler, DeployedResource prior, PropertyBag inputs)
    {
        List<PropertyChange> changes = Compare(handler, prior.Inputs, inputs, drift: false);
        if (Replaces(handler, changes))
            return await ReplaceAsync(handler, prior, inputs, changes).ConfigureAwait(false);

        ResourceState? now = await handler.ReadAsync(prior.Id, prior.Outputs, cancellation).ConfigureAwait(false);
        if (now is null)
            return await CreateAsync(handler, prior.Name, inputs, StepKind.Created, [], "it was gone from the tenant").ConfigureAwait(false);

        changes.AddRange(Compare(handler, Shown(handler, now.Outputs, inputs), inputs, drift: true).Where(change => changes.TrueForAll(known => known.Property != change.Property)));
        if (Replaces(handler, changes))
            return await ReplaceAsync(handler, prior, inputs, changes).ConfigureAwait(false);
        if (changes.Count == 0)
        {
            if (!options.Preview)
                State.Update(prior, inputs, now);
            return (Step(StepKind.Unchanged, handler, prior.Name, now.Id, [], inputs, null), now);
        }

        if (!options.Preview)
        {
            now = await handler.UpdateAsync(now, inputs, Names(changes), cancellation).ConfigureAwait(false);
            State.Update(prior, inputs, now);
        }

        return (Step(StepKind.Updated, handler, prior.Name, now.Id, changes, inputs, null), now);
    }

    private async Task<(DeploymentStep Step, ResourceState? State)> ReplaceAsync(IResourceHandler handler, DeployedResource prior, PropertyBag inputs, IReadOnlyList<PropertyChange> changes)
    {
        (DeploymentStep Step, ResourceState? State) made = await CreateAsync(handler, prior.Name, inputs, StepKind.Replaced, changes, null).ConfigureAwait(false);
        if (!options.Preview)
            State.Condemn(prior);
        return made;
    }

    private async Task<(DeploymentStep Step, ResourceState? State)> ImportAsync(IResourceHandler handler, string name, PropertyBag inputs, string importId)
    {
        if (!handler.CanImport)
            throw new InvalidOperationException($"this resource does not support importing: {importId}");
        ResourceState found = await handler.ReadAsync(importId, PropertyBag.Empty, cancellation).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"resource '{importId}' does not exist");
        List<PropertyChange> changes = Compare(handler, Shown(handler, found.Outputs, inputs), inputs, drift: false);
        List<PropertyChange> wrong = [.. changes.Where(change => !options.UpdateOnImport || IsReplacing(handler, change.Property))];
        if (wrong.Count > 0)
        {
            throw new InvalidOperationException(
                $"inputs to import do not match the existing resource {importId}: "
                + string.Join("; ", wrong.Select(change => $"{change.Property} is declared {change.After}, the tenant has {change.Before}")));
        }

        StepKind kind = changes.Count == 0 ? StepKind.Imported : StepKind.ImportedAndUpdated;
        if (!options.Preview)
        {
            // Taken over first, so that a failing update does not lose it.
            DeployedResource imported = State.Add(handler.Type, name, inputs, found);
            if (kind == StepKind.ImportedAndUpdated)
            {
                found = await handler.UpdateAsync(found, inputs, Names(changes), cancellation).ConfigureAwait(false);
                State.Update(imported, inputs, found);
            }
        }

        return (Step(kind, handler, name, found.Id, changes, inputs, null), found);
    }

    private async Task DeleteAsync(DeployedResource resource)
    {
        IResourceHandler handler = resources[resource.Type];
        bool replaced = State.Condemned.Contains(resource);
        options.Progress?.Started(resource.Type, resource.Name);
        string? note = null;
        try
        {
            if (!options.Preview)
            {
                await handler.DeleteAsync(new ResourceState(resource.Id, resource.Outputs), cancellation).ConfigureAwait(false);
                State.Remove(resource);
            }
        }
        catch (GraphRequestException error) when (error.Status == HttpStatusCode.NotFound)
        {
            // As after a refresh: what is not there any more needs no deletion.
            State.Remove(resource);
            note = "it was gone from the tenant";
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Fail(new DeploymentFailure(resource.Type, resource.Name, error.Message));
            return;
        }

        Record(Step(replaced ? StepKind.DeletedAfterReplacement : StepKind.Deleted, handler, resource.Name, resource.Id, [], resource.Inputs, note));
    }

    /// <summary>Of what the tenant holds, the properties that an input names and an output shows.</summary>
    private PropertyBag Shown(IResourceHandler handler, PropertyBag outputs, PropertyBag inputs)
    {
        IReadOnlyDictionary<string, SchemaProperty> shown = schema.Outputs(handler.Type);
        PropertyBag result = inputs;
        foreach (string name in inputs.Names)
        {
            if (shown.ContainsKey(name))
                result = result.With(name, outputs[name]);
        }

        return result;
    }

    private List<PropertyChange> Compare(IResourceHandler handler, PropertyBag before, PropertyBag after, bool drift)
    {
        // In a preview an absent input may just be unknown, and no conclusion is drawn from it.
        IEnumerable<string> names = options.Preview ? after.Names : before.Names.Union(after.Names, StringComparer.Ordinal);
        List<PropertyChange> changes = [];
        foreach (string name in names.Order(StringComparer.Ordinal))
        {
            bool asSet = handler.Sets.Contains(name);
            if (before.Canonical(name, asSet) == after.Canonical(name, asSet))
                continue;
            IReadOnlyList<string> old = before.Texts(name);
            IReadOnlyList<string> @new = after.Texts(name);
            bool secret = schema.Inputs(handler.Type).TryGetValue(name, out SchemaProperty? property) && property.Secret;
            changes.Add(new PropertyChange(name, secret ? "[secret]" : before.Display(name), secret ? "[secret]" : after.Display(name), drift,
                [.. old.Except(@new, StringComparer.Ordinal)], [.. @new.Except(old, StringComparer.Ordinal)]));
        }

        return changes;
    }

    private bool Replaces(IResourceHandler handler, IEnumerable<PropertyChange> changes) => changes.Any(change => IsReplacing(handler, change.Property));

    private bool IsReplacing(IResourceHandler handler, string property) =>
        handler.ReplaceOnChanges.Contains(property)
        || (schema.Inputs(handler.Type).TryGetValue(property, out SchemaProperty? facts) && facts.ReplaceOnChanges);

    private Dictionary<string, object> WithSecrets(string type, PropertyBag outputs)
    {
        Dictionary<string, object> state = outputs.ToState();
        foreach ((string name, SchemaProperty property) in schema.Outputs(type))
        {
            if (property.Secret && state.TryGetValue(name, out object? value) && value is string text)
                state[name] = Output.CreateSecret(text);
        }

        return state;
    }

    private static FrozenSet<string> Names(IEnumerable<PropertyChange> changes) => changes.Select(change => change.Property).ToFrozenSet(StringComparer.Ordinal);

    private DeploymentStep Step(StepKind kind, IResourceHandler handler, string name, string? id, IReadOnlyList<PropertyChange> changes, PropertyBag inputs, string? note) =>
        new(steps.Count + 1, kind, handler.Type, name, id, changes, inputs, handler.Simulated, note);

    private void Record(DeploymentStep step)
    {
        steps.Add(step);
        options.Progress?.Finished(step);
    }

    private ResourceException Fail(DeploymentFailure failure)
    {
        failures.Add(failure);
        options.Progress?.Failed(failure);
        return Hidden(failure);
    }

    private static ResourceException Hidden(DeploymentFailure failure) => new(failure.ToString(), null, hideStack: true);
}
