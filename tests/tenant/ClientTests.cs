using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.Graph;
using Microsoft.Graph.Authentication;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Identity.Client;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>
/// Clients that were not written for this tenant sign in, read all users, and make, change and delete an application, by each name of the
/// local host.
/// </summary>
public sealed class ClientTests
{
    private static readonly (string, string)[] Roles = [(TenantClient.GraphAppId, "User.Read.All"), (TenantClient.GraphAppId, "Application.ReadWrite.All")];

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [Conforms("Clients", "MSAL, Azure Identity and the Graph SDK for .NET, at `localhost` and `127.0.0.1`.")]
    public async Task Libraries_for_dotnet_sign_in_page_and_write(string host)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", Roles);
        string url = $"https://{host}:{tenant.Server.Url.Port}";
        string tenantId = tenant.Server.Directory.TenantId.ToString();
        using HttpClient http = new(tenant.Server.CreateHandler());

        AuthenticationResult token = await ConfidentialClientApplicationBuilder.Create(application.AppId.ToString())
            .WithAuthority($"{url}/{tenantId}")
            .WithInstanceDiscovery(false)
            .WithCertificate(application.Certificate)
            .WithHttpClientFactory(new OneClient(http))
            .Build()
            .AcquireTokenForClient([$"{url}/.default"]).ExecuteAsync();
        Assert.Equal("Bearer", token.TokenType);

        ClientCertificateCredential credential = new(
            tenantId, application.AppId.ToString(), application.Certificate, new ClientCertificateCredentialOptions
        {
            AuthorityHost = new Uri(url),
            DisableInstanceDiscovery = true,
            Transport = new HttpClientTransport(http),
        });
        using HttpClient graphHttp = new(tenant.Server.CreateHandler());
        using GraphServiceClient graph = new(graphHttp, new AzureIdentityAuthenticationProvider(credential, [host], null, true, $"{url}/.default"), $"{url}/v1.0");
        List<string> names = [];
        UserCollectionResponse? page = await graph.Users.GetAsync(request =>
        {
            request.QueryParameters.Select = ["userPrincipalName"];
            request.QueryParameters.Top = 10;
        });
        await PageIterator<User, UserCollectionResponse>.CreatePageIterator(graph, page!, user =>
        {
            names.Add(user.UserPrincipalName!);
            return true;
        }).IterateAsync();
        Assert.Equal(25, names.Distinct().Count());

        Application made = (await graph.Applications.PostAsync(new Application { DisplayName = "Made by .NET" }))!;
        await graph.Applications[made.Id].PatchAsync(new Application { Notes = "changed" });
        Assert.Equal("changed", (await graph.Applications[made.Id].GetAsync())!.Notes);
        await graph.Applications[made.Id].DeleteAsync();
        ODataError gone = await Assert.ThrowsAsync<ODataError>(() => graph.Applications[made.Id].GetAsync());
        Assert.Equal("Request_ResourceNotFound", gone.Error!.Code);
    }

    [NodeTheory("@azure/msal-node")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [Conforms("Clients", "MSAL, Azure Identity and the Graph client for JavaScript, at `localhost` and `127.0.0.1`.")]
    public async Task Libraries_for_javascript_sign_in_page_and_write(string host)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", Roles);
        string url = $"https://{host}:{tenant.Server.Url.Port}";
        string key = Path.GetTempFileName();
        try
        {
            using RSA rsa = application.Certificate.GetRSAPrivateKey()!;
            await File.WriteAllTextAsync(key, $"{rsa.ExportPkcs8PrivateKeyPem()}\n{application.Certificate.ExportCertificatePem()}\n");
            string thumbprint = application.Certificate.GetCertHashString(HashAlgorithmName.SHA256);
            JsonNode seen = await ClientRun.RunAsync(
                tenant, "node", "graph.mjs", url, $"{tenant.Server.Directory.TenantId}", $"{application.AppId}", key, thumbprint);
            Assert.Equal(
                ("Bearer", 25, "changed", "Request_ResourceNotFound"),
                ((string?)seen["tokenType"], (int)seen["users"]!, (string?)seen["notes"], (string?)seen["gone"]));
        }
        finally
        {
            File.Delete(key);
        }
    }

    /// <summary>
    /// After RFC 6749, RFC 7521, RFC 7523 and OData's conventions alone: discovery, a signed assertion, and the links that answers give.
    /// </summary>
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [Conforms("Clients", "A client written from the public protocols alone: discovery, a signed assertion (RFC 7523), and the links that answers give.")]
    public async Task Client_of_the_public_protocols_signs_in_creates_reads_updates_and_destroys(string host)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", Roles);
        using HttpClient http = new(tenant.Server.CreateHandler()) { BaseAddress = new Uri($"https://{host}:{tenant.Server.Url.Port}") };
        string issuer = $"{http.BaseAddress}{tenant.Server.Directory.TenantId}/v2.0";
        JsonNode configuration = (await http.GetFromJsonAsync<JsonNode>($"{issuer}/.well-known/openid-configuration"))!;
        Assert.Equal(issuer, (string?)configuration["issuer"]);
        string tokenEndpoint = (string)configuration["token_endpoint"]!;
        Assert.Equal(host, new Uri(tokenEndpoint).Host);

        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = $"https://{host}:{tenant.Server.Url.Port}/.default",
            ["client_id"] = application.AppId.ToString(),
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = Assertion(application, tokenEndpoint),
        });
        using HttpResponseMessage granted = await http.PostAsync(new Uri(tokenEndpoint), form);
        JsonNode token = JsonNode.Parse(await granted.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue((string)token["token_type"]!, (string)token["access_token"]!);

        int users = 0;
        for (string? next = "v1.0/users?$top=10"; next is not null;)
        {
            JsonNode page = (await http.GetFromJsonAsync<JsonNode>(next))!;
            users += page["value"]!.AsArray().Count;
            next = (string?)page["@odata.nextLink"];
            Assert.True(next is null || new Uri(next).Host == host, next);
        }
        Assert.Equal(25, users);

        using HttpResponseMessage created = await http.PostAsJsonAsync("v1.0/applications", new JsonObject { ["displayName"] = "Made by hand" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        string path = $"v1.0/applications/{JsonNode.Parse(await created.Content.ReadAsStringAsync())!["id"]}";
        using HttpResponseMessage updated = await http.PatchAsJsonAsync(path, new JsonObject { ["notes"] = "changed" });
        Assert.Equal(HttpStatusCode.NoContent, updated.StatusCode);
        Assert.Equal("changed", (string?)(await http.GetFromJsonAsync<JsonNode>(path))!["notes"]);
        using HttpResponseMessage deleted = await http.DeleteAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using HttpResponseMessage gone = await http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    private static string Assertion(TestApplication application, string audience)
    {
        static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string client = application.AppId.ToString();
        Dictionary<string, object> header = new()
        {
            ["alg"] = "PS256",
            ["typ"] = "JWT",
            ["x5t#S256"] = Base64Url.EncodeToString(application.Certificate.GetCertHash(HashAlgorithmName.SHA256)),
        };
        string signed = $"{Part(header)}.{Part(new { iss = client, sub = client, aud = audience, jti = Guid.NewGuid(), nbf = now - 5, exp = now + 60 })}";
        using RSA key = application.Certificate.GetRSAPrivateKey()!;
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pss))}";
    }

    private sealed class OneClient(HttpClient client) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => client;
    }
}
