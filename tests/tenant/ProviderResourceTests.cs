using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>Requests of resources and data sources of the azuread provider that this program does not use, and others do.</summary>
public sealed class ProviderResourceTests
{
    private const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";

    [Fact]
    [Conforms("/groups", "Members are added and removed by reference.")]
    [Conforms("/directoryRoles", "Members are added and removed by reference, which is an assignment for the whole tenant.")]
    [Conforms("/directory", "Members of administrative units are added and removed by reference.")]
    public async Task Members_are_added_and_removed_by_reference()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string role = (string)(await tenant.PostAsync("/v1.0/directoryRoles", new JsonObject { ["roleTemplateId"] = GlobalReader })).Is(HttpStatusCode.Created).Body["id"]!;
        Guid admin = tenant.Server.Directory.FindUser("admin@contoso.onmicrosoft.com")!.Id;
        JsonObject link = new() { ["@odata.id"] = $"{tenant.Base}/v1.0/directoryObjects/{admin}" };
        foreach (string path in new[]
        {
            $"/v1.0/groups/{tenant.Server.Directory.FindGroup("Management")!.Id}",
            $"/v1.0/directory/administrativeUnits/{tenant.Server.Directory.AdministrativeUnits[0].Id}",
            $"/v1.0/directoryRoles/{role}",
        })
        {
            (await tenant.PostAsync(path + "/members/$ref", link.DeepClone())).Is(HttpStatusCode.NoContent);
            (await tenant.PostAsync(path + "/members/$ref", link.DeepClone())).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
            Assert.Single((await tenant.GetAsync($"{path}/members?$filter=id eq '{admin}'")).Is(HttpStatusCode.OK).Body["value"]!.AsArray());
            (await tenant.DeleteAsync($"{path}/members/{admin}/$ref")).Is(HttpStatusCode.NoContent);
            (await tenant.DeleteAsync($"{path}/members/{admin}/$ref")).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
            JsonObject nobody = new() { ["@odata.id"] = $"{tenant.Base}/v1.0/directoryObjects/{Guid.NewGuid()}" };
            (await tenant.PostAsync(path + "/members/$ref", nobody)).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
        }
    }

    [Fact]
    [Conforms("/servicePrincipals", "The default access role, whose id is all zeros, is assigned where the resource declares no role.")]
    public async Task Default_access_role_is_assigned_where_there_are_no_roles()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Guid user = tenant.Server.Directory.FindUser("anna.berger@contoso.com")!.Id;
        JsonObject Assignment(Guid resource) => new()
        {
            ["appRoleId"] = Guid.Empty.ToString(),
            ["principalId"] = user.ToString(),
            ["resourceId"] = resource.ToString(),
        };
        Answer assigned = await tenant.PostAsync($"/v1.0/servicePrincipals/{application.PrincipalId}/appRoleAssignedTo", Assignment(application.PrincipalId));
        Assert.Equal("User", (string?)assigned.Is(HttpStatusCode.Created).Body["principalType"]);
        Guid graph = tenant.Server.Directory.ServicePrincipals[0].Id;
        (await tenant.PostAsync($"/v1.0/servicePrincipals/{graph}/appRoleAssignedTo", Assignment(graph))).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
    }

    [Fact]
    [Conforms("/directory", "`/directoryObjects/{id}` tells a user, group or service principal with its type, to those who may read such.")]
    public async Task Directory_object_is_told_with_its_type()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "User.Read.All"));
        Guid group = tenant.Server.Directory.FindGroup("Management")!.Id;
        Guid user = tenant.Server.Directory.FindUser("anna.berger@contoso.com")!.Id;
        foreach ((Guid id, string type) in new[] { (user, "user"), (group, "group"), (application.PrincipalId, "servicePrincipal") })
        {
            JsonNode found = (await tenant.GetAsync($"/v1.0/directoryObjects/{id}")).Is(HttpStatusCode.OK).Body;
            Assert.Equal(($"#microsoft.graph.{type}", id.ToString()), ((string?)found["@odata.type"], (string?)found["id"]));
        }
        (await tenant.GetAsync($"/v1.0/directoryObjects/{Guid.NewGuid()}")).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
        await tenant.UseAsync(application);
        (await tenant.GetAsync($"/v1.0/directoryObjects/{user}")).Is(HttpStatusCode.OK);
        (await tenant.GetAsync($"/v1.0/directoryObjects/{group}")).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
    }

    [Fact]
    [Conforms("/users", "All properties that the azuread provider's data source selects.")]
    public async Task User_tells_all_that_the_data_source_selects()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        const string selected = "accountEnabled,ageGroup,businessPhones,city,companyName,consentProvidedForMinor,country,creationType,department,displayName,employeeHireDate,employeeId,"
            + "employeeOrgData,employeeType,externalUserState,faxNumber,givenName,id,imAddresses,jobTitle,mail,mailNickname,mobilePhone,officeLocation,onPremisesDistinguishedName,"
            + "onPremisesDomainName,onPremisesImmutableId,onPremisesSamAccountName,onPremisesSecurityIdentifier,onPremisesSyncEnabled,onPremisesUserPrincipalName,otherMails,postalCode,"
            + "preferredLanguage,proxyAddresses,showInAddressList,state,streetAddress,surname,usageLocation,userPrincipalName,userType";
        JsonObject user = (JsonObject)(await tenant.GetAsync($"/v1.0/users/anna.berger@contoso.com?$select={selected}")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(selected.Split(','), user.Select(property => property.Key).Where(name => !name.StartsWith('@')));
    }

    [Theory]
    [InlineData("department eq 'Finance'", false, 1)]
    [InlineData("assignedLicenses/any(l:l/skuId eq 05e9a617-0261-4cee-bb44-138d3ef5d965)", false, 9)]
    [InlineData("assignedLicenses/$count eq 0 and userType eq 'Member'", true, 6)]
    [Conforms("Queries", "Filters on `department`, `assignedLicenses` and, as an advanced query, `assignedLicenses/$count`.")]
    public async Task Users_are_filtered_by_department_and_licence(string filter, bool advanced, int expected)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        DirectoryUser thomas = tenant.Server.Directory.FindUser("thomas.lindner@contoso.com")!;
        tenant.Server.Directory.SetUser(thomas with { Department = "Finance" });
        string query = $"/v1.0/users?$filter={Uri.EscapeDataString(filter)}";
        if (advanced)
            (await tenant.GetAsync(query)).Is(HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
        Answer answer = (advanced ? await tenant.AdvancedAsync(query + "&$count=true") : await tenant.GetAsync(query)).Is(HttpStatusCode.OK);
        Assert.Equal(expected, answer.Body["value"]!.AsArray().Count);
    }

    [Fact]
    [Conforms("/applications", "Federated credentials are made, read by id and name, changed and removed.")]
    public async Task Federated_credential_is_made_read_changed_and_removed()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string path = $"/v1.0/applications/{application.Id}/federatedIdentityCredentials";
        Answer made = (await tenant.PostAsync(path, Federated())).Is(HttpStatusCode.Created);
        string one = $"{path}/{made.Body["id"]}";
        Assert.Equal("deploy", (string?)(await tenant.GetAsync(one)).Is(HttpStatusCode.OK).Body["name"]);
        (await tenant.GetAsync(path + "/deploy")).Is(HttpStatusCode.OK);
        (await tenant.PatchAsync(one, new JsonObject { ["description"] = "Workflow" })).Is(HttpStatusCode.NoContent);
        JsonNode listed = (await tenant.GetAsync(path)).Body["value"]!.AsArray().Single()!;
        Assert.Equal(("Workflow", "repo:contoso/infra:ref:refs/heads/main"), ((string?)listed["description"], (string?)listed["subject"]));
        (await tenant.DeleteAsync(one)).Is(HttpStatusCode.NoContent);
        (await tenant.GetAsync(one)).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
    }

    [Theory]
    [InlineData("name", "with blank", HttpStatusCode.BadRequest)]
    [InlineData("issuer", "no url", HttpStatusCode.BadRequest)]
    [InlineData("subject", "", HttpStatusCode.BadRequest)]
    [InlineData("colour", "red", HttpStatusCode.BadRequest)]
    [InlineData("name", "other", HttpStatusCode.BadRequest)] // the same issuer and subject under another name
    [InlineData("subject", "other", HttpStatusCode.Conflict)] // the same name
    [Conforms("/applications", "Federated credentials with malformed values, more than one audience, a name or a pair of issuer and subject that is taken; a new name.", Refuses = true)]
    public async Task Federated_credential_is_judged(string property, string value, HttpStatusCode status)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string path = $"/v1.0/applications/{application.Id}/federatedIdentityCredentials";
        Answer made = (await tenant.PostAsync(path, Federated())).Is(HttpStatusCode.Created);
        JsonObject body = Federated();
        body[property] = value;
        (await tenant.PostAsync(path, body)).Is(status);
        (await tenant.PatchAsync($"{path}/{made.Body["id"]}", new JsonObject { ["name"] = "new" })).Is(HttpStatusCode.BadRequest);
        (await tenant.PatchAsync($"{path}/{made.Body["id"]}", new JsonObject { ["audiences"] = new JsonArray("a", "b") })).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    [Conforms("/applications", "More than 20 federated credentials.", Refuses = true)]
    public async Task Application_has_no_more_than_twenty_federated_credentials()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        for (int number = 1; number <= 21; number++)
        {
            JsonObject body = Federated();
            body["name"] = $"deploy{number}";
            body["subject"] = $"subject{number}";
            (await tenant.PostAsync($"/v1.0/applications/{application.Id}/federatedIdentityCredentials", body)).Is(number <= 20 ? HttpStatusCode.Created : HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    [Conforms("/applications", "A logo shows in `info.logoUrl`.")]
    public async Task Logo_shows_in_the_address_of_it()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string path = $"/v1.0/applications/{application.Id}";
        void Image(HttpRequestMessage request, string type)
        {
            request.Content = new ByteArrayContent([0x89, 0x50, 0x4e, 0x47]);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        (await tenant.SendAsync(HttpMethod.Put, path + "/logo", null, request => Image(request, "text/plain"))).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Null((await tenant.GetAsync(path)).Body["info"]!["logoUrl"]);
        (await tenant.SendAsync(HttpMethod.Put, path + "/logo", null, request => Image(request, "image/png"))).Is(HttpStatusCode.NoContent);
        Assert.NotNull((await tenant.GetAsync(path)).Body["info"]!["logoUrl"]);
    }

    private static JsonObject Federated() => new()
    {
        ["name"] = "deploy",
        ["issuer"] = "https://token.actions.githubusercontent.com",
        ["subject"] = "repo:contoso/infra:ref:refs/heads/main",
        ["audiences"] = new JsonArray("api://AzureADTokenExchange"),
    };
}
