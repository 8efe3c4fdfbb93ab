using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;
using TenantOnboarding.Tests.Tenant;
using TenantOnboarding.Verification;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A simulated tenant that holds what one integration declares, and the outputs document that says so.</summary>
internal sealed class DeployedStack : IAsyncDisposable
{
    public const string RedirectUri = "https://mailstore.contoso.com:8462/oidc/signin";

    // One key for all: making one takes longer than verifying with it.
    private static readonly Lazy<X509Certificate2> SharedCertificate =
        new(() => NewCertificate("CN=MailStore Server", TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddYears(1)));

    private readonly TenantClient _client;
    private readonly Dictionary<string, JsonNode> _apis = [];

    private DeployedStack(TenantClient client) => _client = client;

    public TenantServer Tenant => _client.Server;

    public X509Certificate2 Certificate { get; } = SharedCertificate.Value;

    /// <summary>The integration's part of the outputs document; a test may change it.</summary>
    public JsonObject Integration { get; private set; } = null!;

    public string ApplicationId => (string)Integration["applicationObjectId"]!;

    public string PrincipalId => (string)Integration["servicePrincipalObjectId"]!;

    public Guid ClientId => Guid.Parse((string)Integration["clientId"]!);

    public OutputsDocument Document => OutputsDocument.Parse(Outputs());

    /// <summary>The classic set of MailStore: Directory.Read.All, full_access_as_app and User.Read.</summary>
    public static Task<DeployedStack> ClassicAsync(TenantOptions? options = null, TimeProvider? clock = null) =>
        StartAsync(options, clock, ["ews"], ["Graph/Directory.Read.All", "Exchange/full_access_as_app"]);

