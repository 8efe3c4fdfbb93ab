using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;
using Spectre.Console;
using TenantOnboarding.Components.Identities;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Rehearsal.Terminal;
using TenantOnboarding.Rehearsal.Values;
using TenantOnboarding.Verification.Reporting;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Rehearsal;

/// <summary>A simulated tenant while it runs, and the deployments into it: the half that the workflows share.</summary>
internal sealed class TenantRun : IAsyncDisposable
{
    private readonly RehearsalContext _context;
    private readonly CancellationToken _cancelled;

    private readonly ProviderTiming _timing;
    private Weather _untold = Weather.Calm;

    private TenantRun(RehearsalContext context, TenantServer tenant, ReplicationOptions replication, CancellationToken cancelled)
    {
        Replication = new[] { replication.Objects, replication.Credentials, replication.Assignments, replication.TokenRoles }.Max();
        // The deployer itself waits for what it reads back, and not for what sign-ins take up.
        TimeSpan read = replication.Objects > replication.Assignments ? replication.Objects : replication.Assignments;
        _timing = context.Options.Timing with { Clock = context.Options.Clock, Replication = read };
        _context = context;
        _cancelled = cancelled;
        Tenant = tenant;
    }

    /// <summary>The tenant.</summary>
    public TenantServer Tenant { get; }

    /// <summary>How long the tenant keeps unseen what was written: the longest of its delays.</summary>
    public TimeSpan Replication { get; }

