using System.Net;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Tests.Tenant;

public sealed class AdminApiTests
{
    private const string RecipientAdministrator = "31392ffb-586c-42d1-9346-e59415a2cc4e";
    private const string DirectoryReaders = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";

    [Theory]
    [InlineData("Exchange.ManageAsApp", "beta", "InvokeCommand", HttpStatusCode.OK)]
    [InlineData("Exchange.ManageAsAppV2", "v2.0", "Mailbox", HttpStatusCode.OK)]
    [InlineData("Exchange.ManageAsApp", "v2.0", "Mailbox", HttpStatusCode.Forbidden)]
    [InlineData("full_access_as_app", "beta", "InvokeCommand", HttpStatusCode.Forbidden)]
    public async Task Get_mailbox_needs_the_permission_of_its_endpoint(
        string permission, string version, string endpoint, HttpStatusCode status)
    {
        await using TenantClient tenant = await ApplicationAsync(permission, RecipientAdministrator);
        (await RunAsync(tenant, version, endpoint, "Get-Mailbox")).Is(status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(DirectoryReaders)]
    public async Task Get_mailbox_needs_a_directory_role_that_reaches_exchange(string? role)
    {
        await using TenantClient tenant = await ApplicationAsync("Exchange.ManageAsApp", role);
        Answer answer = (await RunAsync(tenant, "beta", "InvokeCommand", "Get-Mailbox")).Is(HttpStatusCode.Forbidden);
        Assert.Contains("Directory Roles", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_mailbox_lists_what_exchange_holds()
    {
        await using TenantClient tenant = await ApplicationAsync("Exchange.ManageAsApp", RecipientAdministrator);
        JsonArray mailboxes = (await RunAsync(tenant, "beta", "InvokeCommand", "Get-Mailbox", new() { ["ResultSize"] = "Unlimited" })).Is(HttpStatusCode.OK).Body["value"]!.AsArray();
        Assert.Equal(18, mailboxes.Count);
        JsonNode room = mailboxes.Single(m => (string)m!["PrimarySmtpAddress"]! == "room-rhein@contoso.com")!;
        Assert.Equal("RoomMailbox", (string?)room["RecipientTypeDetails"]);
        Assert.DoesNotContain(mailboxes, m => (string)m!["PrimarySmtpAddress"]! is "ursula.frank@contoso.com" or "clara.vogt@contoso.com");
        Assert.Single((await RunAsync(tenant, "beta", "InvokeCommand", "Get-Mailbox", new() { ["Identity"] = "anna.berger@contoso.com" })).Body["value"]!.AsArray());
        (await RunAsync(tenant, "beta", "InvokeCommand", "Get-Mailbox", new() { ["Identity"] = "nobody@contoso.com" })).Is(HttpStatusCode.NotFound);
        Assert.Equal(3, (await RunAsync(tenant, "beta", "InvokeCommand", "Get-Mailbox", new() { ["RecipientTypeDetails"] = "SharedMailbox" })).Body["value"]!.AsArray().Count);
        Assert.Equal(2, (await RunAsync(tenant, "beta", "InvokeCommand", "Get-Mailbox", new() { ["ResultSize"] = 2 })).Body["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task Long_list_comes_in_pages()
    {
        await using TenantClient tenant = await ApplicationAsync("Exchange.ManageAsApp", RecipientAdministrator, 1500);
        Answer first = (await RunAsync(tenant, "beta", "InvokeCommand", "Get-Mailbox")).Is(HttpStatusCode.OK);
        Assert.Equal(1000, first.Body["value"]!.AsArray().Count);
        Answer second = (await tenant.PostAsync((string)first.Body["@odata.nextLink"]!, Command("Get-Mailbox", []))).Is(HttpStatusCode.OK);
        Assert.Equal(
            tenant.Server.Directory.Users.Count(u => u.Mailbox?.State == SimulatedTenant.Directory.MailboxState.Provisioned) - 1000,
            second.Body["value"]!.AsArray().Count);
        Assert.Null(second.Body["@odata.nextLink"]);
    }

    [Theory]
    [InlineData("v2.0", "Mailbox", "Remove-Mailbox")]
    [InlineData("v2.0", "Mailbox", "Get-OrganizationConfig")]
    public async Task Other_cmdlets_are_refused(string version, string endpoint, string cmdlet)
    {
        await using TenantClient tenant = await ApplicationAsync("Exchange.ManageAsAppV2", RecipientAdministrator);
        (await RunAsync(tenant, version, endpoint, cmdlet)).Is(HttpStatusCode.BadRequest, "BadRequest");
    }

    [Fact]
    public async Task Unknown_parameter_is_refused()
    {
        await using TenantClient tenant = await ApplicationAsync("Exchange.ManageAsAppV2", RecipientAdministrator);
        Answer answer = (await RunAsync(tenant, "v2.0", "Mailbox", "Get-Mailbox", new() { ["Filter"] = "x" })).Is(HttpStatusCode.BadRequest);
        Assert.Equal("A parameter cannot be found that matches parameter name 'Filter'.", answer.ErrorMessage);
    }

    [Fact]
    public async Task Organization_config_tells_the_ews_policy()
    {
        await using TenantClient tenant = await ApplicationAsync("Exchange.ManageAsAppV2", RecipientAdministrator);
        Guid allowed = Guid.NewGuid();
        tenant.Server.Directory.Exchange.SetOrganizationConfig(true, [allowed]);
        JsonNode config = (await RunAsync(tenant, "v2.0", "OrganizationConfig", "Get-OrganizationConfig")).Is(HttpStatusCode.OK).Body["value"]![0]!;
        Assert.True((bool)config["EwsEnabled"]!);
        Assert.Equal(allowed.ToString(), (string?)config["EwsAllowedAppIDs"]);
    }

    private static async Task<TenantClient> ApplicationAsync(string permission, string? role, int users = 0)
    {
        TenantClient tenant = await TenantClient.StartAsync(new SimulatedTenant.Options.TenantOptions { Users = users });
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, permission));
        if (role is not null)
        {
            (await tenant.PostAsync("/v1.0/roleManagement/directory/roleAssignments", new JsonObject
            {
                ["principalId"] = application.PrincipalId.ToString(),
                ["roleDefinitionId"] = role,
                ["directoryScopeId"] = "/",
            })).Is(HttpStatusCode.Created);
        }
        await tenant.UseAsync(application, TenantClient.ExchangeScope);
        return tenant;
    }

    private static Task<Answer> RunAsync(
        TenantClient tenant, string version, string endpoint, string cmdlet, JsonObject? parameters = null) =>
        tenant.PostAsync($"/adminapi/{version}/{tenant.Server.Directory.TenantId}/{endpoint}", Command(cmdlet, parameters ?? []));

    private static JsonObject Command(string cmdlet, JsonObject parameters) =>
        new() { ["CmdletInput"] = new JsonObject { ["CmdletName"] = cmdlet, ["Parameters"] = parameters } };
}
