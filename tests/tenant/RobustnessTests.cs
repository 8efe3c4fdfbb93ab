using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Http;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>
/// What a client may send without the tenant falling, freezing or growing; every mistake of a client gets a 4xx in Graph's form.
/// </summary>
public sealed class RobustnessTests
{
    public static TheoryData<string, string> Filters => new()
    {
        { "parentheses", new string('(', 100_000) },
        { "deep parentheses within the length", new string('(', 1_000) },
        { "not", string.Concat(Enumerable.Repeat("not ", 400)) + "accountEnabled eq true" },
        { "long not", string.Concat(Enumerable.Repeat("not ", 200_000)) + "accountEnabled eq true" },
        { "or", string.Join(" or ", Enumerable.Repeat("accountEnabled eq true", 400_000)) },
        { "short or", string.Join(" or ", Enumerable.Repeat("accountEnabled eq true", 17)) },
        { "in", $"id in ({string.Join(',', Enumerable.Repeat("'a'", 17))})" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Filter_without_measure_is_refused(string what, string filter)
    {
        Assert.NotEmpty(what);
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonObject item = new() { ["id"] = "1", ["method"] = "GET", ["url"] = $"/users?$filter={Uri.EscapeDataString(filter)}&$count=true" };
        if (what == "not")
            item["headers"] = new JsonObject { ["ConsistencyLevel"] = "eventual" };
        Answer answer = await tenant.PostAsync("/v1.0/$batch", new JsonObject { ["requests"] = new JsonArray(item) });
        int status = answer.Status == HttpStatusCode.OK ? (int)answer.Body["responses"]![0]!["status"]! : (int)answer.Status;
        Assert.InRange(status, 400, 413);
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
    }

    public static TheoryData<string, byte[]> Bodies => new()
    {
        { "a name twice", """{"displayName":"A","displayName":"B"}"""u8.ToArray() },
        { "a name twice, deep", """{"displayName":"A","web":{"redirectUris":[],"redirectUris":[]}}"""u8.ToArray() },
        { "no UTF-8", [.. "{\"displayName\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "half a surrogate pair", """{"displayName":"\ud800"}"""u8.ToArray() },
        { "half a surrogate pair in a name", """{"\ud800":"A"}"""u8.ToArray() },
        { "deep arrays", Encoding.ASCII.GetBytes(new string('[', 100_000)) },
        { "deep objects", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"web\":", 10_000))) },
        { "nothing", [] },
        { "null", "null"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_that_is_no_proper_json_is_the_clients_mistake(string what, byte[] body)
    {
        Assert.NotEmpty(what);
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = await SendAsync(tenant, HttpMethod.Post, "/v1.0/applications", body);
        Refused(answer, 400);
    }

    [Theory]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"/users","headers":{"X":5}}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"/users","headers":[]}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":null}]}""")]
    [InlineData("""{"requests":[{"id":1,"method":"GET","url":"/users"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":{},"url":"/users"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"/users"},{"id":"1","method":"GET","url":"/users"}]}""")]
    public async Task Malformed_batch_is_refused_as_a_whole(string body)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Refused(await SendAsync(tenant, HttpMethod.Post, "/v1.0/$batch", Encoding.UTF8.GetBytes(body)), 400);
    }

    [Theory]
    [InlineData("/v1.0/users(')", 400)]
    [InlineData("/v1.0/users('", 400)]
    [InlineData("/v1.0/users('')", 404)]
    [InlineData("/v1.0/users/%FF", 404)]
    [InlineData("/v1.0/%", 400)]
    [InlineData("/v1.0/applications(appId=')", 400)]
    [InlineData("/v1.0/applications(appId='x')", 400)]
    [InlineData("/v1.0/users?$top=99999999999999999999", 400)]
    [InlineData("/v1.0/users?$skiptoken=zz", 400)]
    [InlineData("/v1.0/users?$skiptoken=7039393939393939393939393939393939393939393939", 400)]
    [InlineData("/v1.0/users?$filter='", 400)]
    [InlineData("/v1.0/users?$filter=createdDateTime gt 9999999999", 400)]
    public async Task Odd_url_is_the_clients_mistake(string path, int status)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = await tenant.GetAsync(path);
        Assert.True((int)answer.Status == status, $"{path}: expected {status}, found {(int)answer.Status}: {answer.Text}");
        Assert.NotNull(answer.ErrorCode);
    }

    [Theory]
    [InlineData("/v1.0/nothing", "nothing")]
    [InlineData("/v1.0/users/anna.berger@contoso.com/nothing", "nothing")]
    [InlineData("/beta/applications/x/owners/y/z", "z")]
    public async Task Unknown_path_is_a_bad_request_and_no_missing_resource(string path, string segment)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = (await tenant.GetAsync(path)).Is(HttpStatusCode.BadRequest, "BadRequest");
        Assert.Equal($"Resource not found for the segment '{segment}'.", answer.ErrorMessage);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1e300")]
    [InlineData("253402300800")]
    [InlineData("-9223372036854775808")]
    public async Task Assertion_beyond_the_calendar_is_refused(string expires)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Answer answer = await tenant.SignInAsync(application.AppId, application.Certificate, null, (header, claims) =>
        {
            claims["exp"] = JsonNode.Parse(expires);
            claims["nbf"] = JsonNode.Parse(expires);
            return TenantClient.Sign(header, claims, application.Certificate);
        });
        answer.Is(HttpStatusCode.Unauthorized);
        Assert.Equal(700024, (int)answer.Body["error_codes"]![0]!);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"alg":"RS256","alg":"PS256"}""")]
    [InlineData("""{"alg":"\ud800"}""")]
    public async Task Assertion_with_a_malformed_header_is_refused(string header)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string assertion = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.e30.AAAA";
        Answer answer = await tenant.SignInAsync(application.AppId, application.Certificate, null, (_, _) => assertion);
        answer.Is(HttpStatusCode.Unauthorized);
        Assert.Equal(50027, (int)answer.Body["error_codes"]![0]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_beyond_four_megabytes_is_refused_before_it_is_held(bool chunked)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        byte[] body = new byte[5 * 1024 * 1024];
        Answer answer = await SendAsync(tenant, HttpMethod.Post, "/v1.0/applications", body, request => request.Headers.TransferEncodingChunked = chunked);
        Refused(answer, 413);
        Assert.Null(tenant.Server.Requests[^1].Body);
    }

    [Fact]
    public async Task Log_keeps_the_last_requests_and_the_beginning_of_their_bodies()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { LoggedRequests = 5 });
        for (int i = 0; i < 8; i++)
            await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = $"App {i}", ["notes"] = new string('n', 100_000) });
        Assert.Equal(5, tenant.Server.Requests.Count);
        Assert.Equal(9, tenant.Server.Requests.Total);
        Assert.Equal([5, 6, 7, 8, 9], tenant.Server.Requests.Select(r => r.Number));
        Assert.All(tenant.Server.Requests, r => Assert.Equal(16 * 1024, r.Body!.Length));
    }

    [Fact]
    public async Task Every_answer_tells_its_request_id_and_the_clients()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer plain = (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
        Assert.True(Guid.TryParse(plain.Headers["request-id"], out _));
        Assert.Equal(plain.Headers["request-id"], plain.Headers["client-request-id"]);
        string mine = Guid.NewGuid().ToString();
        Answer named = await tenant.GetAsync("/v1.0/applications/no-guid", request => request.Headers.Add("client-request-id", mine));
        Assert.Equal(mine, named.Headers["client-request-id"]);
        JsonNode inner = named.Body["error"]!["innerError"]!;
        Assert.Equal((named.Headers["request-id"], mine), ((string)inner["request-id"]!, (string)inner["client-request-id"]!));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Issuer_and_next_page_name_the_host_that_was_asked(string host)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string asked = $"https://{host}:{tenant.Server.Url.Port}";
        JsonNode configuration = (await tenant.GetAsync($"{asked}/{tenant.Server.Directory.TenantId}/v2.0/.well-known/openid-configuration")).Body;
        Assert.Equal($"{asked}/{tenant.Server.Directory.TenantId}/v2.0", (string?)configuration["issuer"]);
        Assert.StartsWith(asked + "/", (string?)configuration["token_endpoint"], StringComparison.Ordinal);
        Assert.StartsWith(asked + "/", (string?)(await tenant.GetAsync($"{asked}/metadata/endpoints")).Body["graph"] + "/", StringComparison.Ordinal);
        JsonNode page = (await tenant.GetAsync($"{asked}/v1.0/users?$top=5")).Is(HttpStatusCode.OK).Body;
        Assert.StartsWith($"{asked}/v1.0/$metadata", (string?)page["@odata.context"], StringComparison.Ordinal);
        string next = (string)page["@odata.nextLink"]!;
        Assert.StartsWith($"{asked}/v1.0/users", next, StringComparison.Ordinal);
        (await tenant.GetAsync(next)).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Assertion_may_be_addressed_to_either_name()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        Answer answer = await tenant.SignInAsync(application.AppId, application.Certificate, null, (header, claims) =>
        {
            claims["aud"] = $"https://127.0.0.1:{tenant.Server.Url.Port}/{tenant.Server.Directory.TenantId}/oauth2/v2.0/token";
            return TenantClient.Sign(header, claims, application.Certificate);
        });
        answer.Is(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("localhost", 8443, "https://localhost:8443")]
    [InlineData("127.0.0.1", 9000, "https://127.0.0.1:9000")]
    [InlineData("[::1]", null, "https://[::1]:8443")]
    [InlineData("tenant.example", 8443, "https://tenant.example:8443")]
    [InlineData("login.evil.example", 8443, "https://localhost:8443")]
    [InlineData("", null, "https://localhost:8443")]
    public void Only_the_tenants_own_names_are_given_back(string host, int? port, string expected) =>
        Assert.Equal(expected, new ServerNames(8443, ["tenant.example"]).For(host, port));

    [Fact]
    public async Task Page_is_found_again_though_earlier_users_have_gone_and_new_ones_come()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        List<string> names = [];
        string? next = "/v1.0/users?$top=5&$select=displayName,id";
        for (int page = 0; next is not null; page++)
        {
            JsonNode body = (await tenant.GetAsync(next)).Is(HttpStatusCode.OK).Body;
            names.AddRange(body["value"]!.AsArray().Select(u => (string)u!["displayName"]!));
            next = (string?)body["@odata.nextLink"];
            if (page == 0)
                tenant.Server.Directory.UserStore.Remove(tenant.Server.Directory.FindUser("anna.berger@contoso.com")!);
        }
        Assert.Equal(25, names.Count);
        Assert.Equal(25, names.Distinct().Count());
    }

    private static async Task<Answer> SendAsync(
        TenantClient tenant, HttpMethod method, string path, byte[] body, Action<HttpRequestMessage>? change = null) =>
        await tenant.SendAsync(method, path, null, request =>
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            change?.Invoke(request);
        });

    private static void Refused(Answer answer, int status)
    {
        Assert.True((int)answer.Status == status, $"Expected {status}, found {(int)answer.Status}: {answer.Text}");
        Assert.NotNull(answer.ErrorCode);
        Assert.Equal(answer.Headers["request-id"], (string?)answer.Body["error"]!["innerError"]!["request-id"]);
    }
}
