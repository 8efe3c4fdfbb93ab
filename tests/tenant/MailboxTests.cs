using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Directory;

namespace TenantOnboarding.Tests.Tenant;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("anna.berger@contoso.com", HttpStatusCode.OK, null)]
    [InlineData("info@contoso.com", HttpStatusCode.OK, null)]
    [InlineData("georg.steiner@contoso.com", HttpStatusCode.OK, null)]
    [InlineData("clara.vogt@contoso.com", HttpStatusCode.NotFound, "ErrorItemNotFound")]
    [InlineData("ursula.frank@contoso.com", HttpStatusCode.NotFound, "MailboxNotEnabledForRESTAPI")]
    [InlineData("david.meier@contoso.com", HttpStatusCode.NotFound, "MailboxNotEnabledForRESTAPI")]
    [InlineData("nobody@contoso.com", HttpStatusCode.NotFound, "ErrorInvalidUser")]
    [InlineData("all-staff@contoso.com", HttpStatusCode.NotFound, "ErrorInvalidUser")]
    public async Task Inbox_by_graph_answers_as_the_mailbox_is(string mailbox, HttpStatusCode status, string? code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.ReadBasic.All")));
        Answer answer = (await tenant.GetAsync($"/v1.0/users/{mailbox}/mailFolders/inbox")).Is(status);
        if (code is null)
            Assert.Equal("Inbox", (string?)answer.Body["displayName"]);
        else
            Assert.Equal(code, answer.ErrorCode);
    }

    [Fact]
    public async Task Soft_deleted_mailbox_looks_like_none()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        DirectoryUser user = tenant.Server.Directory.FindUser("peter.hoffmann@contoso.com")!;
        tenant.Server.Directory.SetUser(user with { Mailbox = user.Mailbox! with { State = MailboxState.SoftDeleted } });
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read")));
        (await tenant.GetAsync($"/v1.0/users/{user.Id}/mailFolders/inbox")).Is(HttpStatusCode.NotFound, "MailboxNotEnabledForRESTAPI");
        (await tenant.GetAsync($"/v1.0/users/{Guid.NewGuid()}/mailFolders/inbox")).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
    }

    [Theory]
    [InlineData("Directory.Read.All", HttpStatusCode.Forbidden, "ErrorAccessDenied")]
    [InlineData("MailboxSettings.Read", HttpStatusCode.Forbidden, "ErrorAccessDenied")]
    [InlineData("Mail.ReadBasic.All", HttpStatusCode.OK, null)]
    [InlineData("Mail.Read", HttpStatusCode.OK, null)]
    [InlineData("Mail.ReadWrite", HttpStatusCode.OK, null)]
    public async Task Inbox_needs_a_mail_permission(string permission, HttpStatusCode status, string? code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, permission)));
        Answer answer = (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(status);
        if (code is not null)
            Assert.Equal(code, answer.ErrorCode);
    }

    [Fact]
    public async Task Token_without_any_role_is_told_so()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App"));
        Answer answer = (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.Forbidden, "AccessDenied");
        Assert.Equal("Either scp or roles claim need to be present in the token.", answer.ErrorMessage);
    }

    [Theory]
    [InlineData("anna.berger@contoso.com", "user")]
    [InlineData("info@contoso.com", "shared")]
    [InlineData("room-rhein@contoso.com", "room")]
    [InlineData("van-1@contoso.com", "equipment")]
    public async Task Settings_tell_the_purpose_of_a_mailbox(string mailbox, string purpose)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "MailboxSettings.Read")));
        Assert.Equal(purpose, (string?)(await tenant.GetAsync($"/v1.0/users/{mailbox}/mailboxSettings?$select=userPurpose")).Is(HttpStatusCode.OK).Body["userPurpose"]);
        Assert.Equal(purpose, (string?)(await tenant.GetAsync($"/v1.0/users/{mailbox}/mailboxSettings/userPurpose")).Is(HttpStatusCode.OK).Body["value"]);
    }

    [Fact]
    public async Task Role_with_a_group_scope_opens_the_groups_direct_members_without_a_role_in_the_token()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        TenantDirectory directory = tenant.Server.Directory;
        directory.Exchange.RegisterExchangeServicePrincipal(application.AppId, application.PrincipalId, "App");
        directory.Exchange.NewManagementScope("Archive", directory.FindGroup("Archive mailboxes")!.Id);
        directory.Exchange.NewManagementRoleAssignment(application.AppId, "Application Mail.Read", customResourceScope: "Archive");
        await tenant.UseAsync(application);
        (await Inbox(tenant, "anna.berger")).Is(HttpStatusCode.OK);
        (await Inbox(tenant, "info")).Is(HttpStatusCode.OK);
        (await Inbox(tenant, "peter.hoffmann")).Is(HttpStatusCode.Forbidden, "ErrorAccessDenied");
        (await Inbox(tenant, "miriam.castell")).Is(HttpStatusCode.Forbidden, "ErrorAccessDenied"); // member of the nested group only
    }

    [Fact]
    public async Task Role_with_an_administrative_unit_opens_its_members()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        TenantDirectory directory = tenant.Server.Directory;
        directory.Exchange.RegisterExchangeServicePrincipal(application.AppId, application.PrincipalId, "App");
        directory.Exchange.NewManagementRoleAssignment(
            application.AppId, "Application Mail.Read", recipientAdministrativeUnitScope: directory.AdministrativeUnits[0].Id);
        await tenant.UseAsync(application);
        (await Inbox(tenant, "hanna.keller")).Is(HttpStatusCode.OK);
        (await Inbox(tenant, "sofia.marin")).Is(HttpStatusCode.Forbidden, "ErrorAccessDenied");
    }

    [Fact]
    public async Task Unscoped_consent_defeats_the_scope()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read"));
        TenantDirectory directory = tenant.Server.Directory;
        directory.Exchange.RegisterExchangeServicePrincipal(application.AppId, application.PrincipalId, "App");
        directory.Exchange.NewManagementScope("Archive", directory.FindGroup("Archive mailboxes")!.Id);
        directory.Exchange.NewManagementRoleAssignment(application.AppId, "Application Mail.Read", customResourceScope: "Archive");
        await tenant.UseAsync(application);
        (await Inbox(tenant, "peter.hoffmann")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Application_access_policy_restricts_the_consent()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read"), (TenantClient.ExchangeAppId, "full_access_as_app"));
        TenantDirectory directory = tenant.Server.Directory;
        directory.Exchange.NewApplicationAccessPolicy(application.AppId, directory.FindGroup("Management")!.Id);
        await tenant.UseAsync(application);
        (await Inbox(tenant, "anna.berger")).Is(HttpStatusCode.OK);
        Answer denied = (await Inbox(tenant, "peter.hoffmann")).Is(HttpStatusCode.Forbidden, "ErrorAccessDenied");
        Assert.Contains("[RAOP]", denied.ErrorMessage, StringComparison.Ordinal);
        await tenant.UseAsync(application, TenantClient.ExchangeScope);
        Assert.Contains("ErrorAccessDenied", (await Ews.GetInboxAsync(tenant, "peter.hoffmann@contoso.com")).Is(HttpStatusCode.InternalServerError).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exchange_setup_refuses_what_is_not_there()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        Assert.Throws<ArgumentException>(() => tenant.Directory.Exchange.NewManagementScope("Archive", Guid.NewGuid()));
        Assert.Throws<ArgumentException>(() => tenant.Directory.Exchange.NewManagementRoleAssignment(Guid.NewGuid(), "Application Mail.Read"));
        Assert.Throws<ArgumentException>(() => tenant.Directory.Exchange.AddMailboxPermission("anna.berger@contoso.com", Guid.NewGuid()));
        Guid app = Guid.NewGuid(), principal = Guid.NewGuid();
        tenant.Directory.Exchange.RegisterExchangeServicePrincipal(app, principal, "App");
        Assert.Throws<ArgumentException>(() => tenant.Directory.Exchange.NewManagementRoleAssignment(app, "Application Mail.Read", customResourceScope: "None"));
        Assert.Throws<ArgumentException>(() => tenant.Directory.Exchange.AddMailboxPermission("david.meier@contoso.com", principal));
    }

    [Fact]
    public async Task Batch_of_mailboxes_is_answered_one_by_one()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read")));
        string[] mailboxes = ["anna.berger@contoso.com", "clara.vogt@contoso.com", "ursula.frank@contoso.com"];
        Answer answer = (await tenant.PostAsync("/v1.0/$batch", new JsonObject
        {
            ["requests"] = new JsonArray([.. mailboxes.Select(m => new JsonObject { ["id"] = m, ["method"] = "GET", ["url"] = $"/users/{m}/mailFolders/inbox?$select=id" })]),
        })).Is(HttpStatusCode.OK);
        Assert.Equal([200, 404, 404], answer.Body["responses"]!.AsArray().Select(r => (int)r!["status"]!));
    }

    private static Task<Answer> Inbox(TenantClient tenant, string alias) => tenant.GetAsync($"/v1.0/users/{alias}@contoso.com/mailFolders/inbox");
}
