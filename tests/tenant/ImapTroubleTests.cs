using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Http;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>IMAP in the log, in the counters and in the trouble that the options ask for.</summary>
public sealed class ImapTroubleTests
{
    private const string Mailbox = "info@contoso.com";

    [Fact]
    public async Task Commands_are_in_the_log_with_mailbox_application_and_completion_and_without_credentials()
    {
        await using TenantClient tenant = await StartAsync(new());
        int before = tenant.Server.Requests.Count;
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        await session.RunAsync("LOGIN anna.berger@contoso.com a-secret");
        await SignInAsync(session, tenant);
        await session.RunAsync("EXAMINE INBOX");
        await session.RunAsync("NONSENSE");
        await session.RunAsync("LOGOUT");
        RequestRecord[] log = [.. tenant.Server.Requests.Skip(before)];
        Assert.All(log, record => Assert.Equal(RequestProtocol.Imap, record.Protocol));
        Assert.Equal(
            [
                ("LOGIN", "imap://", 403, "NO LOGIN failed."),
                ("AUTHENTICATE", $"imap://{Mailbox}/XOAUTH2", 200, "OK AUTHENTICATE completed."),
                ("EXAMINE", $"imap://{Mailbox}/INBOX", 200, "OK [READ-ONLY] EXAMINE completed."),
                ("NONSENSE", $"imap://{Mailbox}", 400, "BAD Command Error. 12"),
                ("LOGOUT", $"imap://{Mailbox}", 200, "OK LOGOUT completed."),
            ],
            log.Select(record => (record.Method, record.PathAndQuery, record.Status, record.Completion)));
        Assert.Null(log[0].AppId);
        Assert.All(log[1..], record => Assert.NotNull(record.AppId));
        Assert.Equal(new PathCounters(1, 0, 1), tenant.Server.Counters.Paths["IMAP EXAMINE"]);
        Assert.Equal(new PathCounters(1, 1, 1), tenant.Server.Counters.Paths["IMAP (unknown)"]);
    }

    [Fact]
    public async Task The_page_shows_commands_with_what_they_were_answered()
    {
        await using TenantClient tenant = await StartAsync(new());
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        await SignInAsync(session, tenant);
        JsonNode row = (await tenant.GetAsync("/portal/api/requests?search=AUTHENTICATE completed")).Body["data"]!["rows"]![0]!;
        Assert.Equal(
            ("AUTHENTICATE", $"imap://{Mailbox}/XOAUTH2", "OK AUTHENTICATE completed.", "App"),
            ((string?)row["method"], (string?)row["path"], (string?)row["completion"], (string?)row["application"]));
    }

    [Theory]
    [InlineData(503, "a NO Server Unavailable. 15")]
    [InlineData(500, "a NO Server Unavailable. 15")]
    [InlineData(502, "* BYE Connection is closed. 13")]
    [InlineData(504, "* BYE Connection is closed. 13")]
    [Conforms("IMAP", "Throttling with its back-off time, an unavailable server and a closed connection, on demand.")]
    [InlineData(429, "a BAD Request is throttled. Suggested Backoff Time: 7000 milliseconds|* BYE Connection closed. 14")]
    public async Task Random_errors_are_told_in_the_words_of_exchange(int status, string lines)
    {
        await using TenantClient tenant = await StartAsync(
            new() { RandomErrors = new() { Rate = 100, AllowedErrors = [status], RetryAfterInSeconds = 7 } });
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        string[] expected = lines.Split('|');
        if (expected[^1].StartsWith("* BYE", StringComparison.Ordinal))
            Assert.Equal(string.Concat(expected.Select(line => line + "\r\n")), await session.ReadToEndAsync("a NOOP"));
        else
            Assert.Equal((expected[0], expected[0]), ((await session.RunAsync("NOOP"))[0], (await session.RunAsync("NOOP"))[0]));
    }

    [Fact]
    public async Task An_error_after_the_effect_leaves_the_connection_signed_in()
    {
        await using TenantClient tenant = await StartAsync(
            new() { RandomErrors = new() { Rate = 100, AllowedErrors = [503], Timing = ErrorTiming.After } });
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal("a NO Server Unavailable. 15", await SignInAsync(session, tenant));
        // What follows is carried out behind its error, too: the second sign-in comes to a connection that is signed in.
        await SignInAsync(session, tenant);
        await session.RunAsync("EXAMINE INBOX");
        await session.RunAsync("CHECK");
        Assert.Equal(["a NO Server Unavailable. 15"], await session.RunAsync("NOOP"));
    }

