using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Graph;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Components.Clouds;
using TenantOnboarding.Components.Tenant;
using TenantOnboarding.Tests.Tenant;

namespace TenantOnboarding.Tests.Fleet;

/// <summary>A simulated tenant in which somebody made applications by hand, each wrong in its own way.</summary>
internal sealed class HandMadeTenant : IAsyncDisposable
{
    private readonly TenantClient _client;

    private HandMadeTenant(TenantClient client) => _client = client;

    public TenantServer Server => _client.Server;

    public static async Task<HandMadeTenant> StartAsync() => new(await TenantClient.StartAsync(new TenantOptions { EwsEnabled = true }));

    /// <summary>A tenant that is started with the six which everybody can start: <c>offline/tenant --scene by-hand</c>.</summary>
    public static async Task<HandMadeTenant> StartSceneAsync(TimeProvider clock) =>
        new(await TenantClient.StartAsync(new TenantOptions { EwsEnabled = true, HandMade = true }, clock));

    /// <summary>Registers an application, with requested permissions, consents and whatever a person does to it.</summary>
    /// <param name="name">Its display name.</param>
    /// <param name="granted">The application permissions that are consented to.</param>
    /// <param name="requested">Those that it asks for; null: those that are consented to.</param>
    /// <param name="change">What else is set.</param>
    public async Task<TestApplication> MakeAsync(
        string name, (string Api, string Value)[] granted, (string Api, string Value)[]? requested = null, JsonObject? change = null)
    {
        TestApplication application = await _client.RegisterAsync(name, granted);
        JsonObject body = change ?? [];
        body["requiredResourceAccess"] = await RequestedAsync(requested ?? granted);
        (await _client.PatchAsync($"/v1.0/applications/{application.Id}", body)).Is(HttpStatusCode.NoContent);
        return application;
    }

    /// <summary>What the portal's page "Authentication" sets.</summary>
    public static JsonObject Web(string redirectUri, bool accessTokens = false) => new()
    {
        ["web"] = new JsonObject
        {
            ["redirectUris"] = new JsonArray(redirectUri),
            ["implicitGrantSettings"] = new JsonObject
            {
                ["enableIdTokenIssuance"] = true,
                ["enableAccessTokenIssuance"] = accessTokens,
            },
        },
    };

    /// <summary>Certificates instead of the one that it was made with.</summary>
    public static JsonObject Certificates(params X509Certificate2[] certificates) =>
        new() { ["keyCredentials"] = new JsonArray([.. certificates.Select(certificate => TenantClient.Key(certificate))]) };

    /// <summary>Adds a client secret.</summary>
    public async Task AddSecretAsync(TestApplication application) =>
        (await _client.PostAsync($"/v1.0/applications/{application.Id}/addPassword",
            new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = "old" } })).Is(HttpStatusCode.OK);

    /// <summary>Consents to User.Read for every user, as the portal does where an administrator grants consent.</summary>
    public async Task ConsentToSignInAsync(TestApplication application)
    {
        JsonNode graph = (await _client.GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{TenantClient.GraphAppId}'")).Body["value"]![0]!;
        (await _client.PostAsync("/v1.0/oauth2PermissionGrants", new JsonObject
        {
            ["clientId"] = application.PrincipalId.ToString(),
            ["consentType"] = "AllPrincipals",
            ["resourceId"] = (string)graph["id"]!,
            ["scope"] = "User.Read",
        })).Is(HttpStatusCode.Created);
    }

    /// <summary>Every application and every consent, without what a deployment may set without changing what it does.</summary>
    public async Task<string> BehaviourAsync()
    {
        JsonArray applications = (await _client.GetAsync("/v1.0/applications")).Body["value"]!.AsArray();
        foreach (JsonNode? application in applications)
        {
            application!["api"]?.AsObject().Remove("requestedAccessTokenVersion");
            application.AsObject().Remove("requiredResourceAccess");
        }
        List<string> parts = [applications.ToJsonString()];
        foreach (string api in (string[])[TenantClient.GraphAppId, TenantClient.ExchangeAppId])
        {
            JsonNode principal = (await _client.GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{api}'")).Body["value"]![0]!;
            parts.Add((await _client.GetAsync($"/v1.0/servicePrincipals/{principal["id"]}/appRoleAssignedTo")).Body["value"]!.ToJsonString());
        }
        return string.Join('\n', parts);
    }

    /// <summary>Graph as a person with the role Global Reader.</summary>
    public Task<GraphServiceClient> AsOperatorAsync() =>
        ConnectAsync(Server.Operator.ClientId, Server.Operator.ClientSecret);

    /// <summary>Graph as the identity that deploys.</summary>
    public Task<GraphServiceClient> AsDeployerAsync() =>
        ConnectAsync(Server.Deployer.ClientId, Server.Deployer.ClientSecret);

    /// <summary>Graph as one of the tenant's applications, by a client secret that it is given for this.</summary>
    public async Task<GraphServiceClient> AsApplicationAsync(TestApplication application)
    {
        Answer secret = (await _client.PostAsync($"/v1.0/applications/{application.Id}/addPassword",
            new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = "test" } })).Is(HttpStatusCode.OK);
        return await ConnectAsync(application.AppId, (string)secret.Body["secretText"]!);
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private Task<GraphServiceClient> ConnectAsync(Guid clientId, string secret) =>
        DeployerGraph.CreateAsync(Server.Deployer.TenantId.ToString(), Cloud.Public, Server.Url.Authority, variable => variable switch
        {
            "ARM_CLIENT_ID" => clientId.ToString(),
            "ARM_CLIENT_SECRET" => secret,
            _ => null,
        }, Server.CreateHandler);

    private async Task<JsonArray> RequestedAsync((string Api, string Value)[] permissions)
    {
        JsonArray access = [];
        foreach (IGrouping<string, (string Api, string Value)> api in permissions.GroupBy(permission => permission.Api))
        {
            JsonNode principal = (await _client.GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{api.Key}'")).Body["value"]![0]!;
            access.Add((JsonNode)new JsonObject
            {
                ["resourceAppId"] = api.Key,
                ["resourceAccess"] = new JsonArray([.. api.Select(permission => (JsonNode)new JsonObject
                {
                    ["id"] = (string)principal["appRoles"]!.AsArray().First(role => (string)role!["value"]! == permission.Value)!["id"]!,
                    ["type"] = "Role",
                })]),
            });
        }
        return access;
    }
}
