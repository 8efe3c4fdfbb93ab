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
}
