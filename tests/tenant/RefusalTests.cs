using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>What Graph refuses in applications and service principals, and what it takes that looks alike.</summary>
public sealed class RefusalTests
{
    private const string InvalidUris = "Invalid value specified for property 'identifierUris' of resource 'Application'.";
    private const string NotVerified = "Values of identifierUris property must use a verified domain of the organization or its subdomain: ";
    private const string Duplicate = "Request contains a property with duplicate values.";

    [Theory]
    [InlineData("api://{appId}")]
    [InlineData("api://{tenantId}/{appId}")]
    [InlineData("api://{tenantId}/archive")]
    [InlineData("api://archive/{appId}")]
    [InlineData("https://contoso.com/archive")]
    [InlineData("https://mail.contoso.com")]
    [InlineData("https://contoso.onmicrosoft.com/archive")]
    [InlineData("api://mail.contoso.com/archive")]
    [Conforms("/applications", "Identifier URIs of the documented secure patterns are taken.")]
    public async Task Identifier_uri_of_a_secure_pattern_is_taken(string pattern)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (string path, string appId) = await CreateAsync(tenant);
        (await PatchAsync(tenant, path, "identifierUris", new JsonArray(Fill(pattern, tenant, appId)))).Is(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("https://fabrikam.com/archive", "HostNameNotOnVerifiedDomain", NotVerified + "'https://fabrikam.com/archive'")]
    [InlineData("https://notcontoso.com", "HostNameNotOnVerifiedDomain", NotVerified + "'https://notcontoso.com'")]
    [InlineData("api://fabrikam.com/archive", "HostNameNotOnVerifiedDomain", NotVerified + "'api://fabrikam.com/archive'")]
    [InlineData("https://*.contoso.com", "Request_BadRequest", InvalidUris)]
    [InlineData("archive", "Request_BadRequest", InvalidUris)]
    [Conforms("/applications", "Identifier URIs outside the verified domains (`HostNameNotOnVerifiedDomain`), with wildcards, or that are no URIs.", Refuses = true)]
    public async Task Identifier_uri_outside_the_tenants_domains_is_refused(string uri, string code, string message)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (string path, _) = await CreateAsync(tenant);
        Answer answer = (await PatchAsync(tenant, path, "identifierUris", new JsonArray(uri))).Is(HttpStatusCode.BadRequest, code);
        Assert.Equal(message, answer.ErrorMessage);
    }

    [Fact]
    [Conforms("/applications", "Identifier URIs without verified domain, tenant id or application id, by the default policy, unless the application takes tokens of version 2.", Refuses = true)]
    public async Task Identifier_uri_that_names_no_tenant_is_refused_by_the_default_policy_except_with_tokens_of_version_2()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (string path, _) = await CreateAsync(tenant);
        Answer answer = (await PatchAsync(tenant, path, "identifierUris", new JsonArray("api://archive"))).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.StartsWith("Failed to add identifier URI api://archive. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID,", answer.ErrorMessage, StringComparison.Ordinal);
        JsonObject body = new() { ["identifierUris"] = new JsonArray("api://archive"), ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = 2 } };
        (await tenant.PatchAsync(path, body)).Is(HttpStatusCode.NoContent);
        tenant.Server.Directory.AppManagementPolicy = new() { UnrestrictedIdentifierUris = true };
        (string other, _) = await CreateAsync(tenant);
        (await PatchAsync(tenant, other, "identifierUris", new JsonArray("api://other"))).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    [Conforms("/applications", "An identifier URI that another application has.", Refuses = true)]
    public async Task Identifier_uri_belongs_to_one_application()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (string first, _) = await CreateAsync(tenant);
        (string second, _) = await CreateAsync(tenant);
        (await PatchAsync(tenant, first, "identifierUris", new JsonArray("https://contoso.com/archive"))).Is(HttpStatusCode.NoContent);
        (await PatchAsync(tenant, first, "identifierUris", new JsonArray("https://contoso.com/archive"))).Is(HttpStatusCode.NoContent);
        Answer answer = (await PatchAsync(tenant, second, "identifierUris", new JsonArray("https://CONTOSO.com/archive"))).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal("Another object with the same value for property identifierUris already exists.", answer.ErrorMessage);
    }

    [Theory]
    [InlineData("""{"identifierUris":["https://contoso.com/a","https://contoso.com/a"]}""", "DuplicateValue")]
    [InlineData("""{"identifierUris":["https://contoso.com/a","https://contoso.com/A"]}""", "DuplicateValueInDifferentCase")]
    [InlineData("""{"tags":["a","a"]}""", "DuplicateValue")]
    [InlineData("""{"web":{"redirectUris":["https://a.example/","https://a.example/"]}}""", "DuplicateValue")]
    [InlineData("""{"web":{"redirectUris":["https://a.example/"]},"spa":{"redirectUris":["https://a.example/"]}}""", "DuplicateValue")]
    [InlineData("""{"appRoles":[{"id":"11111111-1111-1111-1111-111111111111","value":"a","displayName":"a","allowedMemberTypes":["User"]},{"id":"22222222-2222-2222-2222-222222222222","value":"a","displayName":"b","allowedMemberTypes":["User"]}]}""", "DuplicateValue")]
    [InlineData("""{"appRoles":[{"id":"11111111-1111-1111-1111-111111111111","value":"a","displayName":"a","allowedMemberTypes":["User"]},{"id":"11111111-1111-1111-1111-111111111111","value":"b","displayName":"b","allowedMemberTypes":["User"]}]}""", "DuplicateValue")]
    [InlineData("""{"api":{"oauth2PermissionScopes":[{"id":"11111111-1111-1111-1111-111111111111","value":"a","type":"User"},{"id":"22222222-2222-2222-2222-222222222222","value":"A","type":"User"}]}}""", "DuplicateValue")]
    [InlineData("""{"requiredResourceAccess":[{"resourceAppId":"00000003-0000-0000-c000-000000000000","resourceAccess":[{"id":"11111111-1111-1111-1111-111111111111","type":"Role"},{"id":"11111111-1111-1111-1111-111111111111","type":"Role"}]}]}""", "DuplicateValue")]
    [Conforms("/applications", "Duplicate identifier URIs, tags, redirect URIs, roles, scopes and required permissions (`DuplicateValue`).", Refuses = true)]
    public async Task Duplicates_are_refused(string body, string code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (string path, _) = await CreateAsync(tenant);
        Assert.Equal(Duplicate, (await tenant.PatchAsync(path, JsonNode.Parse(body)!)).Is(HttpStatusCode.BadRequest, code).ErrorMessage);
    }

    [Theory]
    [InlineData("web", "https://a.example/?tenant=1", "AzureADMyOrg", true)]
    [InlineData("web", "https://a.example/?tenant=1", "AzureADandPersonalMicrosoftAccount", false)]
    [InlineData("web", "https://*.a.example/", "AzureADMyOrg", true)]
    [InlineData("web", "https://*.a.example/", "AzureADandPersonalMicrosoftAccount", false)]
    [InlineData("web", "https://a.example/sign-in;v=1", "AzureADMyOrg", false)]
    [InlineData("web", "http://127.0.0.1/", "AzureADMyOrg", true)]
    [InlineData("web", "http://[::1]/", "AzureADMyOrg", false)]
    [InlineData("web", "myapp://auth", "AzureADMyOrg", false)]
    [InlineData("spa", "myapp://auth", "AzureADMyOrg", false)]
    [InlineData("publicClient", "myapp://auth", "AzureADMyOrg", true)]
    [InlineData("publicClient", "http://a.example/", "AzureADMyOrg", false)]
    [Conforms("/applications", "Redirect URIs that their platform or audience does not take: schemes, special characters, IPv6 loopback; queries and wildcards with personal accounts.", Refuses = true)]
    public async Task Redirect_uri_follows_the_rules_of_its_platform_and_audience(string platform, string uri, string audience, bool taken)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = await tenant.PostAsync("/v1.0/applications", new JsonObject
        {
            ["displayName"] = "App",
            ["signInAudience"] = audience,
            ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = 2 },
            [platform] = new JsonObject { ["redirectUris"] = new JsonArray(uri) },
        });
        if (taken)
            answer.Is(HttpStatusCode.Created);
        else
            Assert.Equal($"Invalid value specified for property '{platform}' of resource 'Application'.", answer.Is(HttpStatusCode.BadRequest).ErrorMessage);
    }

    [Theory]
    [InlineData("AzureADMyOrg", 256)]
    [InlineData("AzureADandPersonalMicrosoftAccount", 100)]
    [Conforms("/applications", "More than 256 redirect URIs, or 100 with personal accounts.", Refuses = true)]
    public async Task Redirect_uris_of_all_platforms_are_limited_by_the_audience(string audience, int most)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonObject Body(int count) => new()
        {
            ["displayName"] = "App",
            ["signInAudience"] = audience,
            ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = 2 },
            ["web"] = new JsonObject { ["redirectUris"] = Uris("web", count - 10) },
            ["spa"] = new JsonObject { ["redirectUris"] = Uris("spa", 10) },
        };
        (await tenant.PostAsync("/v1.0/applications", Body(most))).Is(HttpStatusCode.Created);
        (await tenant.PostAsync("/v1.0/applications", Body(most + 1))).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
    }

    [Theory]
    [InlineData("AzureADMyOrg", null, true)]
    [InlineData("AzureADMyOrg", 1, true)]
    [InlineData("AzureADMyOrg", 2, true)]
    [InlineData("AzureADMyOrg", 3, false)]
    [InlineData("AzureADandPersonalMicrosoftAccount", null, false)]
    [InlineData("AzureADandPersonalMicrosoftAccount", 1, false)]
    [InlineData("PersonalMicrosoftAccount", 1, false)]
    [InlineData("PersonalMicrosoftAccount", 2, true)]
    [Conforms("/applications", "A `requestedAccessTokenVersion` other than 1, 2 and null, or other than 2 with personal accounts.", Refuses = true)]
    public async Task Token_version_depends_on_the_audience(string audience, int? version, bool taken)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = await tenant.PostAsync("/v1.0/applications", new JsonObject
        {
            ["displayName"] = "App",
            ["signInAudience"] = audience,
            ["api"] = new JsonObject { ["requestedAccessTokenVersion"] = version },
        });
        if (taken)
            answer.Is(HttpStatusCode.Created);
        else
            Assert.Equal("Property api.requestedAccessTokenVersion is invalid.", answer.Is(HttpStatusCode.BadRequest).ErrorMessage);
    }

    [Theory]
    [InlineData(50, 8, true)]
    [InlineData(51, 1, false)]
    [InlineData(40, 10, true)]
    [InlineData(41, 10, false)]
    [Conforms("/applications", "Required permissions of more than 50 APIs, or more than 400.", Refuses = true)]
    public async Task Required_permissions_are_limited_to_50_apis_and_400_permissions(int apis, int permissions, bool taken)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (string path, _) = await CreateAsync(tenant);
        JsonArray access = [.. Enumerable.Range(1, apis).Select(_ => new JsonObject
        {
            ["resourceAppId"] = Guid.NewGuid().ToString(),
            ["resourceAccess"] = new JsonArray([.. Enumerable.Range(1, permissions)
                .Select(_ => new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["type"] = "Role" })]),
        })];
        (await PatchAsync(tenant, path, "requiredResourceAccess", access)).Is(taken ? HttpStatusCode.NoContent : HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"displayName":5}""", "displayName")]
    [InlineData("""{"displayName":{}}""", "displayName")]
    [InlineData("""{"notes":true}""", "notes")]
    [InlineData("""{"isFallbackPublicClient":"true"}""", "isFallbackPublicClient")]
    [InlineData("""{"api":{"requestedAccessTokenVersion":"2"}}""", "api")]
    [InlineData("""{"api":{"acceptMappedClaims":"yes"}}""", "api")]
    [InlineData("""{"api":{"colour":"red"}}""", "api")]
    [InlineData("""{"web":{"implicitGrantSettings":{"enableIdTokenIssuance":"true"}}}""", "web")]
    [InlineData("""{"web":{"logoutUrl":"http://a.example/"}}""", "web")]
    [InlineData("""{"optionalClaims":"none"}""", "optionalClaims")]
    [InlineData("""{"tags":["with blank"]}""", "tags")]
    [InlineData("""{"tags":[""]}""", "tags")]
    [InlineData("""{"appRoles":[{"id":"11111111-1111-1111-1111-111111111111","value":"with blank","displayName":"a","allowedMemberTypes":["User"]}]}""", "appRoles")]
    [InlineData("""{"appRoles":[{"id":"11111111-1111-1111-1111-111111111111","value":"a","displayName":"a","allowedMemberTypes":["Robot"]}]}""", "appRoles")]
    [InlineData("""{"appRoles":[{"id":"11111111-1111-1111-1111-111111111111","value":"a","displayName":"a","allowedMemberTypes":["User"],"colour":"red"}]}""", "appRoles")]
    [InlineData("""{"appRoles":[{"id":"x","value":"a","displayName":"a","allowedMemberTypes":["User"]}]}""", "appRoles")]
    [InlineData("""{"api":{"oauth2PermissionScopes":[{"id":"11111111-1111-1111-1111-111111111111","value":"a","type":"Everyone"}]}}""", "api")]
    [InlineData("""{"requiredResourceAccess":[{"resourceAppId":"00000003-0000-0000-c000-000000000000","resourceAccess":[],"colour":"red"}]}""", "requiredResourceAccess")]
    [Conforms("/applications", "Values of the wrong type and unknown parts of complex properties.", Refuses = true)]
    public async Task Wrong_types_and_unknown_parts_are_refused(string body, string property)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (string path, _) = await CreateAsync(tenant);
        Answer answer = (await tenant.PatchAsync(path, JsonNode.Parse(body)!)).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal($"Invalid value specified for property '{property}' of resource 'Application'.", answer.ErrorMessage);
    }

    [Theory]
    [InlineData("accountEnabled eq 'true'", "Edm.Boolean", "Edm.String")]
    [InlineData("accountEnabled eq 1", "Edm.Boolean", "Edm.Int32")]
    [InlineData("displayName eq true", "Edm.String", "Edm.Boolean")]
    [InlineData("createdDateTime ge '2021-01-01T00:00:00Z'", "Edm.DateTimeOffset", "Edm.String")]
    [Conforms("Queries", "A filter that compares a property with a literal of another type, such as `accountEnabled eq 'true'`.", Refuses = true)]
    public async Task Filter_compares_like_with_like(string filter, string expected, string found)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = (await tenant.GetAsync($"/v1.0/users?$filter={Uri.EscapeDataString(filter)}")).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal(
            $"Invalid filter clause: A binary operator with incompatible types was detected. Found operand types '{expected}' and '{found}' for operator kind 'Equal'.",
            answer.ErrorMessage);
    }

    [Fact]
    [Conforms("/servicePrincipals", "Certificates of its own are judged as an application's are, and sign in.")]
    [Conforms("/servicePrincipals", "Secrets in a PATCH.", Refuses = true)]
    public async Task Credentials_of_a_service_principal_are_judged_and_sign_in()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string path = $"/v1.0/servicePrincipals/{application.PrincipalId}";
        (await PatchAsync(tenant, path, "keyCredentials", new JsonArray(new JsonObject { ["hello"] = "x" }))).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Answer secret = (await PatchAsync(tenant, path, "passwordCredentials", new JsonArray(new JsonObject { ["secretText"] = "x" }))).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal("New password credentials must be generated using service actions.", secret.ErrorMessage);

        using X509Certificate2 certificate = TenantClient.NewCertificate("CN=principal");
        (await tenant.SignInAsync(application.AppId, certificate)).Is(HttpStatusCode.Unauthorized);
        (await PatchAsync(tenant, path, "keyCredentials", new JsonArray(TenantClient.Key(certificate)))).Is(HttpStatusCode.NoContent);
        Assert.Equal(certificate.Thumbprint, (string?)(await tenant.GetAsync(path)).Body["keyCredentials"]![0]!["customKeyIdentifier"]);
        (await tenant.SignInAsync(application.AppId, certificate)).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("applications")]
    [InlineData("servicePrincipals")]
    [Conforms("/applications", "`addPassword` tells a secret once; it signs in until `removePassword`.")]
    [Conforms("/servicePrincipals", "`addPassword` tells a secret once; it signs in until `removePassword`.")]
    public async Task Secret_is_told_once_signs_in_and_is_removed(string kind)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string path = $"/v1.0/{kind}/{(kind == "applications" ? application.Id : application.PrincipalId)}";
        Answer made = (await tenant.PostAsync(path + "/addPassword", new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = "Secret" } })).Is(HttpStatusCode.OK);
        string secret = (string)made.Body["secretText"]!;
        JsonNode told = (await tenant.GetAsync(path)).Body["passwordCredentials"]!.AsArray().Single()!;
        Assert.Equal(("Secret", null, secret[..3]), ((string?)told["displayName"], (string?)told["secretText"], (string?)told["hint"]));
        (await SignInAsync(tenant, application, secret)).Is(HttpStatusCode.OK);
        (await tenant.PostAsync(path + "/removePassword", new JsonObject { ["keyId"] = (string)made.Body["keyId"]! })).Is(HttpStatusCode.NoContent);
        (await SignInAsync(tenant, application, secret)).Is(HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Conforms("/servicePrincipals", "Credentials of Microsoft's own service principals.", Refuses = true)]
    public async Task Microsofts_service_principals_take_no_credentials()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = $"/v1.0/servicePrincipals/{tenant.Server.Directory.ServicePrincipals[0].Id}";
        using X509Certificate2 certificate = TenantClient.NewCertificate("CN=principal");
        (await PatchAsync(tenant, path, "keyCredentials", new JsonArray(TenantClient.Key(certificate)))).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
        (await tenant.PostAsync(path + "/addPassword", new JsonObject())).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
    }

    [Fact]
    [Conforms("/applications", "Adding an owner with `Application.ReadWrite.OwnedBy` alone.", Refuses = true)]
    public async Task Owned_by_permission_adds_no_owner_and_the_last_owner_may_go()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { DeployerPermissions = ["Application.ReadWrite.OwnedBy"] });
        (string path, _) = await CreateAsync(tenant);
        JsonObject link = new() { ["@odata.id"] = $"{tenant.Base}/v1.0/directoryObjects/{tenant.Server.Directory.FindUser("lukas.brandt@contoso.com")!.Id}" };
        (await tenant.PostAsync(path + "/owners/$ref", link)).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
        (await tenant.DeleteAsync($"{path}/owners/{tenant.Server.Deployer.ObjectId}/$ref")).Is(HttpStatusCode.NoContent);
        (await tenant.PatchAsync(path, new JsonObject { ["notes"] = "no longer mine" })).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
    }

    [Theory]
    [InlineData("appId")]
    [InlineData("id")]
    [Conforms("/applications", "Changing `id` or `appId`.", Refuses = true)]
    [Conforms("/servicePrincipals", "Changing `id` or `appId`.", Refuses = true)]
    public async Task Ids_cannot_be_changed(string property)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        foreach (string path in new[] { $"/v1.0/applications/{application.Id}", $"/v1.0/servicePrincipals/{application.PrincipalId}" })
        {
            Answer answer = (await PatchAsync(tenant, path, property, Guid.NewGuid().ToString())).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
            Assert.Equal($"Property '{property}' is read-only and cannot be set.", answer.ErrorMessage);
        }
    }

    private static Task<Answer> SignInAsync(TenantClient tenant, TestApplication application, string secret) => tenant.TokenAsync(new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = application.AppId.ToString(),
        ["client_secret"] = secret,
        ["scope"] = $"{tenant.Base}/.default",
    });

    private static JsonArray Uris(string platform, int count) =>
        [.. Enumerable.Range(1, count).Select(number => JsonValue.Create(string.Create(CultureInfo.InvariantCulture, $"https://{platform}{number}.example/")))];

    private static string Fill(string pattern, TenantClient tenant, string appId) => pattern
        .Replace("{appId}", appId, StringComparison.Ordinal)
        .Replace("{tenantId}", tenant.Server.Directory.TenantId.ToString(), StringComparison.Ordinal);

    private static Task<Answer> PatchAsync(TenantClient tenant, string path, string property, JsonNode? value) =>
        tenant.PatchAsync(path, new JsonObject { [property] = value });

    private static async Task<(string Path, string AppId)> CreateAsync(TenantClient tenant)
    {
        Answer answer = (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "App" })).Is(HttpStatusCode.Created);
        return ($"/v1.0/applications/{answer.Body["id"]}", (string)answer.Body["appId"]!);
    }
}
