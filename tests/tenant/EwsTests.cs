using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class EwsTests
{
    [Theory]
    [InlineData("info@contoso.com", HttpStatusCode.OK, "NoError")]
    [InlineData("ceo@contoso.com", HttpStatusCode.OK, "NoError")]
    [InlineData("clara.vogt@contoso.com", HttpStatusCode.OK, "ErrorItemNotFound")]
    [InlineData("ursula.frank@contoso.com", HttpStatusCode.InternalServerError, "ErrorNonExistentMailbox")]
    [InlineData("nobody@contoso.com", HttpStatusCode.InternalServerError, "ErrorNonExistentMailbox")]
    [InlineData(null, HttpStatusCode.InternalServerError, "ErrorImpersonationRequired")]
    public async Task Inbox_by_ews_answers_as_the_mailbox_is(string? mailbox, HttpStatusCode status, string code)
    {
        await using TenantClient tenant = await ApplicationAsync("full_access_as_app");
        Answer answer = (await Ews.GetInboxAsync(tenant, mailbox)).Is(status);
        Assert.Contains($"{code}<", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ews_needs_full_access_as_app()
    {
        await using TenantClient tenant = await ApplicationAsync("IMAP.AccessAsApp");
        Assert.Contains("ErrorImpersonateUserDenied", (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.InternalServerError).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ews_role_with_a_scope_opens_the_mailboxes_in_it()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        tenant.Server.Directory.Exchange.RegisterExchangeServicePrincipal(application.AppId, application.PrincipalId, "App");
        tenant.Server.Directory.Exchange.NewManagementScope("Archive", tenant.Server.Directory.FindGroup("Archive mailboxes")!.Id);
        tenant.Server.Directory.Exchange.NewManagementRoleAssignment(application.AppId, "Application EWS.AccessAsApp", customResourceScope: "Archive");
        await tenant.UseAsync(application, TenantClient.ExchangeScope);
        (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.OK);
        Assert.Contains("ErrorImpersonateUserDenied", (await Ews.GetInboxAsync(tenant, "peter.hoffmann@contoso.com")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_of_the_organization_decides_who_may_use_ews()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, "full_access_as_app"));
        await tenant.UseAsync(application, TenantClient.ExchangeScope);
        (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.OK);

        tenant.Server.Directory.Exchange.SetOrganizationConfig(true, []);
        Assert.Equal("EWS is blocked by policy for this user or tenant", (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.Forbidden).Headers["X-EWS-Policy-Reason"]);
        tenant.Server.Directory.Exchange.SetOrganizationConfig(true, [Guid.NewGuid(), application.AppId]);
        (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.OK);
        tenant.Server.Directory.Exchange.SetOrganizationConfig(false, [application.AppId]);
        Assert.Equal("EWS is disabled for this user or tenant", (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.Forbidden).Headers["X-EWS-Policy-Reason"]);
    }

    [Fact]
    public async Task Kiosk_mailbox_has_lost_ews_unless_told_otherwise()
    {
        await using TenantClient tenant = await ApplicationAsync("full_access_as_app");
        tenant.Server.Directory.Exchange.KioskEws = true;
        (await Ews.GetInboxAsync(tenant, "oskar.nielsen@contoso.com")).Is(HttpStatusCode.OK);
        tenant.Server.Directory.Exchange.KioskEws = new TenantOptions().KioskEws;
        Assert.Equal("EWS is disabled for this user or tenant", (await Ews.GetInboxAsync(tenant, "oskar.nielsen@contoso.com")).Is(HttpStatusCode.Forbidden).Headers["X-EWS-Policy-Reason"]);
        (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Graph_token_does_not_open_ews()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read")));
        Assert.StartsWith("Bearer ", (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.Unauthorized).Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task Basic_authentication_is_refused_unless_the_tenant_still_takes_it(bool allowed, HttpStatusCode status)
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { BasicAuthentication = allowed });
        Answer answer = await tenant.SendAsync(HttpMethod.Post, "/EWS/Exchange.asmx", null, request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("peter.hoffmann@contoso.com:secret"u8));
            request.Content = new StringContent(Ews.Body(null), Encoding.UTF8, "text/xml");
        });
        answer.Is(status);
        TenantDirectory directory = tenant.Server.Directory;
        int own = directory.FindUser("peter.hoffmann@contoso.com")!.Mailbox!.InboxItems;
        Assert.NotEqual(own, directory.Users.First(user => user.Mailbox is { State: MailboxState.Provisioned }).Mailbox!.InboxItems);
        if (allowed)
            Assert.Contains($"TotalCount>{own}<", answer.Text, StringComparison.Ordinal);
        if (!allowed)
            Assert.StartsWith("Bearer ", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no xml at all")]
    [InlineData("""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>""")]
    [InlineData("<x/>")]
    [InlineData("")]
    [InlineData("<a>\u0001</a>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"klingon\"?><a/>")]
    public async Task Body_that_is_no_get_folder_is_a_fault(string body)
    {
        await using TenantClient tenant = await ApplicationAsync("full_access_as_app");
        Answer answer = await tenant.SendAsync(
            HttpMethod.Post, "/EWS/Exchange.asmx", null, request => request.Content = new StringContent(body, Encoding.UTF8, "text/xml"));
        Assert.Contains("Fault", answer.Is(HttpStatusCode.InternalServerError).Text, StringComparison.Ordinal);
        Assert.Contains(body == "<x/>" ? "ErrorInvalidOperation" : "ErrorSchemaValidation", answer.Text, StringComparison.Ordinal);
        Assert.True(Guid.TryParse(answer.Headers["request-id"], out _));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(200_000)]
    public async Task Body_that_is_nested_too_deep_is_refused_and_nobody_waits_for_it(int levels)
    {
        await using TenantClient tenant = await ApplicationAsync("full_access_as_app");
        string body = string.Concat(Enumerable.Repeat("<a>", levels)) + "text" + string.Concat(Enumerable.Repeat("</a>", levels));
        Answer answer = await tenant.SendAsync(
            HttpMethod.Post, "/EWS/Exchange.asmx", null, request => request.Content = new StringContent(body, Encoding.UTF8, "text/xml"));
        Assert.Contains(
            "ErrorSchemaValidation</",
            answer.Is(HttpStatusCode.InternalServerError).Text,
            StringComparison.Ordinal);
        Assert.Contains("the elements are nested more than 64 levels deep.", answer.Text, StringComparison.Ordinal);
        (await Ews.GetInboxAsync(tenant, "info@contoso.com")).Is(HttpStatusCode.OK);
    }

    private static async Task<TenantClient> ApplicationAsync(string role)
    {
        TenantClient tenant = await TenantClient.StartAsync();
        await tenant.UseAsync(await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, role)), TenantClient.ExchangeScope);
        return tenant;
    }
}
