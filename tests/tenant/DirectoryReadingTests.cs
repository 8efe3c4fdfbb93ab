using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>What members, owners and users tell, and to whom.</summary>
public sealed class DirectoryReadingTests
{
    private const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";

    [Fact]
    [Conforms("/applications", "Owners are filtered by id, as the azuread provider does.")]
    [Conforms("/servicePrincipals", "Owners are filtered by id.")]
    public async Task Owners_are_filtered_by_id()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Guid owner = tenant.Server.Directory.FindUser("lukas.brandt@contoso.com")!.Id;
        foreach (string path in new[] { $"/v1.0/applications/{application.Id}", $"/v1.0/servicePrincipals/{application.PrincipalId}" })
        {
            JsonObject link = new() { ["@odata.id"] = $"{tenant.Base}/v1.0/directoryObjects/{owner}" };
            (await tenant.PostAsync(path + "/owners/$ref", link)).Is(HttpStatusCode.NoContent);
            Assert.Equal([owner.ToString()], await IdsAsync(tenant, $"{path}/owners?$filter=id eq '{owner}'"));
            Assert.Empty(await IdsAsync(tenant, $"{path}/owners?$filter=id eq '{Guid.NewGuid()}'"));
        }
    }

    [Fact]
    [Conforms("/groups", "Members are filtered by id.")]
    [Conforms("/directoryRoles", "Members are filtered by id.")]
    [Conforms("/directory", "Members of administrative units are filtered by id.")]
    public async Task Members_of_groups_roles_and_administrative_units_are_filtered_by_id()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Guid anna = tenant.Server.Directory.FindUser("anna.berger@contoso.com")!.Id;
        string role = (string)(await tenant.PostAsync("/v1.0/directoryRoles", new JsonObject { ["roleTemplateId"] = GlobalReader })).Is(HttpStatusCode.Created).Body["id"]!;
        JsonObject assignment = new() { ["principalId"] = application.PrincipalId.ToString(), ["roleDefinitionId"] = GlobalReader, ["directoryScopeId"] = "/" };
        (await tenant.PostAsync("/v1.0/roleManagement/directory/roleAssignments", assignment)).Is(HttpStatusCode.Created);
        foreach ((string path, Guid member) in new[]
        {
            ($"/v1.0/groups/{tenant.Server.Directory.FindGroup("Management")!.Id}", anna),
            ($"/v1.0/directory/administrativeUnits/{tenant.Server.Directory.AdministrativeUnits[0].Id}", anna),
            ($"/v1.0/directoryRoles/{role}", application.PrincipalId),
        })
        {
            Assert.Equal([member.ToString()], await IdsAsync(tenant, $"{path}/members?$filter=id eq '{member}'"));
            Assert.Empty(await IdsAsync(tenant, $"{path}/members?$filter=id eq '{Guid.NewGuid()}'"));
        }
    }

    [Fact]
    [Conforms("/groups", "Filtering members of several types by what one type has; cast to that type it is taken.", Refuses = true)]
    public async Task Members_are_not_filtered_by_what_only_one_type_has()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string members = $"/v1.0/groups/{tenant.Server.Directory.FindGroup("Management")!.Id}/members";
        Answer answer = (await tenant.GetAsync($"{members}?$filter=mail eq 'x'")).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
        Assert.Equal("Invalid filter clause: Could not find a property named 'mail' on type 'microsoft.graph.directoryObject'.", answer.ErrorMessage);
        Assert.Single(await IdsAsync(tenant, members + "/microsoft.graph.user?$filter=mail eq 'anna.berger@contoso.com'"));
    }

    [Fact]
    [Conforms("/users", "`User.ReadBasic.All` reads names and addresses; the other properties of a list are null.")]
    [Conforms("/users", "Selecting or filtering by more than the basic profile with `User.ReadBasic.All`.", Refuses = true)]
    public async Task User_ReadBasic_All_tells_the_basic_profile_and_refuses_to_be_asked_for_more()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "User.ReadBasic.All")));
        JsonNode anna = (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com")).Is(HttpStatusCode.OK).Body;
        Assert.Equal("Anna Berger", (string?)anna["displayName"]);
        Assert.Equal("anna.berger@contoso.com", (string?)anna["mail"]);
        Assert.Null(anna["jobTitle"]);
        (await tenant.GetAsync("/v1.0/users?$select=id,displayName,mail,userPrincipalName")).Is(HttpStatusCode.OK);
        (await tenant.GetAsync("/v1.0/users?$filter=mail eq 'anna.berger@contoso.com'")).Is(HttpStatusCode.OK);
        (await tenant.GetAsync("/v1.0/users?$select=id,accountEnabled")).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
        (await tenant.GetAsync("/v1.0/users?$filter=accountEnabled eq true")).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
        (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com?$select=assignedPlans")).Is(HttpStatusCode.Forbidden, "Authorization_RequestDenied");
    }

    [Theory]
    [InlineData("GroupMember.Read.All", null, null)]
    [InlineData("GroupMember.Read.All,User.ReadBasic.All", "Anna Berger", null)]
    [InlineData("GroupMember.Read.All,User.Read.All", "Anna Berger", "Managing director")]
    [InlineData("Directory.Read.All", "Anna Berger", "Managing director")]
    [Conforms("/groups", "Of a member that the caller may not read, type and id are told and everything else is null.")]
    public async Task Members_tell_as_much_of_a_user_as_the_caller_may_read(string permissions, string? displayName, string? jobTitle)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        DirectoryGroup group = tenant.Server.Directory.FindGroup("Archive mailboxes")!;
        Guid anna = tenant.Server.Directory.FindUser("anna.berger@contoso.com")!.Id;
        await tenant.UseAsync(
            await tenant.RegisterAsync("App", [.. permissions.Split(',').Select(value => (TenantClient.GraphAppId, value))]));
        foreach (string list in new[] { "members", "transitiveMembers", "members/microsoft.graph.user" })
        {
            JsonArray members = (await tenant.GetAsync($"/v1.0/groups/{group.Id}/{list}")).Is(HttpStatusCode.OK).Body["value"]!.AsArray();
            JsonNode user = members.Single(m => (string)m!["id"]! == anna.ToString())!;
            Assert.Equal(displayName, (string?)user["displayName"]);
            Assert.Equal(jobTitle, (string?)user["jobTitle"]);
            Assert.Equal(displayName is null, user["mail"] is null);
            if (list != "members/microsoft.graph.user")
                Assert.Equal("#microsoft.graph.user", (string?)user["@odata.type"]);
        }
    }

    [Fact]
    [Conforms("/applications", "Of an owner that the caller may not read, type and id are told.")]
    public async Task Owner_is_told_by_type_and_id_to_those_who_may_not_read_users()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Application.Read.All"));
        Guid owner = tenant.Server.Directory.FindUser("lukas.brandt@contoso.com")!.Id;
        JsonObject link = new() { ["@odata.id"] = $"{tenant.Base}/v1.0/directoryObjects/{owner}" };
        (await tenant.PostAsync($"/v1.0/applications/{application.Id}/owners/$ref", link)).Is(HttpStatusCode.NoContent);
        await tenant.UseAsync(application);
        JsonNode told = (await tenant.GetAsync($"/v1.0/applications/{application.Id}/owners")).Is(HttpStatusCode.OK).Body["value"]!.AsArray().Single()!;
        Assert.Equal((owner.ToString(), "#microsoft.graph.user", null), ((string?)told["id"], (string?)told["@odata.type"], (string?)told["userPrincipalName"]));
    }

    private static async Task<string[]> IdsAsync(TenantClient tenant, string path) =>
        [.. (await tenant.GetAsync(path)).Is(HttpStatusCode.OK).Body["value"]!.AsArray().Select(item => (string)item!["id"]!)];
}