    [Fact]
    public async Task Every_third_command_fails_and_http_requests_are_counted_with_them()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { FailEvery = 3 });
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal(["a OK NOOP completed."], await session.RunAsync("NOOP"));
        Assert.Equal(200, (int)(await tenant.GetAsync("/v1.0/users?$top=1")).Status);
        Assert.Equal(["a NO Server Unavailable. 15"], await session.RunAsync("NOOP"));
        Assert.Equal(["a OK NOOP completed."], await session.RunAsync("NOOP"));
    }

    [Fact]
    public async Task Answers_are_delayed()
    {
        RecordingClock clock = new();
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Latency = new(20, 20) }, clock);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        clock.Delays.Clear();
        await session.RunAsync("NOOP");
        Assert.Contains(TimeSpan.FromMilliseconds(20), clock.Delays);
    }

    [Fact]
    public async Task A_dropped_connection_says_nothing()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Connections = new() { Dropped = 100 } });
        for (int i = 0; i < 3; i++)
        {
            await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
            await Assert.ThrowsAnyAsync<IOException>(() => session.RunAsync("NOOP"));
        }
        Assert.All(tenant.Server.Requests.Where(r => r.Protocol == RequestProtocol.Imap), record => Assert.True(record.IsLost));
    }

    [Fact]
    public async Task An_answer_that_is_cut_ends_within_a_line()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Connections = new() { Cut = 100 } });
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal("a OK NOOP c", await session.ReadToEndAsync("a NOOP"));
        RequestRecord record = tenant.Server.Requests[^1];
        Assert.Equal((200, "OK NOOP completed.", true), (record.Status, record.Completion, record.IsLost));
    }

    [Fact]
    public async Task An_application_over_its_rate_is_sent_away_and_what_comes_too_early_is_counted()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        await using TenantClient tenant = await StartAsync(
            new() { RateLimiting = new() { RateLimit = 2, ResetTimeWindowSeconds = 10 } }, clock);
        await using (ImapConversation session = await ImapConversation.OpenAsync(tenant.Server))
        {
            Assert.Equal("a OK AUTHENTICATE completed.", await SignInAsync(session, tenant));
            Assert.Equal("a OK [READ-ONLY] EXAMINE completed.", (await session.RunAsync("EXAMINE INBOX"))[^1]);
            clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(
                "a BAD Request is throttled. Suggested Backoff Time: 8000 milliseconds\r\n* BYE Connection closed. 14\r\n",
                await session.ReadToEndAsync("a NOOP"));
        }
        clock.Advance(TimeSpan.FromSeconds(3));
        await using (ImapConversation session = await ImapConversation.OpenAsync(tenant.Server))
            Assert.Equal("a BAD Request is throttled. Suggested Backoff Time: 5000 milliseconds", await SignInAsync(session, tenant));
        clock.Advance(TimeSpan.FromSeconds(5));
        await using (ImapConversation session = await ImapConversation.OpenAsync(tenant.Server))
            Assert.Equal("a OK AUTHENTICATE completed.", await SignInAsync(session, tenant));
        Assert.Equal(1, tenant.Server.Counters.EarlyRequests);
        RequestRecord early = tenant.Server.Requests.Single(record => record.IsEarly);
        Assert.Equal((RequestProtocol.Imap, 429), (early.Protocol, early.Status));
        Assert.Equal(1, tenant.Server.Counters.EarlyRequestsByApplication[early.AppId!.Value]);
    }

    private static async Task<TenantClient> StartAsync(TenantOptions options, TimeProvider? clock = null)
    {
        // The application is made by a tenant without trouble, so that what a test counts is its own.
        TenantClient tenant = await TenantClient.StartAsync(options, clock);
        await tenant.UseSeededAsync(Mailbox);
        return tenant;
    }

    private static async Task<string> SignInAsync(ImapConversation session, TenantClient tenant) =>
        (await session.RunAsync($"AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2(Mailbox, tenant.Token!)}"))[^1];
}
