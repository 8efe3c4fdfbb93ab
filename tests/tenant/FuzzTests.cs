using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>
/// Requests that no client in its senses would send. None of them may be answered with a 5xx, hang, or make the tenant grow.
/// </summary>
public sealed class FuzzTests
{
    private static readonly string[] Paths =
    [
        "/v1.0/applications", "/v1.0/applications/{id}", "/v1.0/applications/{id}/owners", "/v1.0/applications/{id}/owners/$ref",
        "/v1.0/applications/{id}/addPassword", "/v1.0/applications/{id}/removePassword", "/v1.0/servicePrincipals", "/v1.0/servicePrincipals/{id}",
        "/v1.0/servicePrincipals/{id}/appRoleAssignedTo", "/v1.0/servicePrincipals/{id}/appRoleAssignments", "/v1.0/oauth2PermissionGrants",
        "/v1.0/oauth2PermissionGrants/{id}", "/v1.0/directoryRoles", "/v1.0/roleManagement/directory/roleAssignments", "/v1.0/users", "/v1.0/users/{id}",
        "/v1.0/users/{id}/memberOf", "/v1.0/users/{id}/mailFolders/inbox", "/v1.0/groups", "/v1.0/groups/{id}/members", "/v1.0/domains/{id}",
        "/v1.0/directory/deletedItems/{id}", "/v1.0/$batch", "/beta/users", "/EWS/Exchange.asmx", "/adminapi/v2.0/{id}/Mailbox",
        "/{id}/oauth2/v2.0/token", "/{id}/oauth2/v2.0/authorize", "/{id}/v2.0/.well-known/openid-configuration", "/metadata/endpoints", "/observation",
    ];

    private static readonly string[] Names =
    [
        "displayName", "appId", "id", "web", "redirectUris", "spa", "publicClient", "api", "oauth2PermissionScopes", "appRoles", "requiredResourceAccess",
        "resourceAccess", "keyCredentials", "key", "keyId", "passwordCredentials", "identifierUris", "tags", "owners@odata.bind", "@odata.id", "principalId",
        "resourceId", "appRoleId", "clientId", "scope", "consentType", "roleTemplateId", "roleDefinitionId", "directoryScopeId", "requests", "method", "url",
        "headers", "body", "CmdletInput", "CmdletName", "Parameters", "signInAudience", "notes", "isEnabled", "value", "startDateTime", "endDateTime",
    ];

    private static readonly string[] Words =
    [
        "", "A", "'", "''", "\"", "\\", "(", ")", "%", "%00", "\u0000", "\ud83d\ude00", "null", "true", "GET", "POST", "/users", "/v1.0/$batch", "Role", "AllPrincipals",
        "00000003-0000-0000-c000-000000000000", "anna.berger@contoso.com", "2026-13-45T99:99:99Z", "9999-12-31T23:59:59Z", "https://x", "javascript:alert(1)", "<a>",
        "-1", "99999999999999999999", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t", "AsymmetricX509Cert", "client_credentials", "../..", "$metadata", "a=b&c=d",
    ];

    private static readonly string[] Filters =
    [
        "accountEnabled eq true", "startsWith(displayName,'a')", "not (mail eq null)", "assignedPlans/any(a:a/service eq 'exchange')", "id in ('a','b')",
        "displayName eq", "((((", "or or", "createdDateTime ge 2020-01-01T00:00:00Z", "a/b/c eq 1", "endsWith(mail,'x'", "proxyAddresses/any(p:p eq p)",
        "\"displayName:a\"", "\"displayName:a\" AND (\"mail:b\"", "\"mail:\\", "\"a\" OR", "displayName desc", "displayName,mail", "memberOf", "owners($top=1)",
    ];

    private static readonly string[] Options = ["$filter", "$select", "$top", "$skiptoken", "$count", "$orderby", "$search", "$expand", "$skip", "api-version"];

    private static readonly string[] Verbs =
    [
        "CAPABILITY", "NOOP", "ID", "LOGIN", "AUTHENTICATE", "NAMESPACE", "LIST", "LSUB", "STATUS", "SELECT", "EXAMINE", "FETCH", "UID FETCH", "UID",
        "SEARCH", "UID SEARCH", "STORE", "CHECK", "CLOSE", "UNSELECT", "APPEND", "EXPUNGE", "DONE",
    ];

    private static readonly string[] Arguments =
    [
        "INBOX", "\"\"", "\"*\"", "%", "1:*", "*", "0", "4294967296", "1,2,3", "3:1", "FLAGS", "(FLAGS", "(UID ENVELOPE BODYSTRUCTURE)", "BODY[]", "BODY.PEEK[HEADER]",
        "BODY[1.2.3]<0.99999999999>", "RFC822.SIZE", "(MESSAGES UNSEEN)", "NOT", "OR", "SINCE", "1-Jan-2026", "SUBJECT", "\"Offer", "NIL", "((((", "))))", "XOAUTH2", "PLAIN",
    ];

