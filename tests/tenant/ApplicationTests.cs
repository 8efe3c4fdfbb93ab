using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class ApplicationTests
{
    [Fact]
    [Conforms("/applications", "A PATCH merges complex properties and replaces collections.")]
    public async Task Patch_merges_complex_properties_and_replaces_collections()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject
        {
            ["displayName"] = "App",
            ["web"] = new JsonObject { ["homePageUrl"] = "https://app.example", ["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = true } },
        });
        (await tenant.PatchAsync(path, new JsonObject { ["web"] = new JsonObject { ["redirectUris"] = new JsonArray("https://app.example/oidc/signin") } })).Is(HttpStatusCode.NoContent);
        JsonNode web = (await tenant.GetAsync(path)).Body["web"]!;
        Assert.Equal("https://app.example", (string?)web["homePageUrl"]);
        Assert.True((bool)web["implicitGrantSettings"]!["enableIdTokenIssuance"]!);
        Assert.False((bool)web["implicitGrantSettings"]!["enableAccessTokenIssuance"]!);
        Assert.Equal(["https://app.example/oidc/signin"], web["redirectUris"]!.AsArray().Select(u => (string)u!));
    }

    [Theory]
    [InlineData("http://app.example/oidc/signin", HttpStatusCode.BadRequest)]
    [InlineData("https://app.example/#fragment", HttpStatusCode.BadRequest)]
    [InlineData("app.example", HttpStatusCode.BadRequest)]
    [InlineData("http://localhost:8462/oidc/signin", HttpStatusCode.NoContent)]
    [InlineData("https://app.example:8462/oidc/signin", HttpStatusCode.NoContent)]
    [Conforms("/applications", "A web redirect URI that is neither https nor local, has a fragment, or is no URI.", Refuses = true)]
    public async Task Redirect_uri_is_https_or_local(string uri, HttpStatusCode expected)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App" });
        Answer answer = (await tenant.PatchAsync(path, new JsonObject { ["web"] = new JsonObject { ["redirectUris"] = new JsonArray(uri) } })).Is(
            expected);
        if (expected == HttpStatusCode.BadRequest)
            Assert.Equal("Invalid value specified for property 'web' of resource 'Application'.", answer.ErrorMessage);
    }

    [Theory]
    [InlineData("""{"displayName":""}""", "Invalid value specified for property 'displayName' of resource 'Application'.")]
    [InlineData("""{"displayName":"A","signInAudience":"Everyone"}""", "Invalid value specified for property 'signInAudience' of resource 'Application'.")]
    [InlineData("""{"displayName":"A","colour":"red"}""", "Invalid property 'colour'.")]
    [InlineData("""{"displayName":"A","tags":"red"}""", "Invalid value specified for property 'tags' of resource 'Application'.")]
    [InlineData("""{"displayName":"A","appId":"x"}""", "Property 'appId' is read-only and cannot be set.")]
    [InlineData("""{"displayName":"A","publisherDomain":"x"}""", "Property 'publisherDomain' is read-only and cannot be set.")]
    [InlineData("""{"displayName":"A","requiredResourceAccess":[{"resourceAppId":"x","resourceAccess":[]}]}""", "Invalid value specified for property 'requiredResourceAccess' of resource 'Application'.")]
    [Conforms("/applications", "Empty names, unknown audiences, unknown properties, read-only properties, malformed required permissions.", Refuses = true)]
    public async Task Create_refuses_what_entra_refuses(string body, string message)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = (await tenant.PostAsync("/v1.0/applications", JsonNode.Parse(body)!)).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal(message, answer.ErrorMessage);
    }

    [Fact]
    [Conforms("/applications", "A refused PATCH changes nothing.")]
    public async Task Refused_patch_changes_nothing()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App" });
        (await tenant.PatchAsync(path, new JsonObject { ["displayName"] = "Other", ["tags"] = "no list" })).Is(HttpStatusCode.BadRequest);
        Assert.Equal("App", (string?)(await tenant.GetAsync(path)).Body["displayName"]);
    }

    [Fact]
    [Conforms("/applications", "A certificate that is sent back without its key stays; its bytes are told only to `$select=keyCredentials`.")]
    public async Task Certificate_is_kept_when_it_is_sent_back_without_its_key()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string path = $"/v1.0/applications/{application.Id}";
        JsonObject read = (JsonObject)(await tenant.GetAsync(path)).Body["keyCredentials"]![0]!.DeepClone();
        Assert.Null(read["key"]);
        Assert.Equal(application.Certificate.Thumbprint, (string?)read["customKeyIdentifier"]);
        using X509Certificate2 second = TenantClient.NewCertificate("CN=second");
        (await tenant.PatchAsync(path, new JsonObject { ["keyCredentials"] = new JsonArray(read, TenantClient.Key(second)) }))
            .Is(HttpStatusCode.NoContent);
        (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.OK);
        (await tenant.SignInAsync(application.AppId, second)).Is(HttpStatusCode.OK);

        JsonNode bytes = (await tenant.GetAsync(path + "?$select=keyCredentials")).Body["keyCredentials"]![1]!;
        Assert.Equal(Convert.ToBase64String(second.RawData), (string?)bytes["key"]);
    }

    [Fact]
    [Conforms("/applications", "A certificate's dates are its own unless others within them are sent.")]
    public async Task Certificate_dates_come_from_the_certificate_unless_sent()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App" });
        using X509Certificate2 certificate = TenantClient.NewCertificate(
            "CN=dated", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2028, 1, 1, 0, 0, 0, TimeSpan.Zero));
        JsonObject key = TenantClient.Key(certificate);
        key["endDateTime"] = "2027-06-30T00:00:00Z";
        (await tenant.PatchAsync(path, new JsonObject { ["keyCredentials"] = new JsonArray(key) })).Is(HttpStatusCode.NoContent);
        JsonNode read = (await tenant.GetAsync(path)).Body["keyCredentials"]![0]!;
        Assert.Equal("2026-01-01T00:00:00Z", (string?)read["startDateTime"]);
        Assert.Equal("2027-06-30T00:00:00Z", (string?)read["endDateTime"]);
        Assert.Equal("CN=dated", (string?)read["displayName"]);
    }

    [Theory]
    [InlineData("key", "bm90IGEgY2VydGlmaWNhdGU=", "KeyCredentialsInvalidKey")]
    [InlineData("key", "%%%", "KeyCredentialsInvalidKey")]
    [InlineData("key", null, "Request_BadRequest")]
    [InlineData("type", "Password", "Request_BadRequest")]
    [InlineData("usage", "Encrypt", "Request_BadRequest")]
    [InlineData("endDateTime", "2099-01-01T00:00:00Z", "KeyCredentialsInvalidEndDate")]
    [InlineData("startDateTime", "1999-01-01T00:00:00Z", "KeyCredentialsInvalidStartDate")]
    [InlineData("startDateTime", "soon", "Request_BadRequest")]
    [Conforms("/applications", "A key that is no certificate, wrong types and usages, dates outside the certificate.", Refuses = true)]
    public async Task Certificate_that_is_none_is_refused(string property, string? value, string code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App" });
        using X509Certificate2 certificate = TenantClient.NewCertificate("CN=any");
        JsonObject key = TenantClient.Key(certificate);
        key[property] = value;
        (await tenant.PatchAsync(path, new JsonObject { ["keyCredentials"] = new JsonArray(key) })).Is(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    [Conforms("/applications", "A private key in place of a certificate.", Refuses = true)]
    public async Task Private_key_in_place_of_a_certificate_is_refused()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App" });
        using X509Certificate2 certificate = TenantClient.NewCertificate("CN=any");
        JsonObject key = TenantClient.Key(certificate);
        key["key"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem()));
        (await tenant.PatchAsync(path, new JsonObject { ["keyCredentials"] = new JsonArray(key) })).Is(HttpStatusCode.BadRequest, "KeyCredentialsInvalidKey");
    }

    [Fact]
    [Conforms("/policies", "Certificates that live longer than the policy allows, or that no trusted authority issued.", Refuses = true)]
    public async Task Policy_of_the_tenant_refuses_certificates()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App" });
        using X509Certificate2 certificate = TenantClient.NewCertificate("CN=long");
        JsonObject body = new() { ["keyCredentials"] = new JsonArray(TenantClient.Key(certificate)) };
        tenant.Server.Directory.AppManagementPolicy = new() { AsymmetricKeyMaxLifetime = TimeSpan.FromDays(180) };
        Answer answer = (await tenant.PatchAsync(path, body.DeepClone())).Is(HttpStatusCode.BadRequest, "CredentialInvalidLifetimeAsPerAppPolicy");
        Assert.Contains("180 days", answer.ErrorMessage, StringComparison.Ordinal);
        Answer policy = (await tenant.GetAsync("/v1.0/policies/defaultAppManagementPolicy")).Is(HttpStatusCode.OK);
        JsonNode restriction = policy.Body["applicationRestrictions"]!["keyCredentials"]![0]!;
        Assert.Equal("asymmetricKeyLifetime", (string?)restriction["restrictionType"]);
        Assert.Equal("P180D", (string?)restriction["maxLifetime"]);

        tenant.Server.Directory.AppManagementPolicy = new() { TrustedCertificateAuthorityOnly = true };
        (await tenant.PatchAsync(path, body.DeepClone())).Is(HttpStatusCode.BadRequest);
        tenant.Server.Directory.AppManagementPolicy = new();
        (await tenant.PatchAsync(path, body)).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    [Conforms("/applications", "Changing or removing a role or scope that is enabled.", Refuses = true)]
    public async Task Enabled_role_cannot_be_removed()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonObject role = new()
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["allowedMemberTypes"] = new JsonArray("Application"),
            ["displayName"] = "Do",
            ["description"] = "Do",
            ["value"] = "Do",
            ["isEnabled"] = true,
        };
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App", ["appRoles"] = new JsonArray(role.DeepClone()) });
        (await tenant.PatchAsync(path, new JsonObject { ["appRoles"] = new JsonArray() })).Is(HttpStatusCode.BadRequest, "CannotDeleteOrUpdateEnabledEntitlement");
        role["isEnabled"] = false;
        (await tenant.PatchAsync(path, new JsonObject { ["appRoles"] = new JsonArray(role) })).Is(HttpStatusCode.NoContent);
        (await tenant.PatchAsync(path, new JsonObject { ["appRoles"] = new JsonArray() })).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    [Conforms("/directory", "A deleted application is gone with its service principal and what was granted to it, and can be restored.")]
    public async Task Deleted_application_is_gone_with_its_service_principal_and_can_be_restored()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "User.Read.All"));
        (await tenant.DeleteAsync($"/v1.0/applications/{application.Id}")).Is(HttpStatusCode.NoContent);
        Answer gone = (await tenant.GetAsync($"/v1.0/applications/{application.Id}")).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
        Assert.Equal($"Resource '{application.Id}' does not exist or one of its queried reference-property objects are not present.", gone.ErrorMessage);
        (await tenant.GetAsync($"/v1.0/servicePrincipals/{application.PrincipalId}")).Is(HttpStatusCode.NotFound);
        Assert.DoesNotContain(tenant.Server.Directory.AppRoleAssignments, a => a.PrincipalId == application.PrincipalId);

        Answer deleted = (await tenant.GetAsync("/v1.0/directory/deletedItems/microsoft.graph.application")).Is(HttpStatusCode.OK);
        Assert.Equal(application.Id.ToString(), (string?)deleted.Body["value"]![0]!["id"]);
        (await tenant.PostAsync($"/v1.0/directory/deletedItems/{application.Id}/restore", new JsonObject())).Is(HttpStatusCode.OK);
        (await tenant.GetAsync($"/v1.0/applications/{application.Id}")).Is(HttpStatusCode.OK);
    }

    [Fact]
    [Conforms("/applications", "Writing another's application with `Application.ReadWrite.OwnedBy`.", Refuses = true)]
    public async Task Owned_by_permission_reaches_own_applications_only()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { DeployerPermissions = ["Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"] });
        string foreign = await CreateAsync(tenant, new JsonObject { ["displayName"] = "Foreign" });
        Guid graph = tenant.Server.Directory.ServicePrincipals[0].Id;
        TenantDirectory directory = tenant.Server.Directory;
        AppRoleAssignment all = directory.AppRoleAssignments.Single(a => a.Id == "deployment-Application.ReadWrite.All");
        Assert.Equal(graph, all.ResourceId);
        directory.AppRoleAssignmentStore.Remove(all);
        tenant.Token = await tenant.DeployerTokenAsync();
        (await tenant.PatchAsync(foreign, new JsonObject { ["displayName"] = "Mine now" })).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
        string own = await CreateAsync(tenant, new JsonObject { ["displayName"] = "Own" });
        (await tenant.PatchAsync(own, new JsonObject { ["displayName"] = "Still own" })).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    [Conforms("/applications", "Owners are added, listed and removed; adding one twice and removing one who is none are refused.")]
    public async Task Owners_are_added_listed_and_removed()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string path = await CreateAsync(tenant, new JsonObject { ["displayName"] = "App" });
        DirectoryUser owner = tenant.Server.Directory.FindUser("lukas.brandt@contoso.com")!;
        JsonObject link = new() { ["@odata.id"] = $"{tenant.Base}/v1.0/directoryObjects/{owner.Id}" };
        (await tenant.PostAsync(path + "/owners/$ref", link)).Is(HttpStatusCode.NoContent);
        (await tenant.PostAsync(path + "/owners/$ref", link.DeepClone())).Is(HttpStatusCode.BadRequest);
        JsonNode listed = (await tenant.GetAsync(path + "/owners")).Is(HttpStatusCode.OK).Body["value"]![0]!;
        Assert.Equal(owner.Id.ToString(), (string?)listed["id"]);
        Assert.Equal("#microsoft.graph.user", (string?)listed["@odata.type"]);
        (await tenant.DeleteAsync($"{path}/owners/{owner.Id}/$ref")).Is(HttpStatusCode.NoContent);
        (await tenant.DeleteAsync($"{path}/owners/{owner.Id}/$ref")).Is(HttpStatusCode.NotFound);
    }

    private static async Task<string> CreateAsync(TenantClient tenant, JsonObject body) =>
        $"/v1.0/applications/{(string)(await tenant.PostAsync("/v1.0/applications", body)).Is(HttpStatusCode.Created).Body["id"]!}";
}
