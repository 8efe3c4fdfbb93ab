using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.AzureAD;
using SimulatedTenant;
using SimulatedTenant.Http;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Tests.Rehearsal;

/// <summary>A simulated tenant and a stack's state, onto which small programs are deployed one after the other.</summary>
internal sealed class EngineHarness : IAsyncDisposable
{
    private EngineHarness(TenantServer tenant) => Tenant = tenant;

    public TenantServer Tenant { get; }

    public DeploymentState State { get; } = new();

    /// <summary>Who deploys in place of the tenant's own deployer, or null.</summary>
    public DeployerIdentity? As { get; init; }

    /// <summary>The deployer of the last deploy.</summary>
    public TenantDeployer Last { get; private set; } = null!;

    /// <summary>The requests that the last deploy made.</summary>
    public IReadOnlyList<RequestRecord> Requests { get; private set; } = [];

    /// <summary>Those of them that changed the tenant, as method and path.</summary>
    public IReadOnlyList<string> Writes => [.. Requests.Where(request => request.IsWrite).Select(request =>
        $"{request.Method} {Uri.UnescapeDataString(request.PathAndQuery)}")];

    /// <summary>The outputs of the last deploy; null where it failed.</summary>
    public JsonObject? LastOutputs { get; private set; }

    /// <summary>What the program said when the last deploy failed.</summary>
    public IReadOnlyList<string> LastErrors { get; private set; } = [];

    public static async Task<EngineHarness> StartAsync(TenantOptions? options = null) => new(await TenantServer.StartAsync(options));

    /// <summary>For a tenant that somebody else stops.</summary>
    public static EngineHarness Of(TenantServer tenant, DeployerIdentity? deployer = null) => new(tenant) { As = deployer };

    public Task<IReadOnlyList<DeploymentStep>> DeployAsync(Action program, bool preview = false, bool mayFail = false) => DeployAsync(
        StackFile.Parse(Repository.Root, "test", "test", "config: {}", "name: test"),
        () =>
        {
            program();
            return Task.FromResult<IDictionary<string, object?>>(new Dictionary<string, object?>());
        },
        preview, mayFail);

    public async Task<IReadOnlyList<DeploymentStep>> DeployAsync(
        StackFile stack, Func<Task<IDictionary<string, object?>>> program, bool preview = false, bool mayFail = false)
    {
        int before = Tenant.Requests.Count;
        using TenantDeployer deployer = await ConnectAsync(preview);
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

        Requests = [.. Tenant.Requests.Skip(before)];
        return deployer.Steps;
    }

    /// <summary>Changes an object of the tenant as somebody would in the portal.</summary>
    /// <param name="id">Its path in Graph, which is its id in the provider's form.</param>
    /// <param name="body">What changes.</param>
    public async Task PatchAsync(string id, JsonObject body)
    {
        using HttpClient http = await SignedInAsync();
        (await http.PatchAsJsonAsync("/v1.0" + id, body)).EnsureSuccessStatusCode();
    }

    /// <summary>A client of Graph, signed in as the deployer.</summary>
    public async Task<HttpClient> SignedInAsync()
    {
        HttpClient http = new(Tenant.CreateHandler()) { BaseAddress = Tenant.Url };
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["client_id"] = Tenant.Deployer.ClientId.ToString(),
            ["client_secret"] = Tenant.Deployer.ClientSecret,
            ["grant_type"] = "client_credentials",
            ["scope"] = "https://graph.microsoft.com/.default",
        });
        HttpResponseMessage answer = await http.PostAsync($"/{Tenant.Deployer.TenantId}/oauth2/v2.0/token", form);
        JsonObject token = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]!.GetValue<string>());
        return http;
    }

    /// <summary>Deletes all that the stack holds.</summary>
    public async Task DestroyAsync(bool preview)
    {
        LastErrors = [];
        using TenantDeployer deployer = await ConnectAsync(preview);
        await deployer.CompleteAsync();
    }

    private async Task<TenantDeployer> ConnectAsync(bool preview) => Last = await TenantDeployer.ConnectAsync(new DeployerOptions
    {
        Tenant = Tenant.Url,
        HandlerFactory = Tenant.CreateHandler,
        Deployer = As ?? new DeployerIdentity(Tenant.Deployer.TenantId, Tenant.Deployer.ClientId, Tenant.Deployer.ClientSecret),
        Preview = preview,
        Timing = new ProviderTiming { Scale = 0 },
    }, State);

    public static ApplicationRegistration Application(string name = "app", string displayName = "Engine test", bool idTokens = true,
        string? importId = null) =>
        new(name, new ApplicationRegistrationArgs { DisplayName = displayName, ImplicitIdTokenIssuanceEnabled = idTokens },
            new CustomResourceOptions { ImportId = importId });

    public static ApplicationRedirectUris RedirectUris(ApplicationRegistration application, params string[] uris) =>
        new("uris", new ApplicationRedirectUrisArgs { ApplicationId = application.Id, Type = "Web", RedirectUris = uris });

    public ValueTask DisposeAsync() => Tenant.DisposeAsync();
}