    private const ulong Seed = 20_260_401;

    /// <summary>Half a minute in an ordinary run; FUZZ_MINUTES makes it longer.</summary>
    private static TimeSpan Time =>
        double.TryParse(Environment.GetEnvironmentVariable("FUZZ_MINUTES"), CultureInfo.InvariantCulture, out double minutes)
        ? TimeSpan.FromMinutes(minutes)
        : TimeSpan.FromSeconds(30);

    private static bool Alone => Environment.GetEnvironmentVariable("FUZZ_MINUTES") is { Length: > 0 };

    [Fact]
    public async Task No_request_is_answered_with_a_defect_or_makes_the_tenant_grow()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { LoggedRequests = 100 });
        string exchange = await ExchangeTokenAsync(tenant);
        string graph = tenant.Token!;
        long start = Stopwatch.GetTimestamp();
        long sent = 0;
        long memory = 0;
        List<string> bad = [];
        for (ulong round = 0; Stopwatch.GetElapsedTime(start) < Time && bad.Count < 5; round++)
        {
            foreach (Sent request in Gen.Sample(Requests, 50, new Rnd(Seed + (round * 7919)), 40))
            {
                tenant.Token = request.Path.StartsWith("/EWS", StringComparison.Ordinal)
                    || request.Path.StartsWith("/adminapi", StringComparison.Ordinal)
                    ? exchange
                    : graph;
                Answer answer = await SendAsync(tenant, request);
                sent++;
                if ((int)answer.Status >= 500 && !answer.Text.Contains("<s:Envelope", StringComparison.Ordinal))
                    bad.Add($"{request.Method} {request.Path}\n{request.Body}\n{(int)answer.Status} {answer.Text}");
                if (!answer.Headers.ContainsKey("request-id") && !request.Path.Contains("%00", StringComparison.Ordinal))
                    bad.Add($"{request.Method} {request.Path}: no request-id, {(int)answer.Status} {answer.Text}");
            }
            Clear(tenant);
            // In an ordinary run other tests make the process grow.
            if (Alone && round % 20 == 5)
            {
                long now = GC.GetTotalMemory(forceFullCollection: true);
                memory = memory == 0 ? now : memory;
                Assert.True(now < memory + (64 << 20), $"{sent} requests grew the tenant from {memory >> 20} to {now >> 20} MB.");
            }
        }
        Assert.True(bad.Count == 0, $"{sent} requests:\n{string.Join("\n\n", bad)}");
        Assert.True(sent >= 500, $"Only {sent} requests in {Time}.");
        Assert.True(tenant.Server.Requests.Count <= 100);
        Assert.True(tenant.Server.Counters.Paths.Count <= 400, "Counters are kept by route, not by what was asked for.");
        tenant.Token = graph;
        (await tenant.GetAsync("/v1.0/users?$top=1")).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task No_command_ends_the_imap_server_or_is_left_without_an_answer()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { LoggedRequests = 100 });
        await tenant.UseSeededAsync("info@contoso.com");
        string authenticate = $"a AUTHENTICATE XOAUTH2 {ImapConversation.XOAuth2("info@contoso.com", tenant.Token!)}\r\n";
        long start = Stopwatch.GetTimestamp();
        for (ulong round = 0; Stopwatch.GetElapsedTime(start) < Time / 6; round++)
        {
            foreach (IReadOnlyList<string> lines in Gen.Sample(Gen.ListOf(Command, 8), 20, new Rnd(Seed + (round * 7919)), 20))
            {
                string commands = string.Concat(lines.Select(line => line + "\r\n"));
                await using ImapConversation session = await ImapConversation.OpenAsync(tenant.Server);
                // One that waits for something takes the first for it, and another may take the second.
                string said = await session.ReadToEndAsync($"{authenticate}a EXAMINE INBOX\r\n{commands}z LOGOUT\r\nz LOGOUT\r\nz LOGOUT")
                    .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
                Assert.True(said.Contains("z OK LOGOUT completed.", StringComparison.Ordinal), commands + said);
            }
        }
        Assert.True(tenant.Server.Counters.Paths.Count <= 100, "Counters are kept by command, not by what was asked for.");
        Assert.True(tenant.Server.Requests.Count <= 100);
    }

    /// <summary>Commands and what is none; literals have a test of their own, for who sends one waits.</summary>
    private static Gen<string> Command =>
        from tag in Gen.Elements("a", "", "(", "a b", "A1")
        from verb in Gen.OneOf(Gen.Elements(Verbs), Word)
        from arguments in Gen.ListOf(Gen.OneOf(Gen.Elements(Arguments), Word), 4)
        select $"{tag} {verb} {string.Join(' ', arguments)}".Replace('\r', ' ').Replace('\n', ' ').Replace('{', '(').Replace('}', ')');

    private sealed record Sent(string Method, string Path, string? Body);

    private static Gen<string> Word => Gen.OneOf(
        Gen.Elements(Words),
        Gen.Elements(Names),
        ArbMap.Default.GeneratorFor<string>().Select(text => text is { Length: > 60 } ? text[..60] : text ?? ""));

    private static Gen<string> Path =>
        from template in Gen.Elements(Paths)
        from id in Gen.OneOf(Gen.Elements(Words), Word)
        from options in Gen.ListOf(Option, 3)
        select template.Replace("{id}", Uri.EscapeDataString(id.Length == 0 ? "x" : id),
            StringComparison.Ordinal) + (options.Count == 0 ? "" : "?" + string.Join('&', options));

    private static Gen<string> Option =>
        from name in Gen.Elements(Options)
        from value in Gen.OneOf(Word, Gen.Elements(Filters))
        select $"{name}={Uri.EscapeDataString(value)}";

    private static Gen<JsonNode?> Json(int depth) => depth == 0
        ? Gen.OneOf(
            Word.Select(word => (JsonNode?)JsonValue.Create(word)),
            Gen.Elements<int>(0, 1, -1, int.MaxValue).Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Constant((JsonNode?)null))
        : Gen.OneOf(
            Json(0),
            Gen.ListOf(Json(depth - 1), 3).Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
            Gen.ListOf(Member(depth - 1), 4).Select(members => (JsonNode?)Object(members)));

    private static Gen<(string Name, JsonNode? Value)> Member(int depth) =>
        from name in Gen.OneOf(Gen.Elements(Names), Word)
        from value in Json(depth)
        select (name, value);

    private static JsonObject Object(IEnumerable<(string Name, JsonNode? Value)> members)
    {
        JsonObject json = [];
        foreach ((string name, JsonNode? value) in members)
            json[name] = value?.DeepClone();
        return json;
    }

    /// <summary>A body that is JSON of the tenant's names, JSON that is broken somewhere, or no JSON at all.</summary>
    private static Gen<string?> Body =>
        from json in Gen.ListOf(Member(3), 5)
        from kind in Gen.Choose(0, 9)
        from cut in Gen.Choose(0, 200)
        from word in Word
        select kind switch
        {
            0 => null,
            1 => word,
            2 => Object(json).ToJsonString() is { } text ? text[..Math.Min(cut, text.Length)] : null,
            3 => Object(json).ToJsonString().Replace('"', '\''),
            4 => new string('[', cut * 50),
            _ => Object(json).ToJsonString(),
        };

    private static Gen<Sent> Requests =>
        from method in Gen.Elements("GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS")
        from path in Path
        from body in Body
        select new Sent(method, path, method is "GET" or "HEAD" ? null : body);

    private static Task<Answer> SendAsync(TenantClient tenant, Sent sent) =>
        tenant.SendAsync(new HttpMethod(sent.Method), sent.Path, null, request =>
    {
        // Half of the queries are advanced ones.
        if (sent.Path.Length % 2 == 0)
            request.Headers.Add("ConsistencyLevel", "eventual");
        if (sent.Body is null)
            return;
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(sent.Body));
        string type = sent.Path.Contains("oauth2/v2.0/token", StringComparison.Ordinal) ? "application/x-www-form-urlencoded" : "application/json";
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
    });

    /// <summary>What the requests made would be growth of their own doing.</summary>
    private static void Clear(TenantClient tenant)
    {
        Guid[] seeded = [tenant.Server.Deployer.ClientId, tenant.Server.Operator.ClientId];
        using (tenant.Server.Directory.Gate.Write())
        {
            tenant.Server.Directory.DeletedApplications.RemoveAll(_ => true);
            foreach (SimulatedTenant.Directory.Application application in
                tenant.Server.Directory.Applications.Where(a => !seeded.Contains(a.AppId)))
                tenant.Server.Directory.Delete(application);
        }
    }

    private static async Task<string> ExchangeTokenAsync(TenantClient tenant)
    {
        TestApplication application = await tenant.RegisterAsync("Fuzz", (TenantClient.ExchangeAppId, "full_access_as_app"));
        Answer answer = await tenant.SignInAsync(application.AppId, application.Certificate, TenantClient.ExchangeScope);
        return (string)answer.Is(HttpStatusCode.OK).Body["access_token"]!;
    }
}