    /// <summary>Starts a tenant with the id and domain of a stack.</summary>
    /// <param name="context">The rehearsal.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="earlier">For a change: the stack before it, which is deployed first; else null.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<TenantRun> StartAsync(
        RehearsalContext context, StackFile stack, StackFile? earlier, CancellationToken cancellationToken)
    {
        TenantOptions defaults = new();
        TenantOptions options = new()
        {
            TenantId = Guid.TryParse(stack.Text("azuread:tenantId"), out Guid tenantId) && tenantId != Guid.Empty ? tenantId
                : defaults.TenantId,
            Domain = stack.Text($"{stack.Project}:domain") is { } domain && IsDomain(domain) ? domain : defaults.Domain,
            Users = context.Options.Users,
            // What a stack takes beyond the rights that bootstrap gives is refused here, as it would be there.
            DeployerPermissions = Needs.RightsToDeploy(Integrations(earlier, stack)),
            // As every tenant since 2026-10-10: only listed applications may use EWS, and nobody is listed yet.
            EwsEnabled = true,
        };
        options = context.Options.ConfigureTenant?.Invoke(options) ?? options;
        TenantServer tenant = await TenantServer.StartAsync(options, context.Options.Clock, cancellationToken);
        TenantRun run = new(context, tenant, options.Replication, cancellationToken);
        if (context.Options.KeepOpen)
            context.Console.MarkupLine($"The tenant can be looked at while it runs: {tenant.Url}");
        if (context.Options.BeforeDeploy is { } before)
            await before(run.Tenant);
        return run;
    }

    /// <summary>An engine with an empty state: the one place that knows which engine a rehearsal runs on.</summary>
    public IStackEngine NewStack() => _context.Options.Engine?.Create(Tenant, _context.Keys)
        ?? new BuiltInEngine(Tenant, _context.Keys, _timing);

    /// <summary>
    /// Makes by hand what the stack takes over and the tenant does not hold; gives back the client ids given, by those configured.
    /// </summary>
    public async Task<Dictionary<string, string>> CreateApplicationsToAdoptAsync(StackFile stack, CancellationToken cancellationToken)
    {
        Dictionary<string, string> given = new(StringComparer.OrdinalIgnoreCase);
        string[] names = [.. AdoptedApplications.ClientIds(stack)
            .Where(adopted => Tenant.Directory.Applications.All(application => application.AppId != Guid.Parse(adopted.Value)))
            .Select(adopted => adopted.Key)];
        if (names.Length == 0)
            return given;
        // Made with the engine that is always at hand: how somebody once made it by hand is not what is rehearsed.
        await using BuiltInEngine engine = new(Tenant, _context.Keys, _timing);
        EngineRun made = await engine.RunAsync(AdoptedApplications.WithoutAdoption(stack, names), preview: false, null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        // What cannot be made has a mistake in it that the program reports of the stack itself.
        if (made.Errors.Count > 0)
            return given;
        foreach ((string name, string clientId) in AdoptedApplications.ClientIds(stack).Where(adopted => names.Contains(adopted.Key)))
        {
            given[clientId] = made.Document.Integrations[name].ClientId.ToString();
            _context.Console.MarkupLine(
                $"The rehearsal plays the colleague who once made {Markup.Escape(name)} by hand: application {Markup.Escape(clientId)} is "
                    + $"{given[clientId]} in this tenant");
        }
        return given;
    }

    /// <summary>Runs the program once and shows it.</summary>
    /// <exception cref="OperationCanceledException">The user ended it.</exception>
    public async Task<EngineRun> DeployAsync(IStackEngine engine, Pass pass, CancellationToken cancellationToken)
    {
        _context.Phases.Begin(pass.Phase);
        int before = Tenant.Requests.Count;
        EngineRun run = await ShowAsync(engine, pass, cancellationToken);
        _context.Writes = Tenant.Requests.Skip(before).Count(request => request.IsWrite);
        _context.Advisories = run.Advisories;
        if (run.Steps.Count > 0)
            _context.Phases.Report(StepText.Counts(run.Steps, pass.Preview));
        cancellationToken.ThrowIfCancellationRequested();
        TellWeather(run, pass);
        if (pass.Advise)
            _context.Page.WriteWarnings(_context.Advisories, "");
        return run;
    }

    /// <summary>Ends the tenant; where it is kept open, not before the user ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_context.Options.KeepOpen && !_cancelled.IsCancellationRequested)
        {
            _context.Console.MarkupLine($"The tenant stays open at {Tenant.Url}; Ctrl+C ends it.");
            await Task.Delay(Timeout.InfiniteTimeSpan, _context.Options.Clock, _cancelled)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Tenant.DisposeAsync();
    }

    /// <summary>Says what was sat through since that was last said.</summary>
    private void TellWeather(EngineRun run, Pass pass)
    {
        _untold = new(_untold.Requests + run.Weather.Requests, _untold.Failed + run.Weather.Failed,
            _untold.Throttled + run.Weather.Throttled, _untold.Waited + run.Weather.Waited);
        if (pass.Title is null)
            return;
        // The provider's own waits, shortened as they are, are no matter.
        if (!_untold.IsCalm || _untold.Waited >= TimeSpan.FromSeconds(1))
            _context.Console.MarkupLine($"  {Markup.Escape(_untold.Sentence)}");
        _untold = Weather.Calm;
    }

    private async Task<EngineRun> ShowAsync(IStackEngine engine, Pass pass, CancellationToken cancellationToken)
    {
        if (pass.Title is not { } title)
            return await engine.RunAsync(pass.Stack, pass.Preview, null, cancellationToken);
        IAnsiConsole console = _context.Console;
        console.WriteLine();
        if (ConsoleReport.IsPlain(console))
        {
            console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
            return await engine.RunAsync(pass.Stack, pass.Preview, new PlainDeployment(console, pass.Preview, pass.ShowChanges),
                cancellationToken);
        }

        LiveDeployment? live = null;
        EngineRun run = await console.Live(new Tree($"[bold]{Markup.Escape(title)}[/]")).AutoClear(true).StartAsync(display =>
        {
            live = new LiveDeployment(display, title, pass.Preview, pass.ShowChanges);
            return engine.RunAsync(pass.Stack, pass.Preview, live, cancellationToken);
        });
        // A live display is cut to the height of the window; what stays is whole.
        console.Write(live!.Draw());
        return run;
    }

    /// <summary>The integrations of stacks, which say what rights they take.</summary>
    private static IEnumerable<JsonNode?> Integrations(params StackFile?[] stacks) =>
        stacks.OfType<StackFile>().Select(stack => stack.Settings.GetValueOrDefault($"{stack.Project}:integrations"));

    private static bool IsDomain(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Dns && text.Contains('.', StringComparison.Ordinal);
}
