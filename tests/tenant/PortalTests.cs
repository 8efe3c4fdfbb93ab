using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>What the tenant's page is made of, without a browser.</summary>
public sealed class PortalTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/portal/portal.js", "text/javascript")]
    [InlineData("/portal/views.js", "text/javascript")]
    [InlineData("/portal/elements.js", "text/javascript")]
    [InlineData("/portal/portal.css", "text/css")]
    [InlineData("/portal/icon.svg", "image/svg+xml")]
    [InlineData("/portal/api/users", "application/json")]
    public async Task Each_part_is_served_with_its_type_and_runs_no_script_of_others(string path, string type)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        using HttpClient http = new(tenant.Server.CreateHandler());
        using HttpResponseMessage response = await http.GetAsync(new Uri(tenant.Server.Url, path));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        using HttpRequestMessage again = new(HttpMethod.Get, new Uri(tenant.Server.Url, path));
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using HttpResponseMessage unchanged = await http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Looking_leaves_no_trace_and_meets_no_fault()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new() { RandomErrors = new() { Rate = 100 } });
        int before = tenant.Server.Requests.Count;
        (await tenant.GetAsync("/portal/api/applications")).Is(HttpStatusCode.OK);
        (await tenant.GetAsync("/portal/api/requests")).Is(HttpStatusCode.OK);
        Assert.Equal(before, tenant.Server.Requests.Count);
    }

    [Theory]
    [InlineData("POST", "/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/portal/api/users", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/portal/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/portal/../portal/api", HttpStatusCode.NotFound)]
    [InlineData("GET", "/portal/portal.html", HttpStatusCode.NotFound)]
    [InlineData("GET", "/portal/api/users?skip=-1&search=%00", HttpStatusCode.OK)]
    [InlineData("GET", "/portal/api/users?skip=99999999999", HttpStatusCode.OK)]
    [InlineData("GET", "/portal/api/users/no-guid", HttpStatusCode.OK)]
    public async Task It_can_be_read_only_and_what_it_is_asked_wrongly_harms_nothing(string method, string path, HttpStatusCode status)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        using HttpClient http = new(tenant.Server.CreateHandler());
        using HttpRequestMessage request = new(new(method), new Uri(tenant.Server.Url, path));
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task A_permission_is_granted_not_granted_or_granted_without_being_asked_for()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync(
            "Archive", (TenantClient.GraphAppId, "Mail.Read"), (TenantClient.ExchangeAppId, "full_access_as_app"));
        JsonNode[] roles =
        [
            new JsonObject { ["id"] = "810c84a8-4a9e-49e6-bf7d-12d183f40d01", ["type"] = "Role" },
            new JsonObject { ["id"] = "df021288-bdef-4463-88db-98f22de89214", ["type"] = "Role" },
        ];
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject
        {
            ["requiredResourceAccess"] = new JsonArray(
                new JsonObject { ["resourceAppId"] = TenantClient.GraphAppId, ["resourceAccess"] = new JsonArray(roles) }),
        })).Is(HttpStatusCode.NoContent);
        JsonNode data = (await tenant.GetAsync($"/portal/api/applications/{application.Id}")).Is(HttpStatusCode.OK).Body["data"]!;
        Assert.Equal(
            ["Mail.Read: Granted for Contoso", "User.Read.All: Not granted for Contoso"],
            data["permissions"]!.AsArray().Select(p => $"{p!["value"]}: {p["status"]}"));
        Assert.Equal(
            ["Office 365 Exchange Online full_access_as_app: Granted for Contoso"],
            data["otherPermissions"]!.AsArray().Select(p => $"{p!["api"]} {p["value"]}: {p["status"]}"));
    }

    [Fact]
    public async Task No_secret_is_shown()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new() { DeployerSecret = "the-deployers-own-secret" });
        JsonNode list = (await tenant.GetAsync("/portal/api/applications?search=Deployment")).Body["data"]!;
        Assert.Equal(1, (int)list["total"]!);
        string id = (string)list["rows"]![0]!["id"]!;
        JsonNode detail = (await tenant.GetAsync($"/portal/api/applications/{id}")).Is(HttpStatusCode.OK).Body;
        Assert.Single(detail["data"]!["secrets"]!.AsArray());
        Assert.DoesNotContain("the-deployers-own-secret", detail.ToJsonString(), StringComparison.Ordinal);
    }
}
