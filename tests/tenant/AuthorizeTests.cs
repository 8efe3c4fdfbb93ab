using System.Net;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Tests.Tenant;

public sealed class AuthorizeTests
{
    private const string Registered = "https://mailstore.contoso.com:8462/oidc/signin";

    [Theory]
    [InlineData(Registered, "id_token", true, HttpStatusCode.OK, "Sign in to App.")]
    [InlineData("https://mailstore.contoso.com/oidc/signin", "id_token", true, HttpStatusCode.BadRequest, "AADSTS50011")]
    [InlineData("https://mailstore.contoso.com:8462/oidc/signin/", "id_token", true, HttpStatusCode.BadRequest, "AADSTS50011")]
    [InlineData(Registered, "id_token", false, HttpStatusCode.BadRequest, "AADSTS700054")]
    [InlineData(Registered, "id_token token", true, HttpStatusCode.BadRequest, "AADSTS700051")]
    [InlineData(Registered, "code", false, HttpStatusCode.OK, "Sign in to App.")]
    public async Task Sign_in_page_opens_only_for_what_is_registered(
        string redirect, string type, bool idTokens, HttpStatusCode status, string text)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer application = (await tenant.PostAsync("/v1.0/applications", new JsonObject
        {
            ["displayName"] = "App",
            ["web"] = new JsonObject
            {
                ["redirectUris"] = new JsonArray(Registered),
                ["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = idTokens },
            },
        })).Is(HttpStatusCode.Created);
        Answer page = (await tenant.GetAsync(Path(tenant, (string)application.Body["appId"]!, redirect, type))).Is(status);
        Assert.Contains(text, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_application_and_tenant_are_refused()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = Path(tenant, Guid.NewGuid().ToString(), Registered, "code");
        Assert.Contains("AADSTS700016", (await tenant.GetAsync(path)).Is(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        Assert.Contains("AADSTS90002",
            (await tenant.GetAsync(path.Replace(tenant.Server.Directory.TenantId.ToString(), "fabrikam.com", StringComparison.Ordinal)))
                .Is(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        Assert.Contains("&#39;&lt;script&gt;&#39;", (await tenant.GetAsync(Path(tenant, "<script>", Registered, "code"))).Text, StringComparison.Ordinal);
    }

    private static string Path(TenantClient tenant, string clientId, string redirect, string type) =>
        $"/{tenant.Server.Directory.TenantId}/oauth2/v2.0/authorize?client_id={Uri.EscapeDataString(clientId)}&redirect_uri={Uri.EscapeDataString(redirect)}&response_type={Uri.EscapeDataString(type)}&scope=openid&nonce=1&state=2";
}
