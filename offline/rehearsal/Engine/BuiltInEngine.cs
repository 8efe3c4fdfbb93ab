using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Kiota.Authentication.Azure;
using SimulatedTenant;
using TenantOnboarding.Components.Program;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Rehearsal.Keys;
using TenantOnboarding.Rehearsal.Stacks;

namespace TenantOnboarding.Rehearsal.Engine;

/// <summary>
/// The engine that needs nothing but the .NET SDK: the program in this process, and <see cref="TenantDeployer"/> in the place of Pulumi
/// and its providers.
/// </summary>
internal sealed class BuiltInEngine(TenantServer tenant, PrivateKeys keys, ProviderTiming timing) : IStackEngine
{
    private readonly DeploymentState _state = new();

    public async Task<EngineRun> RunAsync(StackFile stack, bool preview, IDeploymentProgress? progress, CancellationToken cancellationToken)
    {
        using TenantDeployer deployer = await TenantDeployer.ConnectAsync(new DeployerOptions
        {
            Tenant = tenant.Url,
            HandlerFactory = tenant.CreateHandler,
            Deployer = new DeployerIdentity(tenant.Deployer.TenantId, tenant.Deployer.ClientId, tenant.Deployer.ClientSecret),
            Preview = preview,
            Timing = timing,
            Keys = keys,
            Progress = progress,
        }, _state, cancellationToken);
        using HttpClient transport = new(tenant.CreateHandler());
        List<string> advisories = [];
        ProgramServices services = new()
        {
            Clock = timing.Clock,
            Advise = advisories.Add,
            ConnectToGraph = _ => Task.FromResult(ConnectToGraph(tenant, transport, deployer.Endurance)),
        };
        JsonObject? outputs = null;
        IReadOnlyList<string> said = [];
        try
        {
            outputs = await ProgramRun.RunAsync(deployer, stack, preview, () => TenantProgram.DeclareAsync(services), cancellationToken);
            await deployer.CompleteAsync();
        }
        catch (ProgramException exception)
        {
            said = exception.Lines;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            said = ["cancelled"];
        }

        EngineRun run = new()
        {
            Steps = deployer.Steps,
            Declared = deployer.Declared,
            Resources = _state.Resources,
            Outputs = outputs,
            Advisories = advisories,
            Weather = deployer.Weather,
        };
        if (deployer.Failures.Count > 0)
            return run with { Refused = true, Errors = [.. deployer.Failures.SelectMany(failure => failure.Lines())] };

        // No resource failed, so the program itself refused: its configuration, or what it refers to in the tenant.
        return run with { Refused = deployer.Refusals.Count > 0, Errors = said };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Reads the tenant as the deployer, for what the program asks of Graph by itself.</summary>
    internal static GraphServiceClient ConnectToGraph(TenantServer tenant, HttpClient transport, Endurance endurance)
    {
        ClientSecretCredential credential = new(
            tenant.Deployer.TenantId.ToString(), tenant.Deployer.ClientId.ToString(), tenant.Deployer.ClientSecret,
            new ClientSecretCredentialOptions
            {
                AuthorityHost = tenant.Url,
                DisableInstanceDiscovery = true,
                Transport = new HttpClientTransport(transport),
                // Half of all sign-ins failing, one of a thousand goes on to fail.
                Retry = { MaxRetries = 10, Delay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(2) },
            });
        return new GraphServiceClient(
            GraphClientFactory.Create(finalHandler: new EnduringReads(tenant.CreateHandler(), endurance)),
            new AzureIdentityAuthenticationProvider(credential, allowedHosts: [tenant.Url.Host],
                scopes: [new Uri(tenant.Url, ".default").ToString()]),
            new Uri(tenant.Url, "v1.0").ToString());
    }
}
