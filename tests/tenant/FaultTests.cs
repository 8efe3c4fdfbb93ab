using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Http;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class FaultTests
{
    [Fact]
    public async Task New_objects_show_once_they_are_replicated()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { Replication = new() { Objects = TimeSpan.FromSeconds(5) } }, clock);
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
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
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
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { RateLimiting = new() { RateLimit = 3, ResetTimeWindowSeconds = 10 } }, clock);
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
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { RateLimiting = new() { RateLimit = 2, RetryAfterSeconds = 7 } },
            new ManualClock(TimeProvider.System.GetUtcNow()));
        JsonArray requests =
        [
            .. Enumerable.Range(0, 3).Select(i => new JsonObject
            {
                ["id"] = i.ToString(CultureInfo.InvariantCulture),
                ["method"] = "GET",
                ["url"] = "/users/anna.berger@contoso.com/mailFolders/inbox",
            }),
        ];
        JsonArray responses = (await tenant.PostAsync("/v1.0/$batch", new JsonObject { ["requests"] = requests })).Is(HttpStatusCode.OK).Body["responses"]!.AsArray();
        Assert.Equal([403, 403, 429], responses.Select(r => (int)r!["status"]!));
        Assert.Equal("7", (string?)responses[2]!["headers"]!["Retry-After"]);
        Assert.Equal("ApplicationThrottled", (string?)responses[2]!["body"]!["error"]!["code"]);
    }

    [Fact]
    public async Task Busy_exchange_says_so_in_ews()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { RandomErrors = new() { Rate = 100, AllowedErrors = [503], RetryAfterInSeconds = 2 } });
        Answer answer = (await Ews.GetInboxAsync(tenant, "anna.berger@contoso.com")).Is(HttpStatusCode.InternalServerError);
        Assert.Contains("ErrorServerBusy", answer.Text, StringComparison.Ordinal);
        Assert.Contains("BackOffMilliseconds\">2000<", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_errors_repeat_with_their_seed_and_spare_the_sign_in()
    {
        TenantOptions options = new() { Seed = 7, RandomErrors = new() { Rate = 50 } };
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

    [Fact]
    public async Task Chance_does_not_depend_on_what_else_is_under_way()
    {
        TenantOptions options = new() { Seed = 3, RandomErrors = new() { Rate = 50 } };
        string[] paths = [.. Enumerable.Range(1, 40).Select(i => $"/v1.0/users?$top={i}")];
        List<string>[] failed = [[], []];
        foreach ((int run, int degree) in new[] { (0, 1), (1, 8) })
        {
            await using TenantClient tenant = await TenantClient.StartAsync(options);
            ConcurrentBag<string> bag = [];
            await Parallel.ForEachAsync(paths, new ParallelOptions { MaxDegreeOfParallelism = degree }, async (path, _) =>
            {
                if ((await tenant.GetAsync(path)).Status != HttpStatusCode.OK)
                    bag.Add(path);
            });
            failed[run] = [.. bag.Order(StringComparer.Ordinal)];
        }
        Assert.Equal(failed[0], failed[1]);
        Assert.InRange(failed[0].Count, 8, 32);
    }

    [Theory]
    [InlineData(ErrorTiming.Before, false)]
    [InlineData(ErrorTiming.After, true)]
    public async Task Error_strikes_before_or_after_the_effect(ErrorTiming timing, bool made)
    {
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { RandomErrors = new() { Rate = 100, AllowedErrors = [503], Timing = timing } });
        (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "App" })).Is(HttpStatusCode.ServiceUnavailable);
        Assert.Equal(made, tenant.Server.Directory.Applications.Any(a => a.DisplayName == "App"));
    }

    [Fact]
    public async Task Too_many_requests_never_comes_after_the_effect()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { RandomErrors = new() { Rate = 100, AllowedErrors = [429], Timing = ErrorTiming.After } });
        (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "App" })).Is(HttpStatusCode.TooManyRequests);
        Assert.DoesNotContain(tenant.Server.Directory.Applications, a => a.DisplayName == "App");
    }

    [Fact]
    public async Task Every_third_request_fails()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { FailEvery = 3 });
        List<int> statuses = [];
        for (int i = 0; i < 6; i++)
            statuses.Add((int)(await tenant.GetAsync("/v1.0/users?$top=1")).Status);
        Assert.Equal([200, 200, 503, 200, 200, 503], statuses);
    }

    [Fact]
    public async Task Connection_is_lost_before_the_work_or_after_it()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Connections = new() { Dropped = 100 } });
        for (int i = 0; i < 12; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(
                () => tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "App" }));
        }
        Assert.InRange(tenant.Server.Directory.Applications.Count(a => a.DisplayName == "App"), 1, 11);
    }

    [Fact]
    public async Task Answer_stops_half_way()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Connections = new() { Cut = 100 } });
        await Assert.ThrowsAsync<HttpRequestException>(() => tenant.GetAsync("/v1.0/users"));
        Assert.Equal(200, tenant.Server.Requests[^1].Status);
    }

    [Fact]
    public async Task Request_that_comes_too_early_waits_longer_and_is_counted()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        RateLimitingOptions limit = new() { RateLimit = 1, ResetTimeWindowSeconds = 10, EarlyPenalty = TimeSpan.FromSeconds(30) };
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { RateLimiting = limit }, clock);
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        Answer first = (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("10", first.Headers["Retry-After"]);
        Assert.Equal(0, tenant.Server.Counters.EarlyRequests);
        clock.Advance(TimeSpan.FromSeconds(4));
        Answer early = (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.TooManyRequests);
        Assert.Equal("36", early.Headers["Retry-After"]);
        Assert.Equal(1, tenant.Server.Counters.EarlyRequests);
        clock.Advance(TimeSpan.FromSeconds(36));
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        Assert.Equal(1, tenant.Server.Counters.EarlyRequests);
    }

    [Fact]
    public async Task Each_mailbox_has_a_limit_of_its_own()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { MailboxRateLimiting = new() { RateLimit = 1 } }, new ManualClock(TimeProvider.System.GetUtcNow()));
        string[] mailboxes = ["anna.berger@contoso.com", "anna.berger@contoso.com", "peter.hoffmann@contoso.com"];
        List<int> statuses = [];
        foreach (string mailbox in mailboxes)
            statuses.Add((int)(await tenant.GetAsync($"/v1.0/users/{mailbox}/mailFolders/inbox")).Status);
        Assert.Equal([403, 429, 403], statuses);
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_writes_may_see_it_at_once_while_others_wait()
    {
        ReplicationOptions replication = new() { Objects = TimeSpan.FromMinutes(1), ReadYourWrites = true };
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { Replication = replication }, new ManualClock(TimeProvider.System.GetUtcNow()));
        Answer made = (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = "App" })).Is(HttpStatusCode.Created);
        string path = $"/v1.0/applications/{made.Body["id"]}";
        (await tenant.GetAsync(path)).Is(HttpStatusCode.OK);
        Answer other = await tenant.TokenAsync(new()
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = tenant.Server.Operator.ClientId.ToString(),
            ["client_secret"] = tenant.Server.Operator.ClientSecret,
            ["scope"] = $"{tenant.Base}/.default",
        });
        tenant.Token = (string)other.Body["access_token"]!;
        (await tenant.GetAsync(path)).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task New_roles_reach_lists_before_they_reach_tokens()
    {
        ManualClock clock = new(TimeProvider.System.GetUtcNow());
        await using TenantClient tenant = await TenantClient.StartAsync(
            new TenantOptions { Replication = new() { TokenRoles = TimeSpan.FromSeconds(30) } }, clock);
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read"));
        JsonNode assigned = (await tenant.GetAsync($"/v1.0/servicePrincipals/{application.PrincipalId}/appRoleAssignments")).Body["value"]!;
        Assert.Single(assigned.AsArray());
        string deployer = tenant.Token!;
        await tenant.UseAsync(application);
        (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.Forbidden);
        clock.Advance(TimeSpan.FromSeconds(30));
        await tenant.UseAsync(application);
        (await tenant.GetAsync("/v1.0/users/anna.berger@contoso.com/mailFolders/inbox")).Is(HttpStatusCode.OK);
        Assert.NotEqual(deployer, tenant.Token);
    }

    [Fact]
    public async Task Users_come_and_go_while_they_are_paged()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Users = 200, ChangesWhilePaging = true });
        HashSet<string> before = [.. tenant.Server.Directory.Users.Select(u => u.UserPrincipalName)];
        List<string> seen = [];
        string? next = "/v1.0/users?$top=20&$select=userPrincipalName";
        while (next is not null)
        {
            JsonNode page = (await tenant.GetAsync(next)).Is(HttpStatusCode.OK).Body;
            seen.AddRange(page["value"]!.AsArray().Select(u => (string)u!["userPrincipalName"]!));
            next = (string?)page["@odata.nextLink"];
        }
        HashSet<string> after = [.. tenant.Server.Directory.Users.Select(u => u.UserPrincipalName)];
        Assert.NotEmpty(before.Except(after));
        Assert.NotEmpty(after.Except(before));
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(before.Intersect(after).Except(seen));
        Assert.Contains("anna.berger@contoso.com", after);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(20, 5)]
    public async Task Batch_takes_one_delay_for_every_four_mailboxes(int mailboxes, int delays)
    {
        RecordingClock clock = new();
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Latency = new(20, 20) }, clock);
        clock.Delays.Clear();
        JsonArray items =
        [
            .. Enumerable.Range(0, mailboxes).Select(i => new JsonObject
            {
                ["id"] = i.ToString(CultureInfo.InvariantCulture),
                ["method"] = "GET",
                ["url"] = "/users/anna.berger@contoso.com/mailFolders/inbox",
            }),
        ];
        (await tenant.PostAsync("/v1.0/$batch", new JsonObject { ["requests"] = items })).Is(HttpStatusCode.OK);
        Assert.Equal([TimeSpan.FromMilliseconds(20 * delays)], clock.Delays);
    }

    [Fact]
    public async Task Counters_tell_paths_and_what_is_under_way()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        (await tenant.GetAsync("/v1.0/users/nobody@contoso.com")).Is(HttpStatusCode.NotFound);
        (await tenant.GetAsync("/v1.0/nothing")).Is(HttpStatusCode.BadRequest);
        Assert.Equal(new PathCounters(1, 0, 1), tenant.Server.Counters.Paths["GET /v1.0/users"]);
        Assert.Equal(new PathCounters(1, 1, 1), tenant.Server.Counters.Paths["GET /v1.0/users/{id}"]);
        Assert.Equal(new PathCounters(1, 1, 1), tenant.Server.Counters.Paths["(unknown)"]);
        Assert.Equal(1, tenant.Server.Counters.MaxInFlight);
        tenant.Token = null;
        JsonNode observed = (await tenant.GetAsync("/observation")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(1, (int)observed["paths"]!["GET /v1.0/users"]!["requests"]!);
        Assert.Equal(0, (int)observed["earlyRequests"]!);
    }
}
