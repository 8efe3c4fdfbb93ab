using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Http;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>Faults at single requests, and the count of those that come too early.</summary>
public sealed class PlannedFaultTests
{
    private const string Users = "/v1.0/users?$top=1";

    [Fact]
    public async Task The_nth_request_fails_whatever_it_speaks()
    {
        // The first is the deployer's sign-in.
        await using TenantClient tenant = await StartAsync(new(3), new(5), new(7), new(8));
        (await Ews.GetInboxAsync(tenant, "info@contoso.com")).Is(HttpStatusCode.Unauthorized);
        Assert.Contains("ErrorServerBusy", (await Ews.GetInboxAsync(tenant, "info@contoso.com")).Text, StringComparison.Ordinal);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal(["a OK NOOP completed."], await session.RunAsync("NOOP"));
        Assert.Equal(["a NO Server Unavailable. 15"], await session.RunAsync("NOOP"));
        (await tenant.GetAsync(Users)).Is(HttpStatusCode.OK);
        Assert.Equal("1", (await tenant.GetAsync(Users)).Is(HttpStatusCode.ServiceUnavailable).Headers["Retry-After"]);
        Answer refused = (await SignInAsync(tenant)).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal((90033, "1"), ((int)refused.Body["error_codes"]![0]!, refused.Headers["Retry-After"]));
        (await SignInAsync(tenant)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_requests_of_each_protocol_are_counted_by_themselves_too()
    {
        await using TenantClient tenant = await StartAsync(
            new(2, FaultKind.InternalServerError, RequestProtocol.Graph),
            new(1, FaultKind.GatewayTimeout, RequestProtocol.Imap),
            new(2, FaultKind.TooManyRequests, RequestProtocol.SignIn),
            new(1, FaultKind.TokenExpired, RequestProtocol.Ews));
        (await Ews.GetInboxAsync(tenant, "info@contoso.com")).Is(HttpStatusCode.Unauthorized);
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal(["* BYE Connection is closed. 13"], await session.RunAsync("NOOP"));
        (await tenant.GetAsync(Users)).Is(HttpStatusCode.OK);
        (await tenant.GetAsync(Users)).Is(HttpStatusCode.InternalServerError);
        (await tenant.GetAsync(Users)).Is(HttpStatusCode.OK);
        Answer refused = (await SignInAsync(tenant)).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal(90055, (int)refused.Body["error_codes"]![0]!);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionDropped, 0)]
    [InlineData(FaultKind.ConnectionDroppedAfterEffect, 1)]
    [InlineData(FaultKind.AnswerCut, 1)]
    public async Task The_connection_of_one_request_is_lost(FaultKind kind, int made)
    {
        await using TenantClient tenant = await StartAsync(new FaultAt(1, kind, RequestProtocol.Graph));
        JsonObject application = new() { ["displayName"] = "App" };
        await Assert.ThrowsAsync<HttpRequestException>(() => tenant.PostAsync("/v1.0/applications", application.DeepClone()));
        Assert.Equal(made, tenant.Server.Directory.Applications.Count(a => a.DisplayName == "App"));
        RequestRecord lost = tenant.Server.Requests[^1];
        Assert.Equal((true, made == 0 ? 0 : 201), (lost.IsLost, lost.Status));
        (await tenant.PostAsync("/v1.0/applications", application)).Is(HttpStatusCode.Created);
        Assert.False(tenant.Server.Requests[^1].IsLost);
    }

    [Fact]
    public async Task A_token_expires_in_mid_run()
    {
        await using TenantClient tenant = await StartAsync(new FaultAt(2, FaultKind.TokenExpired, RequestProtocol.Graph));
        (await tenant.GetAsync(Users)).Is(HttpStatusCode.OK);
        Answer refused = (await tenant.GetAsync(Users)).Is(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
        Assert.Equal("Lifetime validation failed, the token is expired.", refused.ErrorMessage);
        (await tenant.GetAsync(Users)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_imap_session_ends_when_its_token_expires()
    {
        await using TenantClient tenant = await StartAsync(
            new(1, FaultKind.TokenExpired, RequestProtocol.Imap), new(3, FaultKind.TokenExpired, RequestProtocol.Imap));
        await tenant.UseSeededAsync("info@contoso.com");
        string authenticate = $"AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)}";
        await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
        Assert.Equal(["a NO AUTHENTICATE failed."], await session.RunAsync(authenticate));
        Assert.Equal(["a OK AUTHENTICATE completed."], await session.RunAsync(authenticate));
        Assert.Equal(["* BYE Session invalidated - AccessTokenExpired"], await session.RunAsync("EXAMINE INBOX"));
    }

    [Fact]
    public async Task A_batch_has_a_number_and_so_have_its_items()
    {
        await using TenantClient tenant = await StartAsync(
            new(1, FaultKind.ServiceUnavailable, RequestProtocol.Graph),
            new(4, FaultKind.BadGateway, RequestProtocol.Graph),
            new(5, FaultKind.ConnectionDropped, RequestProtocol.Graph));
        JsonObject batch = new()
        {
            ["requests"] = new JsonArray(
                [.. Enumerable.Range(0, 3).Select(i => new JsonObject { ["id"] = $"{i}", ["method"] = "GET", ["url"] = "/users?$top=1" })]),
        };
        (await tenant.PostAsync("/v1.0/$batch", batch.DeepClone())).Is(HttpStatusCode.ServiceUnavailable);
        JsonArray answers = (await tenant.PostAsync("/v1.0/$batch", batch)).Is(HttpStatusCode.OK).Body["responses"]!.AsArray();
        Assert.Equal([200, 502, 502], answers.Select(answer => (int)answer!["status"]!));
    }

    [Fact]
    public async Task What_comes_again_before_its_retry_after_is_counted_by_application_and_marked_in_the_log()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        RandomErrorOptions always = new() { Rate = 100, AllowedErrors = [503], RetryAfterInSeconds = 5 };
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { RandomErrors = always }, clock);
        await tenant.GetAsync(Users);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        await tenant.GetAsync(Users); // on its way while the client was being told
        clock.Advance(TimeSpan.FromSeconds(1));
        await tenant.GetAsync("/v1.0/users?$top=2"); // something else
        Assert.Equal(0, tenant.Server.Counters.EarlyRequests);
        await tenant.GetAsync(Users);
        Assert.Equal(1, tenant.Server.Counters.EarlyRequests);
        clock.Advance(TimeSpan.FromSeconds(6));
        await tenant.GetAsync(Users);
        Guid deployer = tenant.Server.Deployer.ClientId;
        Assert.Equal(new Dictionary<Guid, long> { [deployer] = 1 }, tenant.Server.Counters.EarlyRequestsByApplication);
        Assert.Equal([false, false, false, true, false], tenant.Server.Requests.Skip(1).Select(record => record.IsEarly));
        JsonNode observed = (await tenant.GetAsync("/observation")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(1, (int)observed["earlyRequestsByApplication"]![deployer.ToString()]!);
    }

    [Fact]
    public async Task A_busy_exchange_counts_the_same_question_only()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        RandomErrorOptions always = new() { Rate = 100, AllowedErrors = [503], RetryAfterInSeconds = 5 };
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { RandomErrors = always }, clock);
        await Ews.GetInboxAsync(tenant, "info@contoso.com");
        clock.Advance(TimeSpan.FromSeconds(1));
        await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com");
        Assert.Equal(0, tenant.Server.Counters.EarlyRequests);
        await Ews.GetInboxAsync(tenant, "info@contoso.com");
        Assert.Equal(1, tenant.Server.Counters.EarlyRequests);
    }

    [Fact]
    public async Task Sign_in_takes_part_in_the_trouble_when_it_is_told_to()
    {
        await using TenantClient tenant = await StartAsync(new FaultAt(1000));
        await using TenantClient troubled = await TenantClient.StartAsync(
            new TenantOptions { FailEvery = 2, SignInTrouble = true });
        (await SignInAsync(troubled)).Is(HttpStatusCode.ServiceUnavailable);
        (await SignInAsync(troubled)).Is(HttpStatusCode.OK);
        (await SignInAsync(tenant)).Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("7", 7, FaultKind.ServiceUnavailable, null)]
    [InlineData("imap:3=drop", 3, FaultKind.ConnectionDropped, RequestProtocol.Imap)]
    [InlineData("sign-in:1=429", 1, FaultKind.TooManyRequests, RequestProtocol.SignIn)]
    [InlineData("ews:2=cut", 2, FaultKind.AnswerCut, RequestProtocol.Ews)]
    [InlineData("exchange:9=token-expired", 9, FaultKind.TokenExpired, RequestProtocol.ExchangeAdministration)]
    [InlineData("graph:4=drop-after", 4, FaultKind.ConnectionDroppedAfterEffect, RequestProtocol.Graph)]
    public void A_fault_is_written_as_protocol_number_and_kind(string text, int number, FaultKind kind, RequestProtocol? protocol) =>
        Assert.Equal(new FaultAt(number, kind, protocol), FaultNames.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("pop:1")]
    [InlineData("imap:")]
    [InlineData("1=boom")]
    [InlineData("1=503=503")]
    public void What_names_no_fault_is_refused(string text) => Assert.Null(FaultNames.Read(text));

    [Fact]
    public async Task Wrong_faults_are_named()
    {
        ArgumentException exception = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(
            new(0), new(2), new(2), new(1, FaultKind.TokenExpired, RequestProtocol.SignIn)));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"""
            FailAt names request 0; expected 1 or more.
            FailAt lets a token expire at sign-in 1; expected another protocol, since a sign-in has no token.
            FailAt names request 2 twice; expected one fault for each request.
            """),
            exception.Message);
    }

    private static Task<TenantClient> StartAsync(params FaultAt[] faults) =>
        TenantClient.StartAsync(new TenantOptions { FailAt = faults });

    private static Task<Answer> SignInAsync(TenantClient tenant) => tenant.TokenAsync(new()
    {
        ["grant_type"] = "client_credentials",
        ["client_id"] = tenant.Server.Deployer.ClientId.ToString(),
        ["client_secret"] = tenant.Server.Deployer.ClientSecret,
        ["scope"] = $"{tenant.Base}/.default",
    });
}
