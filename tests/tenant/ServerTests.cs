using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SimulatedTenant;

namespace TenantOnboarding.Tests.Tenant;

public sealed class ServerTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Both_http_versions_are_served(string version)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Version? met = null;
        using HttpClient client = new(tenant.Server.CreateHandler()) { BaseAddress = tenant.Server.Url };
        using HttpRequestMessage request = new(
            HttpMethod.Get, "/v1.0/users?$top=1") { Version = new(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tenant.Token);
        using HttpResponseMessage response = await client.SendAsync(request);
        met = response.Version;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(new Version(version), met);
    }

    [Fact]
    public async Task Nobody_but_the_tenants_own_handler_trusts_it()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        await using TenantServer other = await TenantServer.StartAsync();
        using HttpClient machine = new();
        await Assert.ThrowsAsync<HttpRequestException>(() => machine.GetAsync(new Uri(tenant.Url, "/metadata/endpoints")));
        using HttpClient stranger = new(other.CreateHandler());
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri(tenant.Url, "/metadata/endpoints")));
        Assert.False(tenant.CertificateAuthority.HasPrivateKey);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Certificate_names_both_addresses(string host)
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        using HttpClient client = new(tenant.CreateHandler());
        using HttpResponseMessage response = await client.GetAsync(new Uri($"https://{host}:{tenant.Url.Port}/metadata/endpoints?api-version=2022-09-01"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Requests_at_once_do_not_disturb_each_other()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 60), async (i, _) =>
        {
            Answer made = (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = $"App {i}" })).Is(HttpStatusCode.Created);
            (await tenant.PatchAsync($"/v1.0/applications/{made.Body["id"]}", new JsonObject { ["notes"] = $"note {i}" })).Is(HttpStatusCode.NoContent);
            (await tenant.GetAsync("/v1.0/applications?$select=id,displayName,notes")).Is(HttpStatusCode.OK);
        });
        Assert.Equal(62, tenant.Server.Directory.Applications.Count);
        Assert.Equal(60,
            tenant.Server.Directory.Applications.DistinctBy(a => a.DisplayName)
                .Count(a => a.DisplayName.StartsWith("App ", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(1, tenant.Server.Requests.Count), tenant.Server.Requests.Select(r => (int)r.Number));
    }

    [Fact]
    public async Task Objects_can_be_addressed_by_their_alternate_keys()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Assert.Equal(application.Id.ToString(), (string?)(await tenant.GetAsync($"/v1.0/applications(appId='{application.AppId}')")).Is(HttpStatusCode.OK).Body["id"]);
        Assert.Equal(application.PrincipalId.ToString(), (string?)(await tenant.GetAsync($"/v1.0/servicePrincipals(appId='{application.AppId}')?$select=id")).Is(HttpStatusCode.OK).Body["id"]);
        (await tenant.GetAsync("/v1.0/users('anna.berger@contoso.com')")).Is(HttpStatusCode.OK);
        (await tenant.GetAsync($"/v1.0/applications(appId='{Guid.NewGuid()}')")).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
    }

    [Theory]
    [InlineData("POST", "/v1.0/applications", "not json")]
    [InlineData("POST", "/v1.0/applications", "[]")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":5}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","web":{"redirectUris":[1]}}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","web":[]}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","identifierUris":[{}]}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","appRoles":[1]}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","appRoles":[{"id":1}]}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","requiredResourceAccess":[{"resourceAppId":"00000003-0000-0000-c000-000000000000","resourceAccess":[7]}]}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","keyCredentials":[null]}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","keyCredentials":{}}""")]
    [InlineData("POST", "/v1.0/applications", """{"displayName":"A","owners@odata.bind":[1]}""")]
    [InlineData("POST", "/v1.0/servicePrincipals", """{"appId":1}""")]
    [InlineData("POST", "/v1.0/directoryRoles", "{}")]
    [InlineData("POST", "/v1.0/oauth2PermissionGrants", """{"clientId":[]}""")]
    [InlineData("POST", "/v1.0/roleManagement/directory/roleAssignments", """{"principalId":{}}""")]
    [InlineData("POST", "/v1.0/$batch", """{"requests":[1]}""")]
    [InlineData("POST", "/v1.0/$batch", """{"requests":5}""")]
    [InlineData("GET", "/v1.0/applications/no-guid", null)]
    [InlineData("DELETE", "/v1.0/servicePrincipals/no-guid", null)]
    public async Task Malformed_request_is_answered_with_the_clients_mistake(string method, string path, string? body)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = await tenant.SendAsync(new(method), path, null, request =>
        {
            if (body is not null)
                request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        });
        Assert.InRange((int)answer.Status, 400, 404);
        Assert.NotNull(answer.ErrorCode);
    }
}
