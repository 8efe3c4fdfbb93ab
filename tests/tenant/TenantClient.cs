using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>A tenant with an HTTP client that speaks to it, as the deployer or as an application.</summary>
internal sealed class TenantClient : IAsyncDisposable
{
    public const string GraphAppId = "00000003-0000-0000-c000-000000000000";
    public const string ExchangeAppId = "00000002-0000-0ff1-ce00-000000000000";
    public const string ExchangeScope = "https://outlook.office365.com/.default";

    private readonly HttpClient _http;

    private TenantClient(TenantServer server)
    {
        Server = server;
        _http = new(server.CreateHandler()) { BaseAddress = server.Url };
    }

    public TenantServer Server { get; }

    public string Base => Server.Url.GetLeftPart(UriPartial.Authority);

    public string? Token { get; set; }

    /// <summary>
    /// Starts a tenant and signs in as its deployer, who may read what these tests look at too unless the options say what it may.
    /// </summary>
    public static async Task<TenantClient> StartAsync(TenantOptions? options = null, TimeProvider? clock = null)
    {
        options ??= new();
        if (ReferenceEquals(options.DeployerPermissions, TenantOptions.LeastDeployerPermissions))
            options = options with { DeployerPermissions = [.. TenantOptions.LeastDeployerPermissions, "AdministrativeUnit.ReadWrite.All", "Domain.Read.All", "GroupMember.ReadWrite.All", "User.Read.All"] };
        TenantClient client = new(await TenantServer.StartAsync(options, clock));
        client.Token = await client.DeployerTokenAsync();
        return client;
    }

