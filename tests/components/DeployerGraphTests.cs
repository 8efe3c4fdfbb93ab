using System.Collections.Concurrent;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using SimulatedTenant;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Tenant;

namespace TenantOnboarding.Tests.Components;

/// <summary>Microsoft Graph as the deployer, with the provider's own environment variables.</summary>
public sealed class DeployerGraphTests
{
    [Fact]
    public async Task The_environments_secret_opens_the_cloud_that_the_metadata_names()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        Dictionary<string, string> environment = new()
        {
            ["ARM_CLIENT_ID"] = tenant.Deployer.ClientId.ToString(),
            ["ARM_CLIENT_SECRET"] = tenant.Deployer.ClientSecret,
        };

        using GraphServiceClient graph = await ConnectAsync(StackOf(tenant), environment.GetValueOrDefault, tenant.CreateHandler);
        ApplicationCollectionResponse? found = await graph.Applications.GetAsync(request => request.QueryParameters.Filter = $"appId eq '{tenant.Deployer.ClientId}'");

        Assert.Equal("Deployment", Assert.Single(found!.Value!).DisplayName);
    }

    [Fact]
    public async Task A_client_id_without_a_credential_is_refused_with_the_ways_to_give_one()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        Dictionary<string, string> environment = new() { ["ARM_CLIENT_ID"] = "0d9e8c7b-1111-4222-8333-444455556666" };

        ConfigurationException refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => ConnectAsync(StackOf(tenant), environment.GetValueOrDefault, tenant.CreateHandler));

        Assert.Equal("one of ARM_CLIENT_SECRET, ARM_CLIENT_CERTIFICATE_PATH, ARM_USE_OIDC=true", Assert.Single(refused.Errors).Expected);
    }

    [Fact]
    public async Task A_service_connection_of_azure_pipelines_is_asked_for_its_token_with_that_of_the_run()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        Dictionary<string, string> environment = new()
        {
            ["ARM_CLIENT_ID"] = tenant.Deployer.ClientId.ToString(), ["ARM_USE_OIDC"] = "true", ["SYSTEM_ACCESSTOKEN"] = "of the run",
            ["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"] = "3c1d5b9e-0000-4000-8000-000000000001",
        };
        // The library reads it from the process; nothing else in these tests does.
        Environment.SetEnvironmentVariable("SYSTEM_OIDCREQUESTURI", "https://pipelines.example/oidctoken");
        ConcurrentQueue<string> asked = [];

        using GraphServiceClient graph = await ConnectAsync(
            StackOf(tenant), environment.GetValueOrDefault, () => new Pipelines(asked, tenant.CreateHandler()));
        Exception refused = await Record.ExceptionAsync(() => graph.Applications.GetAsync());

        Assert.IsType<AuthenticationFailedException>(refused);
        Assert.Equal("POST https://pipelines.example/oidctoken?api-version=7.1&serviceConnectionId=3c1d5b9e-0000-4000-8000-000000000001 "
            + "Bearer of the run", asked.First());
    }

    [Fact]
    public async Task A_service_connection_without_the_token_of_the_run_says_how_to_give_it()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        Dictionary<string, string> environment = new()
        {
            ["ARM_CLIENT_ID"] = tenant.Deployer.ClientId.ToString(), ["ARM_USE_OIDC"] = "true",
            ["ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID"] = "3c1d5b9e-0000-4000-8000-000000000001",
        };

        ConfigurationException refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => ConnectAsync(StackOf(tenant), environment.GetValueOrDefault, tenant.CreateHandler));

        Assert.Equal("SYSTEM_ACCESSTOKEN", Assert.Single(refused.Errors).Path);
        Assert.Equal("give the step env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)", Assert.Single(refused.Errors).Fix);
    }

    [Fact]
    public async Task A_metadata_host_that_does_not_answer_is_named()
    {
        StackConfiguration stack;
        await using (TenantServer tenant = await TenantServer.StartAsync())
            stack = StackOf(tenant);

        ConfigurationException refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => ConnectAsync(stack, _ => null, () => new SocketsHttpHandler()));

        Assert.Equal("azuread:metadataHost", Assert.Single(refused.Errors).Path);
    }

    private static Task<GraphServiceClient> ConnectAsync(
        StackConfiguration stack, Func<string, string?> environment, Func<HttpMessageHandler> handler) =>
        DeployerGraph.CreateAsync(stack.TenantId, stack.Cloud, stack.MetadataHost, environment, handler);

    private static StackConfiguration StackOf(TenantServer tenant) =>
        new(tenant.Deployer.TenantId.ToString(), "contoso.onmicrosoft.com", Cloud.Public, tenant.Url.Authority, Protect: true, 30, []);

    /// <summary>Refuses what is asked of Azure Pipelines, and hands everything else on.</summary>
    private sealed class Pipelines(ConcurrentQueue<string> asked, HttpMessageHandler tenant) : DelegatingHandler(tenant)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Host != "pipelines.example")
                return base.SendAsync(request, cancellationToken);
            asked.Enqueue($"{request.Method} {request.RequestUri} {request.Headers.Authorization}");
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden) { Content = new StringContent("{}") });
        }
    }
}
