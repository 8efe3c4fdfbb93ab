using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class ConsentTests
{
    [Theory]
    [InlineData(TenantClient.GraphAppId, "Microsoft Graph")]
    [InlineData(TenantClient.ExchangeAppId, "Office 365 Exchange Online")]
    [Conforms("/servicePrincipals", "Microsoft Graph and Exchange Online are there, with what they publish.")]
    [Conforms("/servicePrincipals", "Deleting Microsoft's own.", Refuses = true)]
    public async Task Microsofts_apis_are_there_and_cannot_be_deleted(string appId, string name)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonNode api = (await tenant.GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{appId}'")).Body["value"]!.AsArray().Single()!;
        Assert.Equal(name, (string?)api["displayName"]);
        Assert.NotEmpty(api["appRoles"]!.AsArray());
        Assert.NotEmpty(api["oauth2PermissionScopes"]!.AsArray());
        (await tenant.DeleteAsync($"/v1.0/servicePrincipals/{api["id"]}")).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
    }

    [SharedFileFact("facts/permissions.md")]
    public async Task Published_roles_have_the_ids_of_the_table()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string? section = null;
        int compared = 0;
        foreach (string line in await File.ReadAllLinesAsync(SharedFileFactAttribute.PathOf("facts/permissions.md")!))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                section = line.Contains(TenantClient.GraphAppId, StringComparison.Ordinal)
                    ? TenantClient.GraphAppId
                    : line.Contains(TenantClient.ExchangeAppId, StringComparison.Ordinal) ? TenantClient.ExchangeAppId : null;
            string[] cells = line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (section is null || cells is not [{ } value, { } id] || !Guid.TryParse(id.Split(' ')[0], out Guid expected))
                continue;
            JsonNode api = (await tenant.GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{section}'")).Body["value"]![0]!;
            foreach ((string name, string roleId) in value.Contains('/', StringComparison.Ordinal)
                ? value.Split(" / ").Select(v => v.StartsWith('.') ? "Application" + v : v).Zip(id.Split(" / "))
                : [(value.TrimEnd(' ', '*').Split(',')[0], expected.ToString())])
            {
                JsonNode role = api["appRoles"]!.AsArray().Single(r => (string)r!["value"]! == name)!;
                Assert.Equal(roleId, (string?)role["id"]);
                compared++;
            }
        }
        Assert.True(compared > 25, $"Only {compared} roles were found in the table.");
    }

    [Fact]
    [Conforms("/servicePrincipals", "Assigning a role twice, one that the API does not publish, or one to nobody.", Refuses = true)]
    public async Task Role_is_assigned_once_and_only_if_the_api_publishes_it()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Answer assigned = await tenant.GrantAsync(application, TenantClient.GraphAppId, "Mail.Read");
        Assert.Equal("App", (string?)assigned.Body["principalDisplayName"]);
        Assert.Equal("ServicePrincipal", (string?)assigned.Body["principalType"]);
        Assert.Equal("Microsoft Graph", (string?)assigned.Body["resourceDisplayName"]);
        Assert.Equal(43, ((string)assigned.Body["id"]!).Length);
        string path = $"/v1.0/servicePrincipals/{assigned.Body["resourceId"]}/appRoleAssignedTo";
        JsonObject body = new()
        {
            ["appRoleId"] = (string)assigned.Body["appRoleId"]!,
            ["principalId"] = application.PrincipalId.ToString(),
            ["resourceId"] = (string)assigned.Body["resourceId"]!,
        };
        Answer again = (await tenant.PostAsync(path, body.DeepClone())).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal("Permission being assigned already exists on the object", again.ErrorMessage);
        body["appRoleId"] = "dc890d15-9560-4a4c-9b7f-a736ec74ec40";
        Answer foreign = (await tenant.PostAsync(path, body.DeepClone())).Is(HttpStatusCode.BadRequest);
        Assert.Equal("Permission being assigned was not found on application", foreign.ErrorMessage);
        body["principalId"] = Guid.NewGuid().ToString();
        (await tenant.PostAsync(path, body)).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");

        Answer listed = (await tenant.GetAsync($"/v1.0/servicePrincipals/{application.PrincipalId}/appRoleAssignments")).Is(HttpStatusCode.OK);
        Assert.Equal((string?)assigned.Body["id"], (string?)listed.Body["value"]!.AsArray().Single()!["id"]);
    }

    [Fact]
    [Conforms("/oauth2PermissionGrants", "A grant is made, changed, filtered and removed; a second of the same client and resource is 409.")]
    public async Task Delegated_grant_is_made_once_changed_and_removed()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        JsonObject body = new()
        {
            ["clientId"] = application.PrincipalId.ToString(),
            ["consentType"] = "AllPrincipals",
            ["resourceId"] = tenant.Server.Directory.ServicePrincipals[0].Id.ToString(),
            ["scope"] = "User.Read",
        };
        Answer grant = (await tenant.PostAsync("/v1.0/oauth2PermissionGrants", body.DeepClone())).Is(HttpStatusCode.Created);
        (await tenant.PostAsync("/v1.0/oauth2PermissionGrants", body.DeepClone())).Is(HttpStatusCode.Conflict, "Request_MultipleObjectsWithSameKeyValue");
        string path = $"/v1.0/oauth2PermissionGrants/{grant.Body["id"]}";
        (await tenant.PatchAsync(path, new JsonObject { ["scope"] = "User.Read openid" })).Is(HttpStatusCode.NoContent);
        Answer found = (await tenant.GetAsync($"/v1.0/oauth2PermissionGrants?$filter=clientId eq '{application.PrincipalId}' and consentType eq 'AllPrincipals'")).Is(HttpStatusCode.OK);
        Assert.Equal("User.Read openid", (string?)found.Body["value"]!.AsArray().Single()!["scope"]);
        (await tenant.GetAsync($"/v1.0/servicePrincipals/{application.PrincipalId}/oauth2PermissionGrants")).Is(HttpStatusCode.OK);
        (await tenant.DeleteAsync(path)).Is(HttpStatusCode.NoContent);
        (await tenant.GetAsync(path)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    [Conforms("/directoryRoles", "A role is activated from its template, assigned and taken away.")]
    [Conforms("/directoryRoles", "Activating a role twice, and assigning it twice.", Refuses = true)]
    public async Task Directory_role_is_activated_once_and_assigned_once()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        const string template = "31392ffb-586c-42d1-9346-e59415a2cc4e";
        Answer templates = (await tenant.GetAsync("/v1.0/directoryRoleTemplates")).Is(HttpStatusCode.OK);
        Assert.Contains(templates.Body["value"]!.AsArray(), t => (string)t!["id"]! == template && (string)t["displayName"]! == "Exchange Recipient Administrator");
        (await tenant.PostAsync("/v1.0/directoryRoles", new JsonObject { ["roleTemplateId"] = template })).Is(HttpStatusCode.Created);
        (await tenant.PostAsync("/v1.0/directoryRoles", new JsonObject { ["roleTemplateId"] = template })).Is(HttpStatusCode.BadRequest);
        Assert.Single((await tenant.GetAsync($"/v1.0/directoryRoles?$filter=roleTemplateId eq '{template}'")).Body["value"]!.AsArray());
        JsonObject body = new() { ["principalId"] = application.PrincipalId.ToString(), ["roleDefinitionId"] = template, ["directoryScopeId"] = "/" };
        Answer assigned = (await tenant.PostAsync("/v1.0/roleManagement/directory/roleAssignments", body.DeepClone())).Is(HttpStatusCode.Created);
        Answer again = (await tenant.PostAsync("/v1.0/roleManagement/directory/roleAssignments", body)).Is(HttpStatusCode.BadRequest);
        Assert.Equal("A conflicting object with one or more of the specified property values is present in the directory.", again.ErrorMessage);
        Answer listed = (await tenant.GetAsync($"/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '{application.PrincipalId}'")).Is(HttpStatusCode.OK);
        Assert.Equal((string?)assigned.Body["id"], (string?)listed.Body["value"]!.AsArray().Single()!["id"]);
        (await tenant.DeleteAsync($"/v1.0/roleManagement/directory/roleAssignments/{assigned.Body["id"]}")).Is(HttpStatusCode.NoContent);
        (await tenant.GetAsync($"/v1.0/roleManagement/directory/roleAssignments/{assigned.Body["id"]}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    [Conforms("/servicePrincipals", "Name and redirect URIs follow the application.")]
    [Conforms("/servicePrincipals", "A second one of an application, and one of no application.", Refuses = true)]
    public async Task Service_principal_needs_its_application_and_is_made_once()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Guid appId = Guid.NewGuid();
        Answer missing = (await tenant.PostAsync("/v1.0/servicePrincipals", new JsonObject { ["appId"] = appId.ToString() })).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal($"The appId '{appId}' of the service principal does not reference a valid application object.", missing.ErrorMessage);
        TestApplication application = await tenant.RegisterAsync("App");
        (await tenant.PostAsync("/v1.0/servicePrincipals", new JsonObject { ["appId"] = application.AppId.ToString() })).Is(HttpStatusCode.Conflict, "Request_MultipleObjectsWithSameKeyValue");
        (await tenant.PatchAsync($"/v1.0/applications/{application.Id}", new JsonObject { ["displayName"] = "Renamed", ["web"] = new JsonObject { ["redirectUris"] = new JsonArray("https://a.example/") } })).Is(
            HttpStatusCode.NoContent);
        JsonNode read = (await tenant.GetAsync($"/v1.0/servicePrincipals/{application.PrincipalId}")).Body;
        Assert.Equal("Renamed", (string?)read["displayName"]);
        Assert.Equal("https://a.example/", (string?)read["replyUrls"]![0]);
    }

    [Theory]
    [InlineData("GET", "/v1.0/users")]
    [InlineData("GET", "/v1.0/groups")]
    [InlineData("GET", "/v1.0/applications")]
    [InlineData("GET", "/v1.0/organization")]
    [InlineData("GET", "/v1.0/domains")]
    [InlineData("GET", "/v1.0/subscribedSkus")]
    [InlineData("GET", "/v1.0/directoryRoles")]
    [InlineData("GET", "/v1.0/oauth2PermissionGrants")]
    [InlineData("GET", "/v1.0/policies/defaultAppManagementPolicy")]
    [InlineData("GET", "/v1.0/directory/administrativeUnits")]
    [InlineData("POST", "/v1.0/applications")]
    [InlineData("POST", "/v1.0/servicePrincipals")]
    [InlineData("POST", "/v1.0/oauth2PermissionGrants")]
    [InlineData("POST", "/v1.0/directoryRoles")]
    [InlineData("POST", "/v1.0/roleManagement/directory/roleAssignments")]
    [Conforms("/users", "A token without one of the permissions.", Refuses = true)]
    [Conforms("/groups", "A token without one of the permissions.", Refuses = true)]
    [Conforms("/organization", "A token without one of the permissions.", Refuses = true)]
    [Conforms("/directory", "A token without one of the permissions.", Refuses = true)]
    [Conforms("/policies", "A token without one of the permissions.", Refuses = true)]
    public async Task Token_without_the_permission_is_refused(string method, string path)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "MailboxSettings.Read"));
        await tenant.UseAsync(application);
        (await tenant.SendAsync(new(method), path, method == "POST" ? new JsonObject() : null)).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
    }

    [Theory]
    [InlineData("Directory.Read.All", "/v1.0/users", HttpStatusCode.OK)]
    [InlineData("Directory.Read.All", "/v1.0/groups", HttpStatusCode.OK)]
    [InlineData("Directory.Read.All", "/v1.0/applications", HttpStatusCode.OK)]
    [InlineData("Directory.Read.All", "/v1.0/organization", HttpStatusCode.OK)]
    [InlineData("Directory.Read.All", "/v1.0/policies/defaultAppManagementPolicy", HttpStatusCode.Forbidden)]
    [InlineData("User.ReadBasic.All", "/v1.0/users", HttpStatusCode.OK)]
    [InlineData("User.ReadBasic.All", "/v1.0/groups", HttpStatusCode.Forbidden)]
    [InlineData("GroupMember.Read.All", "/v1.0/groups", HttpStatusCode.OK)]
    [InlineData("Application.Read.All", "/v1.0/servicePrincipals", HttpStatusCode.OK)]
    [InlineData("Application.Read.All", "/v1.0/users", HttpStatusCode.Forbidden)]
    [InlineData("Organization.Read.All", "/v1.0/subscribedSkus", HttpStatusCode.OK)]
    [Conforms("/users", "The least permission of the reference suffices.")]
    [Conforms("/groups", "The least permission of the reference suffices.")]
    [Conforms("/organization", "The least permission of the reference suffices.")]
    public async Task Least_permission_of_the_reference_suffices(string permission, string path, HttpStatusCode expected)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, permission)));
        (await tenant.GetAsync(path)).Is(expected);
    }

    [Theory]
    [InlineData(null, "Access token is empty.")]
    [InlineData("no.token", "CompactToken parsing failed with error code: 80049217")]
    [InlineData("a.b.c", "CompactToken parsing failed with error code: 80049217")]
    public async Task Request_without_a_valid_token_is_unauthorized(string? token, string message)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        tenant.Token = token;
        Answer answer = (await tenant.GetAsync("/v1.0/users")).Is(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
        Assert.Equal(message, answer.ErrorMessage);
        Assert.StartsWith("Bearer ", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_for_another_api_is_refused()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, "full_access_as_app")), TenantClient.ExchangeScope);
        Answer answer = (await tenant.GetAsync("/v1.0/users")).Is(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
        Assert.Equal("Access token validation failure. Invalid audience.", answer.ErrorMessage);
    }

    [Fact]
    public async Task Token_of_another_tenant_is_refused()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await using TenantClient other = await TenantClient.StartAsync(new TenantOptions { TenantId = Guid.NewGuid() });
        tenant.Token = other.Token;
        (await tenant.GetAsync("/v1.0/users")).Is(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
    }

    [Fact]
    public async Task Token_expires()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        await using TenantClient tenant = await TenantClient.StartAsync(clock: clock);
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromHours(1));
        Answer answer = (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
        Assert.Equal("Lifetime validation failed, the token is expired.", answer.ErrorMessage);
    }

    [Fact]
    public async Task Unknown_deployer_permission_is_an_error_that_lists_the_known_ones()
    {
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => TenantServer.StartAsync(new TenantOptions { DeployerPermissions = ["Directory.Reed.All"] }));
        Assert.Contains("'Directory.Reed.All'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Directory.Read.All", error.Message, StringComparison.Ordinal);
    }
}
