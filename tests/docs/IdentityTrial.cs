using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Authentication.Azure;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Rehearsal.Engine;
using TenantOnboarding.Rehearsal.Stacks;
using TenantOnboarding.Tests.Rehearsal;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Docs;

/// <summary>A simulated tenant in which one principal previews, deploys and verifies, and loses rights as a test wants.</summary>
internal sealed class IdentityTrial : IAsyncDisposable
{
    private const string TenantId = "6f1d7c2e-53b0-4c0e-9a51-3d7a4b8c9e10";

    private readonly TenantServer _tenant;
    private readonly HttpClient _transport;
    private EngineHarness _engine;

    private IdentityTrial(TenantServer tenant)
    {
        _tenant = tenant;
        _transport = new HttpClient(tenant.CreateHandler());
        _engine = EngineHarness.Of(tenant);
    }

    /// <summary>The outputs of the last deployment.</summary>
    public OutputsDocument Outputs { get; private set; } = null!;

    /// <summary>What the program advised of.</summary>
    public List<string> Advisories { get; } = [];

    /// <summary>The object id of somebody who can own an application.</summary>
    public string Somebody => _tenant.Directory.Users[0].Id.ToString();

    public static async Task<IdentityTrial> StartAsync(IEnumerable<string> rights, TimeSpan? longestCertificate = null)
    {
        TenantOptions options = new() { TenantId = Guid.Parse(TenantId), DeployerPermissions = [.. rights.Distinct()] };
        TenantServer tenant = await TenantServer.StartAsync(options);
        if (longestCertificate is { } longest)
            tenant.Directory.AppManagementPolicy = new() { AsymmetricKeyMaxLifetime = longest };
        return new IdentityTrial(tenant);
    }

    /// <summary>Takes every other right from the principal.</summary>
    public async Task LimitToAsync(IReadOnlyCollection<string> rights)
    {
        using GraphServiceClient graph = Graph();
        string principal = _tenant.Deployer.ObjectId.ToString();
        AppRoleAssignmentCollectionResponse held = (await graph.ServicePrincipals[principal].AppRoleAssignments.GetAsync())!;
        foreach (AppRoleAssignment assignment in held.Value!)
        {
            ServicePrincipal api = (await graph.ServicePrincipals[assignment.ResourceId.ToString()].GetAsync())!;
            if (!rights.Contains(api.AppRoles!.Single(role => role.Id == assignment.AppRoleId).Value!))
                await graph.ServicePrincipals[principal].AppRoleAssignments[assignment.Id].DeleteAsync();
        }
    }

    /// <summary>Previews, or deploys, and gives back every refusal; none where all went well.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string integration, bool preview)
    {
        StackFile stack = StackFile.Parse(Repository.Root, "identities", "identities", $"""
            config:
              azuread:tenantId: {TenantId}
              tenant-onboarding:domain: contoso.onmicrosoft.com
              tenant-onboarding:integrations:
                one: {integration}
            """, "name: tenant-onboarding");
        using GraphServiceClient graph = Graph();
        ProgramServices services = new() { Advise = Advisories.Add, ConnectToGraph = _ => Task.FromResult(graph) };
        await _engine.DeployAsync(stack, () => TenantProgram.DeclareAsync(services), preview, mayFail: true);
        if (_engine.LastOutputs is { } outputs && !preview)
            Outputs = OutputsDocument.Parse(outputs.ToJsonString());
        IEnumerable<DeploymentFailure> refused = _engine.Last.Failures.Concat(_engine.Last.Refusals);
        return [.. refused.Select(failure => $"{failure.Type} {failure}"), .. _engine.LastErrors];
    }

    /// <summary>Forgets the stack's state, as if somebody else had made what is there.</summary>
    public void Forget() => _engine = EngineHarness.Of(_tenant);

    /// <summary>Verifies as an operator.</summary>
    public Task<VerificationReport> VerifyAsync() => new TenantVerifier(new VerificationOptions
    {
        Endpoints = TenantEndpoints.ForSimulatedTenant(_tenant.Url, _tenant.ImapPort),
        Operator = Credential(),
        Deadline = TimeSpan.Zero,
    }.TrustingOnly(_tenant.CertificateAuthority)).VerifyAsync(Outputs, null, default);

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await _tenant.DisposeAsync();
    }

    private GraphServiceClient Graph() => new(
        GraphClientFactory.Create(finalHandler: _tenant.CreateHandler()),
        new AzureIdentityAuthenticationProvider(
            Credential(), allowedHosts: [_tenant.Url.Host], scopes: [new Uri(_tenant.Url, ".default").ToString()]),
        new Uri(_tenant.Url, "v1.0").ToString());

    private ClientSecretCredential Credential() =>
        new(TenantId, _tenant.Deployer.ClientId.ToString(), _tenant.Deployer.ClientSecret, new ClientSecretCredentialOptions
        {
            AuthorityHost = _tenant.Url,
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(_transport),
        });
}
