using System.Collections.Frozen;
using Pulumi;
using Pulumi.Testing;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Deploy.Schema;
using TenantOnboarding.Rehearsal.Values;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// Stands where Pulumi's engine and its providers stand: takes the resources that a program declares, and makes, changes, replaces and
/// deletes them in a
/// tenant with the requests of the real azuread provider. Works on one resource at a time, so that what happens between two writes can be
/// looked at.
/// </summary>
public sealed class TenantDeployer : IMocks, IDeclarations, IDisposable
{
    private static readonly FrozenSet<string> ProviderPackages = FrozenSet.Create("azuread", "azure", "random");

    private readonly GraphClient _graph;
    private readonly SchemaFacts _schema = SchemaFacts.Embedded;
    private readonly Handlers _handlers;
    private readonly DeployerOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly DeclarationOrder _order;
    private readonly Announcements _announcements = new();
    private readonly DeploymentLog _log;
    private readonly ResourceSteps _steps;
    private readonly HashSet<(string Type, string Name)> _declared = [];
    private readonly List<DeclaredResource> _declarations = [];
    private readonly List<DeploymentFailure> _refusals = [];

    private TenantDeployer(GraphClient graph, DeployerOptions options, DeploymentState state, CancellationToken cancellation)
    {
        _graph = graph;
        _options = options;
        _cancellation = cancellation;
        State = state;
        _order = new DeclarationOrder(cancellation);
        _handlers = new Handlers(graph, options);
        _log = new DeploymentLog(options.Progress);
        _steps = new ResourceSteps(_schema, state, _log, options.Preview, cancellation);
    }

    /// <summary>The stack's state; it grows as the deploy goes, so that a failed deploy can be taken up again.</summary>
    public DeploymentState State { get; }

    /// <summary>What was declared so far, in order of declaration.</summary>
    public IReadOnlyList<DeclaredResource> Declared => _declarations;

    /// <summary>What was done to resources so far, in order.</summary>
    public IReadOnlyList<DeploymentStep> Steps => [.. _log.Steps.Where(step => !step.IsComponent)];

    /// <summary>What was done so far, in order, components and providers included.</summary>
    public IReadOnlyList<DeploymentStep> AllSteps => _log.Steps;

    /// <summary>What failed so far, in order.</summary>
    public IReadOnlyList<DeploymentFailure> Failures => _log.Failures;

    /// <summary>Functions that the tenant refused to answer. Whether that fails the program is the program's business.</summary>
    public IReadOnlyList<DeploymentFailure> Refusals => _refusals;

    /// <summary>What the deploy sat through so far.</summary>
    public Weather Weather => _graph.Endurance.Weather;

    /// <summary>Repeats requests beside the deploy's own, and counts them with it.</summary>
    internal Endurance Endurance => _graph.Endurance;

    /// <summary>Finds the tenant's endpoints and signs the deployer in.</summary>
    /// <exception cref="GraphRequestException">The tenant refuses the deployer.</exception>
    public static async Task<TenantDeployer> ConnectAsync(DeployerOptions options, DeploymentState state,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        GraphClient graph =
            await GraphClient.ConnectAsync(options.Tenant, options.HandlerFactory(), options.Deployer, options.Timing, cancellationToken);
        return new TenantDeployer(graph, options, state, cancellationToken);
    }

    void IDeclarations.Announce(Resource resource, ResourceArgs args, ResourceOptions options)
    {
        _announcements.Add(resource, args, options);
        _order.Announce(resource);
    }

    void IDeclarations.Ended() => _order.Ended();

