using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class ImapTests
{
    [Fact]
    public async Task Application_with_permission_opens_the_inbox()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await PrepareAsync(tenant);
        tenant.Server.Directory.Exchange.AddMailboxPermission("info@contoso.com", application.PrincipalId);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Contains("AUTH=XOAUTH2", string.Join(' ', await session.RunAsync("CAPABILITY")), StringComparison.Ordinal);
        Assert.Equal("a OK AUTHENTICATE completed.", (await session.RunAsync($"AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)}"))[^1]);
        string[] examined = await session.RunAsync("EXAMINE INBOX");
        Assert.Contains("* 7 EXISTS", examined);
        Assert.Equal("a OK [READ-ONLY] EXAMINE completed.", examined[^1]);
        Assert.Equal("a NO Nowhere doesn't exist.", (await session.RunAsync("SELECT Nowhere"))[^1]);
        string[] end = await session.RunAsync("LOGOUT");
        Assert.StartsWith("* BYE", end[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_may_follow_the_continuation()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await PrepareAsync(tenant);
        tenant.Server.Directory.Exchange.AddMailboxPermission("info@contoso.com", application.PrincipalId);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal("+ ", await session.ContinueAsync("a AUTHENTICATE XOAUTH2"));
        Assert.Equal("a OK AUTHENTICATE completed.", await session.ContinueAsync(ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)));
    }

    [Fact]
    public async Task Mailbox_without_permission_is_refused_when_it_is_opened()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await PrepareAsync(tenant);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal("a BAD Command received in Invalid state.", (await session.RunAsync("SELECT INBOX"))[^1]);
        Assert.Equal("a OK AUTHENTICATE completed.", (await session.RunAsync($"AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)}"))[^1]);
        Assert.Equal("a BAD User is authenticated but not connected.", (await session.RunAsync("SELECT INBOX"))[^1]);
    }

    [Theory]
    [InlineData("full_access_as_app", true, "the token lacks the role")]
    [InlineData("IMAP.AccessAsApp", false, "Exchange does not know the service principal")]
    public async Task Token_that_is_not_good_for_imap_is_refused(string role, bool registered, string why)
    {
        Assert.NotEmpty(why);
        await using TenantClient tenant = await TenantClient.StartAsync();
        await PrepareAsync(tenant, role, registered);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal("a NO AUTHENTICATE failed.", (await session.RunAsync($"AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)}"))[^1]);
        Assert.Equal("a BAD Command Argument Error. 11", (await session.RunAsync("AUTHENTICATE XOAUTH2 %%%"))[^1]);
        Assert.Equal("a NO AUTHENTICATE failed.", (await session.RunAsync($"AUTHENTICATE XOAUTH2 {Convert.ToBase64String("user=x"u8)}"))[^1]);
    }

    [Theory]
    [InlineData(false, "NO")]
    [InlineData(true, "OK")]
    public async Task Password_is_refused_unless_the_tenant_still_takes_it(bool allowed, string status)
    {
        await using TenantServer tenant = await TenantServer.StartAsync(new TenantOptions { BasicAuthentication = allowed });
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant);
        string[] login = await session.RunAsync("LOGIN anna.berger@contoso.com secret");
        Assert.Equal(allowed ? "a OK LOGIN completed." : "a NO LOGIN failed.", login[^1]);
        await using ImapConversation second = await ImapConversation.OpenAsync(tenant);
        string plain = Convert.ToBase64String("\0anna.berger@contoso.com\0secret"u8);
        Assert.StartsWith($"a {status} AUTHENTICATE ", (await second.RunAsync($"AUTHENTICATE PLAIN {plain}"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_does_not_trust_the_authority_is_not_served()
    {
        await using TenantServer tenant = await TenantServer.StartAsync();
        using TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, tenant.ImapPort);
        await using SslStream stream = new(tcp.GetStream());
        await Assert.ThrowsAsync<AuthenticationException>(() => stream.AuthenticateAsClientAsync("localhost"));
    }

    [Theory]
    [InlineData("NOTHING", "a BAD Command Error. 12")]
    [InlineData("FETCH 1", "a BAD Command Argument Error. 11")]
    [InlineData("FETCH 0 FLAGS", "a BAD Command Argument Error. 11")]
    [InlineData("FETCH 1 (FLAGS", "a BAD Command Argument Error. 11")]
    [InlineData("FETCH 1 NONSENSE", "a BAD Command Argument Error. 11")]
    [InlineData("FETCH 1 BODY[", "a BAD Command Argument Error. 11")]
    [InlineData("FETCH 1 BODY[]<9>", "a BAD Command Argument Error. 11")]
    [InlineData("FETCH 1 BODY[1.2.3]", "a BAD Command Argument Error. 11")]
    [InlineData("SEARCH", "a BAD Command Argument Error. 11")]
    [InlineData("SEARCH NOT", "a BAD Command Argument Error. 11")]
    [InlineData("SEARCH SINCE yesterday", "a BAD Command Argument Error. 11")]
    [InlineData("STATUS INBOX (NONSENSE)", "a BAD Command Argument Error. 11")]
    [InlineData("STATUS Nowhere (MESSAGES)", "a NO Nowhere doesn't exist.")]
    [InlineData("LIST \"", "a BAD Command Argument Error. 11")]
    [InlineData("UID NONSENSE 1", "a BAD Command Argument Error. 11")]
    [InlineData("LOGIN a b", "a BAD Command received in Invalid state.")]
    [InlineData("STORE 1 +FLAGS (\\Deleted)", "a NO The mailboxes of a simulated tenant cannot be changed.")]
    [InlineData("SELECT {99999999999}", "a BAD Command Error. 10")]
    public async Task What_cannot_be_done_is_said_and_the_session_goes_on(string command, string answer)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await using ImapConversation session = await OpenInboxAsync(tenant);
        string[] lines = [await session.ContinueAsync("a " + command)];
        // Where the command could not be read to its end, nobody knows its tag.
        Assert.Equal(command.EndsWith('}') ? answer.Replace("a ", "* ", StringComparison.Ordinal) : answer, lines[0]);
        Assert.Equal("a OK NOOP completed.", (await session.RunAsync("NOOP"))[^1]);
    }

    [Fact]
    public async Task Lists_are_read_up_to_a_depth_and_searches_too()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await using ImapConversation session = await OpenInboxAsync(tenant);
        string deep = $"SEARCH {new string('(', 20_000)}ALL{new string(')', 20_000)}";
        Assert.Equal("a BAD Command Argument Error. 11", (await session.RunAsync(deep))[^1]);
        string negated = "SEARCH " + string.Concat(Enumerable.Repeat("NOT ", 10_000)) + "ALL";
        Assert.Equal("a BAD Command Argument Error. 11", (await session.RunAsync(negated))[^1]);
        Assert.Equal("* SEARCH 1 3 5 7", (await session.RunAsync("SEARCH NOT (OR UNSEEN UNSEEN)"))[0]);
    }

    [Fact]
    public async Task Literals_are_read_and_what_is_too_long_ends_the_session()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        await using ImapConversation session = await OpenInboxAsync(tenant);
        Assert.Equal("+ Ready for additional command text.", await session.ContinueAsync("a EXAMINE {5}"));
        string first = await session.ContinueAsync("INBOX");
        Assert.Equal("* 7 EXISTS", first);
        Assert.Equal("a OK [READ-ONLY] EXAMINE completed.", (await session.RunAsync("NOOP"))[^1]);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await session.RunAsync("NOOP " + new string('x', 300_000));
            await session.RunAsync("NOOP");
        });
    }

    private static async Task<ImapConversation> OpenInboxAsync(TenantClient tenant)
    {
        TestApplication application = await PrepareAsync(tenant);
        tenant.Server.Directory.Exchange.AddMailboxPermission("info@contoso.com", application.PrincipalId);
        ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        await session.RunAsync($"AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)}");
        await session.RunAsync("EXAMINE INBOX");
        return session;
    }

    private static async Task<TestApplication> PrepareAsync(TenantClient tenant, string role = "IMAP.AccessAsApp", bool registered = true)
    {
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.ExchangeAppId, role));
        if (registered)
            tenant.Server.Directory.Exchange.RegisterExchangeServicePrincipal(application.AppId, application.PrincipalId, "App");
        await tenant.UseAsync(application, TenantClient.ExchangeScope);
        return application;
    }
}
