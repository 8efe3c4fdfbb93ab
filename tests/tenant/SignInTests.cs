using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class SignInTests
{
    [Fact]
    [Conforms("/applications", "Signing in by an RSA key below 2,048 bits.", Refuses = true)]
    public async Task A_weak_key_is_refused_at_sign_in()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        using RSA rsa = RSA.Create(1024);
        CertificateRequest request = new("CN=weak", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 weak = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject
        {
            ["keyCredentials"] = new JsonArray(TenantClient.Key(weak)),
        })).Is(HttpStatusCode.NoContent);
        Answer refused = (await tenant.SignInAsync(application.AppId, weak)).Is(HttpStatusCode.Unauthorized);
        Assert.Equal(50032, (int)refused.Body["error_codes"]![0]!);
        Assert.StartsWith(
            "AADSTS50032: RSA key size 1024 is less than the minimum required 2048 bits.",
            (string)refused.Body["error_description"]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_of_the_deployer_says_who_and_what_it_is()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { DeployerPermissions = ["User.Read.All", "Application.Read.All"] });
        JsonNode claims = Claims(tenant.Token!);
        Assert.Equal(tenant.Base, (string?)claims["aud"]);
        Assert.Equal(tenant.Server.Directory.TenantId.ToString(), (string?)claims["tid"]);
        Assert.Equal(tenant.Server.Deployer.ClientId.ToString(), (string?)claims["appid"]);
        Assert.Equal(tenant.Server.Deployer.ObjectId.ToString(), (string?)claims["oid"]);
        Assert.Equal("app", (string?)claims["idtyp"]);
        Assert.Equal(3599, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.Equal(["Application.Read.All", "User.Read.All"], claims["roles"]!.AsArray().Select(r => (string)r!));
    }

    [Theory]
    [InlineData("RS256", "kid, base64url SHA-1 with padding, as the azuread provider sends it")]
    [InlineData("PS256", "x5t#S256, as Azure.Identity sends it")]
    [InlineData("RS256", "x5t")]
    [InlineData("RS256", "kid, hexadecimal SHA-1, as scripts send it")]
    public async Task Assertion_is_accepted_in_each_form_that_clients_use(string algorithm, string form)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        byte[] sha1 = application.Certificate.GetCertHash();
        JsonObject header = new() { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (form.StartsWith("x5t#", StringComparison.Ordinal))
            header["x5t#S256"] = Base64Url.EncodeToString(application.Certificate.GetCertHash(HashAlgorithmName.SHA256));
        else if (form.StartsWith("x5t", StringComparison.Ordinal))
            header["x5t"] = Base64Url.EncodeToString(sha1);
        else
            header["kid"] = form.Contains("hexadecimal", StringComparison.Ordinal) ? Convert.ToHexString(sha1) : Base64Url.EncodeToString(sha1) + "=";
        Answer answer = await tenant.SignInAsync(
            application.AppId, application.Certificate, null, (_, claims) => TenantClient.Sign(header, claims, application.Certificate));
        answer.Is(HttpStatusCode.OK);
        Assert.Equal("Bearer", (string?)answer.Body["token_type"]);
        Assert.Equal(3599, (int)answer.Body["expires_in"]!);
    }

    [Fact]
    public async Task Assertion_of_an_elliptic_curve_key_is_accepted()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=EC", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(9));
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["keyCredentials"] = new JsonArray(TenantClient.Key(certificate)) })).Is(HttpStatusCode.NoContent);
        JsonObject header = new() { ["alg"] = "ES256", ["x5t"] = Base64Url.EncodeToString(certificate.GetCertHash()) };
        (await tenant.SignInAsync(application.AppId, certificate, null, (_, claims) => TenantClient.Sign(header, claims, certificate)))
            .Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("aud", 700023)]
    [InlineData("iss", 700021)]
    [InlineData("sub", 700021)]
    [InlineData("exp", 700024)]
    [InlineData("nbf", 700024)]
    public async Task Assertion_with_a_wrong_claim_is_refused(string claim, int code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Answer answer = await tenant.SignInAsync(application.AppId, application.Certificate, null, (header, claims) =>
        {
            claims[claim] = claim switch
            {
                "exp" => TimeProvider.System.GetUtcNow().AddMinutes(-6).ToUnixTimeSeconds(),
                "nbf" => TimeProvider.System.GetUtcNow().AddMinutes(6).ToUnixTimeSeconds(),
                "aud" => "https://login.example/token",
                _ => Guid.NewGuid().ToString(),
            };
            return TenantClient.Sign(header, claims, application.Certificate);
        });
        AssertError(answer, HttpStatusCode.Unauthorized, "invalid_client", code);
    }

    [Fact]
    public async Task Assertion_of_a_certificate_that_is_not_registered_is_refused_with_its_thumbprint()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        using X509Certificate2 stranger = TenantClient.NewCertificate("CN=stranger");
        Answer answer = await tenant.SignInAsync(application.AppId, stranger);
        AssertError(answer, HttpStatusCode.Unauthorized, "invalid_client", 700027);
        Assert.Contains(stranger.GetCertHashString(HashAlgorithmName.SHA256), (string)answer.Body["error_description"]!, StringComparison.Ordinal);
        Assert.Contains("[Reason - The key was not found.", (string)answer.Body["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assertion_signed_with_another_key_than_its_header_names_is_refused()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        using X509Certificate2 stranger = TenantClient.NewCertificate("CN=stranger");
        Answer answer = await tenant.SignInAsync(
            application.AppId, application.Certificate, null, (header, claims) => TenantClient.Sign(header, claims, stranger));
        AssertError(answer, HttpStatusCode.Unauthorized, "invalid_client", 700027);
        Assert.Contains("The signature is invalid", (string)answer.Body["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assertion_of_an_expired_certificate_is_refused()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow().AddDays(-20));
        await using TenantClient tenant = await TenantClient.StartAsync(clock: clock);
        TestApplication application = await tenant.RegisterAsync("App");
        using X509Certificate2 certificate = TenantClient.NewCertificate(
            "CN=short", TimeProvider.System.GetUtcNow().AddDays(-30), TimeProvider.System.GetUtcNow().AddDays(-10));
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["keyCredentials"] = new JsonArray(TenantClient.Key(certificate)) })).Is(HttpStatusCode.NoContent);
        clock.Advance(TimeSpan.FromDays(20));
        Answer answer = await tenant.SignInAsync(application.AppId, certificate);
        AssertError(answer, HttpStatusCode.Unauthorized, "invalid_client", 700027);
        Assert.Contains("[Reason - The key used is expired., Found key 'Start=", (string)answer.Body["error_description"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id", "11111111-2222-3333-4444-555555555555", HttpStatusCode.BadRequest, "unauthorized_client", 700016)]
    [InlineData("client_secret", "wrong", HttpStatusCode.Unauthorized, "invalid_client", 7000215)]
    [InlineData("client_secret", null, HttpStatusCode.Unauthorized, "invalid_client", 7000218)]
    [InlineData("scope", null, HttpStatusCode.BadRequest, "invalid_request", 900144)]
    [InlineData("scope", "https://graph.microsoft.com/User.Read", HttpStatusCode.BadRequest, "invalid_scope", 1002012)]
    [InlineData("scope", "https://graph.microsoft.com/.default offline_access", HttpStatusCode.BadRequest, "invalid_scope", 70011)]
    [InlineData("scope", "https://unknown.example/.default", HttpStatusCode.BadRequest, "invalid_resource", 500011)]
    [InlineData("grant_type", "password", HttpStatusCode.BadRequest, "unsupported_grant_type", 70003)]
    public async Task Sign_in_with_a_wrong_parameter_is_refused(string name, string? value, HttpStatusCode status, string error, int code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = tenant.Server.Deployer.ClientId.ToString(),
            ["client_secret"] = tenant.Server.Deployer.ClientSecret,
            ["scope"] = "https://graph.microsoft.com/.default",
        };
        if (value is null)
            form.Remove(name);
        else
            form[name] = value;
        AssertError(await tenant.TokenAsync(form), status, error, code);
    }

    [Theory]
    [InlineData("99999999-1111-1111-1111-111111111111", 90002)]
    [InlineData("fabrikam.onmicrosoft.com", 90002)]
    [InlineData("fabrikam", 900023)]
    public async Task Sign_in_to_another_tenant_is_refused(string other, int code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        AssertError(await tenant.TokenAsync(new() { ["grant_type"] = "client_credentials" }, other), HttpStatusCode.BadRequest, "invalid_request", code);
    }

    [Fact]
    public async Task Application_without_service_principal_cannot_sign_in()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        (await tenant.DeleteAsync($"/v1.0/servicePrincipals/{application.PrincipalId}")).Is(HttpStatusCode.NoContent);
        AssertError(await tenant.SignInAsync(application.AppId, application.Certificate), HttpStatusCode.Unauthorized, "invalid_client", 7000229);
    }

    [Fact]
    public async Task Disabled_service_principal_cannot_sign_in()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        (await tenant.PatchAsync($"/v1.0/servicePrincipals/{application.PrincipalId}", new JsonObject { ["accountEnabled"] = false })).Is(HttpStatusCode.NoContent);
        AssertError(await tenant.SignInAsync(application.AppId, application.Certificate), HttpStatusCode.BadRequest, "unauthorized_client", 7000112);
    }

    [Fact]
    public async Task Permission_id_under_the_wrong_api_is_stored_and_breaks_the_sign_in()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        const string fullAccess = "dc890d15-9560-4a4c-9b7f-a736ec74ec40"; // published by Exchange, not by Graph
        JsonArray access =
        [
            new JsonObject
            {
                ["resourceAppId"] = TenantClient.GraphAppId,
                ["resourceAccess"] = new JsonArray(new JsonObject { ["id"] = fullAccess, ["type"] = "Role" }),
            },
        ];
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["requiredResourceAccess"] = access })).Is(HttpStatusCode.NoContent);
        Answer answer = await tenant.SignInAsync(application.AppId, application.Certificate);
        AssertError(answer, HttpStatusCode.BadRequest, "invalid_client", 65006);
        Assert.Contains(fullAccess, (string)answer.Body["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_carries_the_roles_that_are_consented_at_that_moment_for_that_api()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, "full_access_as_app"));
        JsonNode before = Claims((string)(await tenant.SignInAsync(application.AppId, application.Certificate)).Body["access_token"]!);
        Assert.Null(before["roles"]);
        Answer granted = await tenant.GrantAsync(application, TenantClient.GraphAppId, "Directory.Read.All");
        Answer both = await tenant.SignInAsync(application.AppId, application.Certificate, $"{TenantClient.GraphAppId}/.default");
        Assert.Equal(["Directory.Read.All"], Claims((string)both.Body["access_token"]!)["roles"]!.AsArray().Select(r => (string)r!));
        Answer answer = await tenant.SignInAsync(application.AppId, application.Certificate, TenantClient.ExchangeScope);
        JsonNode exchange = Claims((string)answer.Body["access_token"]!);
        Assert.Equal("https://outlook.office365.com", (string?)exchange["aud"]);
        Assert.Equal(["full_access_as_app"], exchange["roles"]!.AsArray().Select(r => (string)r!));

        (await tenant.DeleteAsync($"/v1.0/servicePrincipals/{granted.Body["resourceId"]}/appRoleAssignedTo/{granted.Body["id"]}")).Is(HttpStatusCode.NoContent);
        JsonNode after = Claims((string)(await tenant.SignInAsync(application.AppId, application.Certificate)).Body["access_token"]!);
        Assert.Null(after["roles"]);
    }

    [Fact]
    public async Task Expired_secret_is_refused()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        await using TenantClient tenant = await TenantClient.StartAsync(clock: clock);
        TestApplication application = await tenant.RegisterAsync("App");
        Answer added = (await tenant.PostAsync($"/v1.0/applications/{application.Id}/addPassword", new JsonObject
        {
            ["passwordCredential"] = new JsonObject { ["displayName"] = "old", ["endDateTime"] = clock.GetUtcNow().AddMinutes(1).ToString("O", CultureInfo.InvariantCulture) },
        })).Is(HttpStatusCode.OK);
        Dictionary<string, string> form = new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = application.AppId.ToString(),
            ["client_secret"] = (string)added.Body["secretText"]!,
            ["scope"] = $"{tenant.Base}/.default",
        };
        (await tenant.TokenAsync(form)).Is(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromMinutes(2));
        AssertError(await tenant.TokenAsync(form), HttpStatusCode.Unauthorized, "invalid_client", 7000222);
    }

    private static JsonNode Claims(string token) => JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!;

    private static void AssertError(Answer answer, HttpStatusCode status, string error, int code)
    {
        answer.Is(status);
        Assert.Equal(error, (string?)answer.Body["error"]);
        Assert.Equal([code], answer.Body["error_codes"]!.AsArray().Select(c => (int)c!));
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"AADSTS{code}: "), (string)answer.Body["error_description"]!, StringComparison.Ordinal);
    }
}
