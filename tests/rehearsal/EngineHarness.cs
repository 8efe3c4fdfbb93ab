using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.AzureAD;
using SimulatedTenant;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Rehearsals;

/// <summary>A simulated tenant and a stack's state, onto which small programs are deployed one after the other.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    private EngineHarness(TenantServer tenant) => Tenant = tenant;

    public TenantServer Tenant { get; }

    public DeploymentState State { get; private set; } = new();

    /// <summary>The deployer of the last deploy.</summary>
    public TenantDeployer Last { get; private set; } = null!;

    /// <summary>The requests that the last deploy made.</summary>
    public IReadOnlyList<RequestRecord> Requests { get; private set; } = [];

    /// <summary>Those of them that changed the tenant, as method and path.</summary>
    public IReadOnlyList<string> Writes => [.. Requests.Where(request => request.IsWrite).Select(request => $"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}")];

    /// <summary>The outputs of the last deploy; null where it failed.</summary>
    public JsonObject? LastOutputs { get; private set; }

    /// <summary>What the program said when the last deploy failed.</summary>
    public IReadOnlyList<string> LastErrors { get; private set; } = [];

    public static async Task<EngineHarness> StartAsync(TenantOptions? options = null) => new(await TenantServer.StartAsync(options));

    /// <summary>For a tenant that somebody else stops.</summary>
    public static EngineHarness Of(TenantServer tenant) => new(tenant);

    public Task<IReadOnlyList<DeploymentStep>> DeployAsync(Action program, bool preview = false, bool updateOnImport = false, bool mayFail = false) => DeployAsync(
        StackFile.Parse(Repository.Root, "test", "test", "config: {}", "name: test"),
        () =>
        {
            program();
            return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
        },
        preview, updateOnImport, mayFail);

    public async Task<IReadOnlyList<DeploymentStep>> DeployAsync(
        StackFile stack, Func<Task<IDictionary<string, object?>>> program, bool preview = false, bool updateOnImport = false, bool mayFail = false)
    {
        int before = Tenant.Requests.Count;
        Last = await TenantDeployer.ConnectAsync(new DeployerOptions
        {
            Tenant = Tenant.Url,
            HandlerFactory = Tenant.CreateHandler,
            Deployer = new DeployerIdentity(Tenant.Deployer.TenantId, Tenant.Deployer.ClientId, Tenant.Deployer.ClientSecret),
            Preview = preview,
            UpdateOnImport = updateOnImport,
            Timing = new ProviderTiming { Scale = 0 },
        }, State);
        using TenantDeployer deployer = Last;
        LastOutputs = null;
        LastErrors = [];
        try
        {
            LastOutputs = await ProgramRun.RunAsync(deployer, stack, preview, program, default);
            await deployer.CompleteAsync();
        }
        catch (ProgramException exception) when (mayFail)
        {
            LastErrors = exception.Lines;
        }

        State = deployer.State;
        Requests = [.. Tenant.Requests.Skip(before)];
        return deployer.Steps;
    }

    public static ApplicationRegistration Application(string name = "app", string displayName = "Engine test", bool idTokens = true, string? importId = null) =>
        new(name, new ApplicationRegistrationArgs { DisplayName = displayName, ImplicitIdTokenIssuanceEnabled = idTokens }, new CustomResourceOptions { ImportId = importId });

    public static ApplicationRedirectUris RedirectUris(ApplicationRegistration application, params string[] uris) =>
        new("uris", new ApplicationRedirectUrisArgs { ApplicationId = application.Id, Type = "Web", RedirectUris = uris });

    public ValueTask DisposeAsync() => Tenant.DisposeAsync();
}