    /// <summary>Deploys one integration with application permissions such as <c>Graph/Mail.Read</c>.</summary>
    public static async Task<DeployedStack> StartAsync(
        TenantOptions? options, TimeProvider? clock, string[] mailboxAccess, string[] permissions, bool signIn = true)
    {
        DeployedStack stack = new(await TenantClient.StartAsync(options, clock));
        JsonNode application = (await stack._client.PostAsync("/v1.0/applications", new JsonObject
        {
            ["displayName"] = "MailStore Server",
            ["web"] = new JsonObject
            {
                ["redirectUris"] = signIn ? new JsonArray(RedirectUri) : [],
                ["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = signIn, ["enableAccessTokenIssuance"] = false },
            },
            ["keyCredentials"] = new JsonArray(Key(stack.Certificate)),
        })).Is(HttpStatusCode.Created).Body;
        JsonNode principal = (await stack._client.PostAsync("/v1.0/servicePrincipals", new JsonObject { ["appId"] = (string)application["appId"]! })).Is(
            HttpStatusCode.Created).Body;
        stack.Integration = new JsonObject
        {
            ["product"] = "mailstore-server",
            ["displayName"] = "MailStore Server",
            ["directory"] = "microsoft365",
            ["clientId"] = (string)application["appId"]!,
            ["applicationObjectId"] = (string)application["id"]!,
            ["servicePrincipalObjectId"] = (string)principal["id"]!,
            ["certificates"] = new JsonArray(Describe(stack.Certificate)),
            ["permissions"] = new JsonArray(),
            ["mailboxAccess"] = new JsonArray([.. mailboxAccess.Select(a => (JsonNode)a)]),
        };
        if (signIn)
        {
            stack.Integration["redirectUri"] = RedirectUri;
            stack.Integration["userSync"] = new JsonObject { ["filter"] = "licensed", ["groups"] = new JsonArray() };
            await stack.GrantDelegatedAsync("User.Read");
        }
        foreach (string permission in permissions)
        {
            await stack.DeclareAsync(permission);
            await stack.GrantAsync(permission);
        }
        return stack;
    }

    /// <summary>The outputs document.</summary>
    public string Outputs() => new JsonObject
    {
        ["schemaVersion"] = 1,
        ["tenant"] = new JsonObject { ["id"] = Tenant.Directory.TenantId.ToString(), ["domain"] = Tenant.Directory.Domain, ["environment"] = "public" },
        ["integrations"] = new JsonObject { ["mailstore"] = Integration.DeepClone() },
    }.ToJsonString();

    /// <summary>Options that reach this tenant, with the application's certificate, and judge at once.</summary>
    public VerificationOptions Options => new VerificationOptions
    {
        Endpoints = TenantEndpoints.ForSimulatedTenant(Tenant.Url, Tenant.ImapPort),
        Certificates = [Certificate],
        Deadline = TimeSpan.Zero,
    }.TrustingOnly(Tenant.CertificateAuthority);

    public Task<VerificationReport> VerifyAsync(
        Func<VerificationOptions, VerificationOptions>? change = null, IVerificationProgress? progress = null) =>
        new TenantVerifier(change is null ? Options : change(Options)).VerifyAsync(Document, progress);

    /// <summary>Adds an application permission to the declaration only.</summary>
    public async Task DeclareAsync(string permission)
    {
        (JsonNode api, string value) = await ApiOfAsync(permission);
        Integration["permissions"]!.AsArray().Add(new JsonObject
        {
            ["api"] = (string)api["displayName"]!,
            ["apiClientId"] = (string)api["appId"]!,
            ["type"] = "application",
            ["value"] = value,
            ["id"] = RoleId(api, value),
        });
    }

    /// <summary>Grants an application permission in the tenant only.</summary>
    public async Task GrantAsync(string permission)
    {
        (JsonNode api, string value) = await ApiOfAsync(permission);
        (await _client.PostAsync($"/v1.0/servicePrincipals/{(string)api["id"]!}/appRoleAssignedTo", new JsonObject
        {
            ["appRoleId"] = RoleId(api, value),
            ["principalId"] = PrincipalId,
            ["resourceId"] = (string)api["id"]!,
        })).Is(HttpStatusCode.Created);
    }

    /// <summary>Takes an application permission away in the tenant only.</summary>
    public async Task RevokeAsync(string permission)
    {
        (JsonNode api, string value) = await ApiOfAsync(permission);
        JsonArray assignments = (await _client.GetAsync($"/v1.0/servicePrincipals/{PrincipalId}/appRoleAssignments")).Body["value"]!.AsArray();
        string id = (string)assignments.First(a => (string)a!["appRoleId"]! == RoleId(api, value))!["id"]!;
        (await _client.DeleteAsync($"/v1.0/servicePrincipals/{(string)api["id"]!}/appRoleAssignedTo/{id}")).Is(HttpStatusCode.NoContent);
    }

    /// <summary>Declares and grants a delegated permission of Microsoft Graph for all users.</summary>
    public async Task GrantDelegatedAsync(string scope, bool declare = true)
    {
        (JsonNode api, _) = await ApiOfAsync("Graph/x");
        (await _client.PostAsync("/v1.0/oauth2PermissionGrants", new JsonObject
        {
            ["clientId"] = PrincipalId,
            ["resourceId"] = (string)api["id"]!,
            ["consentType"] = "AllPrincipals",
            ["scope"] = scope,
        })).Is(HttpStatusCode.Created);
        if (declare)
            Integration["permissions"]!.AsArray().Add(new JsonObject
            {
                ["api"] = "Microsoft Graph",
                ["apiClientId"] = (string)api["appId"]!,
                ["type"] = "delegated",
                ["value"] = scope,
                ["id"] = (string)api["oauth2PermissionScopes"]!.AsArray().First(s => (string)s!["value"]! == scope)!["id"]!,
            });
    }

    /// <summary>Removes all delegated grants.</summary>
    public async Task RevokeDelegatedAsync()
    {
        foreach (JsonNode? grant in (await _client.GetAsync($"/v1.0/oauth2PermissionGrants?$filter=clientId eq '{PrincipalId}'")).Body["value"]!.AsArray())
            (await _client.DeleteAsync($"/v1.0/oauth2PermissionGrants/{(string)grant!["id"]!}")).Is(HttpStatusCode.NoContent);
    }

    /// <summary>Holds a directory role.</summary>
    public async Task AssignRoleAsync(Guid template) =>
        (await _client.PostAsync("/v1.0/roleManagement/directory/roleAssignments", new JsonObject
        {
            ["principalId"] = PrincipalId,
            ["roleDefinitionId"] = template.ToString(),
            ["directoryScopeId"] = "/",
        })).Is(HttpStatusCode.Created);

    /// <summary>Changes the application registration.</summary>
    public async Task PatchApplicationAsync(JsonObject change) =>
        (await _client.PatchAsync($"/v1.0/applications/{ApplicationId}", change)).Is(HttpStatusCode.NoContent);

    /// <summary>Changes the enterprise application.</summary>
    public async Task PatchPrincipalAsync(JsonObject change) => await PatchPrincipalAsync(PrincipalId, change);

    /// <summary>Changes the enterprise application of an API, <c>Graph</c> or <c>Exchange</c>.</summary>
    public async Task PatchApiAsync(string api, JsonObject change) =>
        await PatchPrincipalAsync((string)(await ApiOfAsync($"{api}/")).Api["id"]!, change);

    /// <summary>Assigns a user or a group to the application, in no role in particular.</summary>
    public async Task AssignAsync(Guid userOrGroup) =>
        (await _client.PostAsync($"/v1.0/servicePrincipals/{PrincipalId}/appRoleAssignedTo", new JsonObject
        {
            ["appRoleId"] = Guid.Empty.ToString(),
            ["principalId"] = userOrGroup.ToString(),
            ["resourceId"] = PrincipalId,
        })).Is(HttpStatusCode.Created);

    /// <summary>The tenant's deployer, who can read the directory.</summary>
    public Azure.Identity.ClientSecretCredential Operator(HttpClient http) =>
        new(Tenant.Deployer.TenantId.ToString(), Tenant.Deployer.ClientId.ToString(), Tenant.Deployer.ClientSecret,
            new Azure.Identity.ClientSecretCredentialOptions
            {
                AuthorityHost = Tenant.Url,
                DisableInstanceDiscovery = true,
                Transport = new Azure.Core.Pipeline.HttpClientTransport(http),
            });

    /// <summary>Adds a client secret.</summary>
    public async Task AddSecretAsync(string name) =>
        (await _client.PostAsync($"/v1.0/applications/{ApplicationId}/addPassword", new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = name } })).Is(HttpStatusCode.OK);

    /// <summary>Adds another application; gives back its client id.</summary>
    public async Task<string> AddApplicationAsync(string displayName) =>
        (string)(await _client.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = displayName })).Is(HttpStatusCode.Created).Body["appId"]!;

    /// <summary>Removes the application.</summary>
    public async Task DeleteApplicationAsync() => (await _client.DeleteAsync($"/v1.0/applications/{ApplicationId}")).Is(HttpStatusCode.NoContent);

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    public static X509Certificate2 NewCertificate(string subject, DateTimeOffset from, DateTimeOffset until)
    {
        using RSA key = TestKeys.Rsa(subject);
        CertificateRequest request = new(subject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(from, until);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public static JsonObject Key(X509Certificate2 certificate) => new()
    {
        ["type"] = "AsymmetricX509Cert",
        ["usage"] = "Verify",
        ["key"] = Convert.ToBase64String(certificate.RawData),
        ["displayName"] = certificate.Subject,
    };

    public static JsonObject Describe(X509Certificate2 certificate) => new()
    {
        ["thumbprint"] = certificate.Thumbprint,
        ["sha256"] = certificate.GetCertHashString(HashAlgorithmName.SHA256),
        ["subject"] = certificate.Subject,
        ["notBefore"] = certificate.NotBefore.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        ["notAfter"] = certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
    };

    private async Task PatchPrincipalAsync(string id, JsonObject change) =>
        (await _client.PatchAsync($"/v1.0/servicePrincipals/{id}", change)).Is(HttpStatusCode.NoContent);

    private async Task<(JsonNode Api, string Value)> ApiOfAsync(string permission)
    {
        string[] parts = permission.Split('/');
        string appId = parts[0] == "Graph" ? TenantClient.GraphAppId : TenantClient.ExchangeAppId;
        if (!_apis.TryGetValue(appId, out JsonNode? api))
            _apis[appId] = api = (await _client.GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{appId}'")).Body["value"]![0]!;
        return (api, parts[1]);
    }

    private static string RoleId(JsonNode api, string value) =>
        (string)api["appRoles"]!.AsArray().First(r => (string)r!["value"]! == value)!["id"]!;
}