    /// <summary>Deploys one resource, or takes note of one component.</summary>
    public async Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        ArgumentNullException.ThrowIfNull(args);
        string type = args.Type ?? throw new InvalidOperationException("a resource without a type was declared");
        string name = args.Name ?? throw new InvalidOperationException($"a resource of type {type} without a name was declared");
        PropertyBag inputs = PropertyBag.From(args.Inputs.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));
        using IDisposable turn = await _order.EnterAsync(type, name);
        try
        {
            DeclaredOptions options = _announcements.Find(type, name);
            return await DeclareAsync(type, name, inputs, options.ImportId is null && !string.IsNullOrEmpty(args.Id)
                ? options with { ImportId = args.Id } : options);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not ResourceException)
        {
            throw Hidden(_log.Fail(new DeploymentFailure(type, name, exception.Message)));
        }
    }

    /// <summary>Asks the tenant as a provider's data source does.</summary>
    public async Task<object> CallAsync(MockCallArgs args)
    {
        ArgumentNullException.ThrowIfNull(args);
        string token = args.Token ?? throw new InvalidOperationException("a function without a token was called");
        PropertyBag arguments = PropertyBag.From(args.Args.Select(pair => KeyValuePair.Create(pair.Key, (object?)pair.Value)));
        using IDisposable turn = await _order.EnterAsync();
        try
        {
            if (!_schema.KnowsFunction(token) || _handlers.FindFunction(token) is not { } function)
                throw new InvalidOperationException($"the rehearsal knows no such function; it knows {_handlers.Functions}");
            if (_schema.CheckFunction(token, arguments) is { Count: > 0 } faults)
                throw new InvalidOperationException(string.Join("; ", faults));
            return (await function.InvokeAsync(arguments, _cancellation)).ToState();
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not ResourceException)
        {
            // What it means that a look-up fails is for the program to say, so this is no failure of the deploy by itself.
            if (exception is GraphRequestException)
                _refusals.Add(new DeploymentFailure(token, "", exception.Message));
            throw new ResourceException(exception.Message, null, hideStack: true);
        }
    }

    /// <summary>Outputs of components are of no interest here.</summary>
    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;

    /// <summary>
    /// Ends a deploy whose program went through: deletes what a replacement left and what is no longer declared, last declared first. It
    /// stops at the first
    /// that cannot be deleted; after a failure nothing is deleted at all. Without a program before it, it deletes the whole stack, as
    /// <c>pulumi destroy</c> does.
    /// </summary>
    public async Task CompleteAsync()
    {
        IEnumerable<DeployedResource> superfluous = State.Replaced
            .Concat(State.All.Where(resource => !_declared.Contains((resource.Type, resource.Name))))
            .OrderByDescending(resource => resource.Ordinal)
            .ToList();
        foreach (DeployedResource resource in superfluous)
        {
            if (Failures.Count > 0)
                return;
            await _steps.DeleteAsync(_handlers.FindResource(resource.Type), resource);
        }
    }

    /// <summary>Ends the connection to the tenant.</summary>
    public void Dispose()
    {
        _order.Dispose();
        _graph.Dispose();
    }

    private async Task<(string? Id, object State)> DeclareAsync(string type, string name, PropertyBag inputs, DeclaredOptions options)
    {
        _declarations.Add(new DeclaredResource(type, name, inputs, options.ImportId));
        if (!_schema.KnowsResource(type))
        {
            if (ProviderPackages.Contains(type.Split(':')[0]))
                throw CannotDeploy();
            _declared.Add((type, name));
            _options.Progress?.Component(type, name);
            _steps.Component(type, name, inputs, options);
            return (null, inputs.ToState());
        }

        // A function or resource that failed may have been what this one depends on; Pulumi's engine starts nothing new after a failure.
        if (Failures.Count > 0 && !_options.Preview)
            throw new ResourceException("not deployed, because something failed before", null, hideStack: true);
        if (!_declared.Add((type, name)))
            throw new InvalidOperationException("declared twice; a name may be used once per type");
        FrozenSet<string> unknown = Unknown(type, inputs, options);
        bool isProvider = type.StartsWith("pulumi:providers:", StringComparison.Ordinal);
        // The SDK hands a provider's settings over as JSON text, whatever their type.
        List<string> faults =
        [
            .. _schema.CheckResource(type, inputs, unknown)
                .Where(fault => !isProvider || fault.Kind != SchemaFaultKind.TextForOther).Select(fault => fault.ToString()),
        ];
        if (faults.Count > 0)
            return Refuse(type, name, inputs, faults);
        if (isProvider)
        {
            _steps.Component(type, name, inputs, options);
            return (Deploy.Azure.SimulatedAzure.StableGuid(name).ToString(), inputs.ToState());
        }

        IResourceHandler handler = _handlers.FindResource(type) ?? throw CannotDeploy();
        _options.Progress?.Started(type, name);
        Declaration declaration = new(handler, name, inputs, options, unknown);
        (Declaration planned, ResourceState? found) = await _steps.LookAsync(declaration);
        faults.AddRange(ProviderCheck.Faults(handler.Rules, name, planned.Inputs));
        if (faults.Count > 0)
            return Refuse(type, name, inputs, faults);
        ResourceState? result = await _steps.DeployAsync(planned, found);
        return result is null ? (null, inputs.ToState()) : (result.Id, WithSecrets(type, result.Outputs));
    }

    private (string? Id, object State) Refuse(string type, string name, PropertyBag inputs, IEnumerable<string> faults)
    {
        foreach (string fault in faults)
            _log.Fail(new DeploymentFailure(type, name, fault));
        return _options.Preview ? (null, inputs.ToState()) : throw Hidden(Failures[^1]);
    }

    /// <summary>
    /// The inputs of which a preview knows no more than that they are given. Where nobody says which those are, any absent one may be.
    /// </summary>
    private FrozenSet<string> Unknown(string type, PropertyBag inputs, DeclaredOptions options)
    {
        if (!_options.Preview)
            return [];
        IEnumerable<string> given = options.GivenInputs ?? _schema.Inputs(type).Keys;
        return given.Where(name => !inputs.Has(name)).ToFrozenSet(StringComparer.Ordinal);
    }

    private Dictionary<string, object> WithSecrets(string type, PropertyBag outputs)
    {
        Dictionary<string, object> state = outputs.ToState();
        foreach ((string name, SchemaProperty property) in _schema.Outputs(type))
        {
            if (property.Secret && state.TryGetValue(name, out object? value) && value is string text)
                state[name] = Output.CreateSecret(text);
        }
        return state;
    }

    private InvalidOperationException CannotDeploy() => new($"the rehearsal cannot deploy this type; it can deploy {_handlers.Resources}");

    private static ResourceException Hidden(DeploymentFailure failure) => new(failure.ToString(), null, hideStack: true);
}