    public async Task<string> DeployerTokenAsync()
    {
        Answer answer = await TokenAsync(new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Server.Deployer.ClientId.ToString(),
            ["client_secret"] = Server.Deployer.ClientSecret,
            ["scope"] = $"{Base}/.default",
        });
        return (string)answer.Body["access_token"]!;
    }

    public async Task<Answer> TokenAsync(Dictionary<string, string> form, string? tenant = null)
    {
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage response = await _http.PostAsync(new Uri($"/{tenant ?? Server.Directory.TenantId.ToString()}/oauth2/v2.0/token", UriKind.Relative), content);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Signs in with a certificate; the assertion has the form that Azure.Identity gives it.</summary>
    public Task<Answer> SignInAsync(
        Guid clientId,
        X509Certificate2 certificate,
        string? scope = null,
        Func<JsonObject, JsonObject, string>? assertion = null) => TokenAsync(new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = clientId.ToString(),
        ["scope"] = scope ?? $"{Base}/.default",
        ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ["client_assertion"] = (assertion ?? ((header, claims) => Sign(header, claims, certificate)))(
            new() { ["alg"] = "PS256", ["typ"] = "JWT", ["x5t#S256"] = Base64Url.EncodeToString(SHA256.HashData(certificate.RawData)) },
            Claims(clientId)),
    });

    public JsonObject Claims(Guid clientId) => new()
    {
        ["aud"] = $"{Base}/{Server.Directory.TenantId}/oauth2/v2.0/token",
        ["iss"] = clientId.ToString(),
        ["sub"] = clientId.ToString(),
        ["jti"] = Guid.NewGuid().ToString(),
        ["nbf"] = TimeProvider.System.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds(),
        ["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(9).ToUnixTimeSeconds(),
    };

    public static string Sign(JsonObject header, JsonObject claims, X509Certificate2 certificate)
    {
        string signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        byte[] bytes = Encoding.ASCII.GetBytes(signed);
        byte[] signature;
        if ((string)header["alg"]! == "ES256")
        {
            using ECDsa ec = certificate.GetECDsaPrivateKey()!;
            signature = ec.SignData(bytes, HashAlgorithmName.SHA256);
        }
        else
        {
            using RSA rsa = certificate.GetRSAPrivateKey()!;
            signature = rsa.SignData(
                bytes, HashAlgorithmName.SHA256, (string)header["alg"]! == "RS256" ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
        }
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, JsonNode? body = null, Action<HttpRequestMessage>? change = null)
    {
        using HttpRequestMessage request = new(
            method, path.StartsWith("https://", StringComparison.Ordinal) ? new Uri(path) : new Uri(path, UriKind.Relative));
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        change?.Invoke(request);
        using HttpResponseMessage response = await _http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> GetAsync(string path, Action<HttpRequestMessage>? change = null) => SendAsync(HttpMethod.Get, path, null, change);

    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body);

    public Task<Answer> PatchAsync(string path, JsonNode body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> AdvancedAsync(string path) => GetAsync(path, request => request.Headers.Add("ConsistencyLevel", "eventual"));

    /// <summary>An application with a service principal and a certificate, and these application permissions.</summary>
    public async Task<TestApplication> RegisterAsync(string name, params (string Resource, string Value)[] roles)
    {
        Answer application = (await PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = name })).Is(HttpStatusCode.Created);
        Guid id = Guid.Parse((string)application.Body["id"]!);
        Guid appId = Guid.Parse((string)application.Body["appId"]!);
        Answer principal = (await PostAsync("/v1.0/servicePrincipals", new JsonObject { ["appId"] = appId.ToString() })).Is(HttpStatusCode.Created);
        Guid principalId = Guid.Parse((string)principal.Body["id"]!);
        X509Certificate2 certificate = NewCertificate($"CN={name}");
        (await PatchAsync($"/v1.0/applications/{id}", new JsonObject { ["keyCredentials"] = new JsonArray(Key(certificate)) })).Is(HttpStatusCode.NoContent);
        TestApplication result = new(id, appId, principalId, certificate);
        foreach ((string resource, string value) in roles)
            await GrantAsync(result, resource, value);
        return result;
    }

    public async Task<Answer> GrantAsync(TestApplication application, string resource, string value)
    {
        JsonNode api = (await GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{resource}'")).Body["value"]![0]!;
        JsonNode role = api["appRoles"]!.AsArray().First(r => (string)r!["value"]! == value)!;
        return (await PostAsync($"/v1.0/servicePrincipals/{api["id"]}/appRoleAssignedTo", new JsonObject
        {
            ["appRoleId"] = (string)role["id"]!,
            ["principalId"] = application.PrincipalId.ToString(),
            ["resourceId"] = (string)api["id"]!,
        })).Is(HttpStatusCode.Created);
    }

    public async Task UseAsync(TestApplication application, string? scope = null) =>
        Token = (string)(await SignInAsync(application.AppId, application.Certificate, scope)).Is(HttpStatusCode.OK).Body["access_token"]!;

    /// <summary>
    /// Signs in as an application that may open a mailbox by IMAP. No request makes it, so it comes about in a tenant with trouble too.
    /// </summary>
    public async Task UseSeededAsync(string mailbox)
    {
        TenantDirectory directory = Server.Directory;
        ServicePrincipal principal;
        string secret;
        using (directory.Gate.Write())
        {
            (principal, secret) = PrincipalSeed.Add(directory, "App", ["Mail.Read"]);
            foreach (string value in new[] { "IMAP.AccessAsApp", "full_access_as_app" })
            {
                ServicePrincipal exchange = directory.FindServicePrincipalOf(Guid.Parse(ExchangeAppId))!;
                Guid role = Guid.Parse((string)exchange.AppRoles.First(r => (string)r["value"]! == value)["id"]!);
                directory.AppRoleAssignmentStore.Add(new(value, role, principal.Id, exchange.Id, DateTimeOffset.UnixEpoch));
            }
        }
        directory.Exchange.RegisterExchangeServicePrincipal(principal.AppId, principal.Id, "App");
        directory.Exchange.AddMailboxPermission(mailbox, principal.Id);
        Answer answer = await TokenAsync(new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = principal.AppId.ToString(),
            ["client_secret"] = secret,
            ["scope"] = ExchangeScope,
        });
        Token = (string)answer.Is(HttpStatusCode.OK).Body["access_token"]!;
    }

    public static JsonObject Key(X509Certificate2 certificate, Guid? keyId = null) => new()
    {
        ["type"] = "AsymmetricX509Cert",
        ["usage"] = "Verify",
        ["keyId"] = (keyId ?? Guid.NewGuid()).ToString(),
        ["key"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())),
    };

    public static X509Certificate2 NewCertificate(string subject, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        using RSA rsa = TestKeys.Rsa(subject);
        CertificateRequest request = new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(
            from ?? TimeProvider.System.GetUtcNow().AddDays(-1), to ?? TimeProvider.System.GetUtcNow().AddYears(2));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
