using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class FaultTests
{
    [Fact]
    public async Task New_objects_show_once_they_are_replicated()
    {
        ManualClock clock = new(DateTimeOffset.UtcNow);
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Replication = new() { Objects = TimeSpan.FromSeconds(5) } }, clock);
        Answer application = (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "App" })).Is(HttpStatusCode.Created);
        string path = $"/v1.0/applications/{application.Body["id"]}";
        JsonObject principal = new() { ["appId"] = (string)application.Body["appId"]! };
        (await tenant.GetAsync(path)).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
        (await tenant.PatchAsync(path, new JsonObject { ["notes"] = "x" })).Is(HttpStatusCode.NotFound);
        Answer early = (await tenant.PostAsync("/v1.0/servicePrincipals", principal.DeepClone())).Is(HttpStatusCode.BadRequest);
        Assert.Contains("does not reference a valid application object", early.ErrorMessage, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await tenant.GetAsync(path)).Is(HttpStatusCode.OK);
        Answer created = (await tenant.PostAsync("/v1.0/servicePrincipals", principal)).Is(HttpStatusCode.Created);
        string principalPath = $"/v1.0/servicePrincipals/{created.Body["id"]}";
        (await tenant.GetAsync(principalPath)).Is(HttpStatusCode.NotFound);
        clock.Advance(TimeSpan.FromSeconds(5));
        (await tenant.GetAsync(principalPath)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task New_certificate_and_consent_reach_the_token_endpoint_later()
    {
        ManualClock clock = new(DateTimeOffset.UtcNow);
        ReplicationOptions replication = new() { Credentials = TimeSpan.FromSeconds(10), Assignments = TimeSpan.FromSeconds(40) };
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Replication = replication }, clock);
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read"));
        Answer early = (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.Unauthorized);
        Assert.Equal(700027, (int)early.Body["error_codes"]![0]!);
        clock.Advance(TimeSpan.FromSeconds(10));
        await tenant.UseAsync(application);
        (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.Forbidden);
        clock.Advance(TimeSpan.FromSeconds(30));
        (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.Forbidden); // the old token keeps its roles
        await tenant.UseAsync(application);
        (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Application_over_its_rate_is_throttled_until_the_window_ends()
    {
        ManualClock clock = new(DateTimeOffset.UtcNow);
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { RateLimiting = new() { RateLimit = 3, ResetTimeWindowSeconds = 10 } }, clock);
        for (int i = 0; i < 3; i++)
            (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(4));
        Answer throttled = (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.TooManyRequests, "TooManyRequests");
        Assert.Equal("6", throttled.Headers["Retry-After"]);
        clock.Advance(TimeSpan.FromSeconds(6));
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Items_of_a_batch_are_throttled_by_themselves()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { RateLimiting = new() { RateLimit = 2, RetryAfterSeconds = 7 } }, new ManualClock(DateTimeOffset.UtcNow));
        JsonArray requests = [.. Enumerable.Range(0, 3).Select(i => new JsonObject { ["id"] = i.ToString(CultureInfo.InvariantCulture), ["method"] = "GET", ["url"] = "/users/anna.berger@contoso.com/mailFolders/inbox" })];
        JsonArray responses = (await tenant.PostAsync("/v1.0/$batch", new JsonObject { ["requests"] = requests })).Is(HttpStatusCode.OK).Body["responses"]!.AsArray();
        Assert.Equal([403, 403, 429], responses.Select(r => (int)r!["status"]!));
        Assert.Equal("7", (string?)responses[2]!["headers"]!["Retry-After"]);
        Assert.Equal("ApplicationThrottled", (string?)responses[2]!["body"]!["error"]!["code"]);
    }

    [Fact]
    public async Task Busy_exchange_says_so_in_ews()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { RandomErrors = new() { Rate = 100, AllowedErrors = [503], RetryAfterInSeconds = 2 } });
        Answer answer = (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.InternalServerError);
        Assert.Contains("ErrorServerBusy", answer.Text, StringComparison.Ordinal);
        Assert.Contains("BackOffMilliseconds\">2000<", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_errors_repeat_with_their_seed_and_spare_the_sign_in()
    {
        TenantOptions options = new() { RandomErrors = new() { Rate = 50, Seed = 7 } };
        List<int>[] runs = [[], []];
        foreach (List<int> run in runs)
        {
            await using TenantClient tenant = await TenantClient.StartAsync(options);
            for (int i = 0; i < 40; i++)
                run.Add((int)(await tenant.GetAsync("/v1.0/users?$top=1")).Status);
        }
        Assert.Equal(runs[0], runs[1]);
        Assert.InRange(runs[0].Count(s => s == 200), 10, 30);
        Assert.All(runs[0].Where(s => s != 200), s => Assert.Contains(s, options.RandomErrors!.AllowedErrors));
    }

    [Fact]
    public async Task Latency_delays_every_answer()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Latency = new(30, 40) });
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        Assert.All(tenant.Server.Requests, r => Assert.True(r.Duration >= TimeSpan.FromMilliseconds(25), $"{r.PathAndQuery} took {r.Duration}"));
    }
}
