using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

public sealed class QueryTests
{
    [Theory]
    [InlineData("accountEnabled eq false", 6)]
    [InlineData("userType eq 'Guest'", 2)]
    [InlineData("userType eq 'guest' and accountEnabled eq true", 2)]
    [InlineData("startsWith(displayName,'M')", 3)]
    [InlineData("startswith(mail, 'ROOM')", 1)]
    [InlineData("mail eq 'anna.berger@contoso.com' or mail eq 'info@contoso.com'", 2)]
    [InlineData("mail in ('anna.berger@contoso.com','info@contoso.com','nobody@contoso.com')", 2)]
    [InlineData("(givenName eq 'Anna' or givenName eq 'Peter') and accountEnabled eq true", 2)]
    [InlineData("proxyAddresses/any(p:p eq 'smtp:ceo@contoso.com')", 1)]
    [InlineData("onPremisesSyncEnabled eq true", 1)]
    [InlineData("displayName eq 'O''Neill'", 0)]
    [InlineData("createdDateTime ge 2021-01-01T00:00:00Z", 25)]
    [Conforms("Queries", "`$filter` with `eq`, `in`, `ge`, `startsWith`, `any`, `and`, `or` and parentheses, without regard to case.")]
    public async Task Filter_finds_the_users(string filter, int expected)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer answer = (await tenant.GetAsync($"/v1.0/users?$filter={Uri.EscapeDataString(filter)}&$select=id,displayName")).Is(HttpStatusCode.OK);
        Assert.Equal(expected, answer.Body["value"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("assignedPlans/any(a:a/servicePlanId eq 9aaf7827-d63c-4b61-89c3-182f06f82e5c and a/capabilityStatus eq 'Enabled')", 6)]
    [InlineData("assignedPlans/any(a:a/service eq 'exchange')", 17)]
    [InlineData("userType ne 'Guest'", 23)]
    [InlineData("not(userType eq 'Guest')", 23)]
    [InlineData("endsWith(mail,'@fabrikam.com')", 1)]
    [Conforms("Queries", "`ne`, `not`, `endsWith` and filters on plans, with `ConsistencyLevel: eventual` and `$count=true`.")]
    [Conforms("Queries", "Advanced queries without these two.", Refuses = true)]
    public async Task Advanced_filter_needs_count_and_eventual_consistency(string filter, int expected)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string query = $"/v1.0/users?$filter={Uri.EscapeDataString(filter)}";
        (await tenant.GetAsync(query)).Is(HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
        (await tenant.AdvancedAsync(query)).Is(HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
        (await tenant.GetAsync(query + "&$count=true")).Is(HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
        Answer answer = (await tenant.AdvancedAsync(query + "&$count=true")).Is(HttpStatusCode.OK);
        Assert.Equal(expected, (int)answer.Body["@odata.count"]!);
    }

    [Theory]
    [InlineData("$filter=colour eq 'red'", "Request_BadRequest")]
    [InlineData("$filter=displayName eq", "Request_BadRequest")]
    [InlineData("$filter=displayName is 'x'", "Request_BadRequest")]
    [InlineData("$filter=displayName eq 'x", "Request_BadRequest")]
    [InlineData("$filter=businessPhones eq '1'", "Request_UnsupportedQuery")]
    [InlineData("$select=colour", "Request_BadRequest")]
    [InlineData("$top=0", "Request_BadRequest")]
    [InlineData("$top=1000", "Request_BadRequest")]
    [InlineData("$orderby=mail", "Request_UnsupportedQuery")]
    [InlineData("$orderby=displayName,mail", "Request_UnsupportedQuery")]
    [InlineData("$orderby=displayName down", "Request_UnsupportedQuery")]
    [InlineData("$expand=manager", "Request_BadRequest")]
    [InlineData("$expand=memberOf,manager", "Request_UnsupportedQuery")]
    [InlineData("$expand=memberOf($select=id)", "Request_UnsupportedQuery")]
    [InlineData("$search=\"x\"", "Request_UnsupportedQuery")]
    [InlineData("$skip=1", "Request_UnsupportedQuery")]
    [InlineData("$count=yes", "Request_BadRequest")]
    [InlineData("$skiptoken=zz", "Directory_ExpiredPageToken")]
    [Conforms("Queries", "Unknown options and properties, malformed filters, pages of more than 999.", Refuses = true)]
    public async Task Query_that_is_not_supported_is_refused(string query, string code)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        string[] parts = query.Split('=', 2);
        (await tenant.GetAsync($"/v1.0/users?{parts[0]}={Uri.EscapeDataString(parts[1])}")).Is(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    [Conforms("Queries", "`$select`; without it the default set of a resource.")]
    public async Task Select_returns_what_was_named_and_the_default_set_otherwise()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonObject chosen = (await tenant.GetAsync("/v1.0/users?$select=id,assignedPlans&$top=1")).Body["value"]![0]!.AsObject();
        Assert.Equal(["id", "assignedPlans"], chosen.Select(p => p.Key));
        JsonObject standard = (await tenant.GetAsync("/v1.0/users?$top=1")).Body["value"]![0]!.AsObject();
        Assert.Contains("userPrincipalName", standard.Select(p => p.Key));
        Assert.DoesNotContain("assignedPlans", standard.Select(p => p.Key));
    }

    [Fact]
    [Conforms("Queries", "Pages of `$top` entries, 100 by default, with `@odata.nextLink`.")]
    public async Task Pages_follow_each_other_without_gap_or_repetition()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Users = 300 });
        List<string> ids = [];
        int pages = 0;
        string? next = "/v1.0/users?$select=id&$top=70&$count=true&$filter=" + Uri.EscapeDataString("accountEnabled eq true");
        while (next is not null)
        {
            Answer page = (await tenant.AdvancedAsync(next)).Is(HttpStatusCode.OK);
            Assert.Equal(pages == 0, page.Body["@odata.count"] is not null);
            ids.AddRange(page.Body["value"]!.AsArray().Select(u => (string)u!["id"]!));
            next = (string?)page.Body["@odata.nextLink"];
            pages++;
        }
        Assert.Equal(tenant.Server.Directory.Users.Where(u => u.AccountEnabled).Select(u => u.Id.ToString()), ids);
        Assert.Equal((ids.Count + 69) / 70, pages);
    }

    [Fact]
    public async Task Page_has_a_hundred_entries_unless_asked_otherwise()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Users = 1000 });
        Assert.Equal(100, (await tenant.GetAsync("/v1.0/users")).Body["value"]!.AsArray().Count);
        Assert.Equal(999, (await tenant.GetAsync("/v1.0/users?$top=999")).Body["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task Hundred_thousand_users_can_be_listed()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Users = 100_000 });
        int users = 0;
        string? next = "/v1.0/users?$select=id,displayName,userPrincipalName,mail,proxyAddresses,accountEnabled,userType,assignedPlans,onPremisesSyncEnabled&$top=999";
        while (next is not null)
        {
            Answer page = (await tenant.GetAsync(next)).Is(HttpStatusCode.OK);
            users += page.Body["value"]!.AsArray().Count;
            next = (string?)page.Body["@odata.nextLink"];
        }
        Assert.Equal(100_025, users);
        Assert.Equal(100_025, tenant.Server.Directory.Users.DistinctBy(u => u.UserPrincipalName).Count());
    }

    [Fact]
    [Conforms("/groups", "Transitive members hold nested groups and what is in them.")]
    public async Task Nested_group_shows_in_transitive_members()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        DirectoryGroup group = tenant.Server.Directory.FindGroup("Archive mailboxes")!;
        Answer direct = (await tenant.GetAsync($"/v1.0/groups/{group.Id}/members")).Is(HttpStatusCode.OK);
        Assert.Equal(5, direct.Body["value"]!.AsArray().Count);
        Assert.Contains(direct.Body["value"]!.AsArray(), m => (string)m!["@odata.type"]! == "#microsoft.graph.group");
        Answer all = (await tenant.GetAsync($"/v1.0/groups/{group.Id}/transitiveMembers/microsoft.graph.user?$select=id,userPrincipalName")).Is(HttpStatusCode.OK);
        Assert.Equal(8, all.Body["value"]!.AsArray().Count);
        Answer mixed = (await tenant.GetAsync($"/v1.0/groups/{group.Id}/transitiveMembers")).Is(HttpStatusCode.OK);
        Assert.Equal(9, mixed.Body["value"]!.AsArray().Count);
        (await tenant.GetAsync($"/v1.0/groups/{Guid.NewGuid()}/members")).Is(HttpStatusCode.NotFound, "Request_ResourceNotFound");
    }

    [Fact]
    [Conforms("/organization", "The organization tells its verified domains, and its licences how many are in use.")]
    public async Task Organization_tells_its_domains()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { DeployerPermissions = ["Directory.Read.All"], Domain = "adatum.onmicrosoft.com" });
        JsonNode organization = (await tenant.GetAsync("/v1.0/organization")).Is(HttpStatusCode.OK).Body["value"]!.AsArray().Single()!;
        Assert.Equal("Adatum", (string?)organization["displayName"]);
        Assert.Equal(tenant.Server.Directory.TenantId.ToString(), (string?)organization["id"]);
        Assert.Equal(["adatum.onmicrosoft.com", "adatum.com"], organization["verifiedDomains"]!.AsArray().Select(d => (string)d!["name"]!));
        JsonArray skus = (await tenant.GetAsync("/v1.0/subscribedSkus")).Is(HttpStatusCode.OK).Body["value"]!.AsArray();
        Assert.Equal(9, (int)skus.Single(s => (string)s!["skuPartNumber"]! == "SPE_E3")!["consumedUnits"]!);
    }

    [Fact]
    [Conforms("Queries", "`$batch` answers each item as if it had come by itself.")]
    public async Task Batch_answers_each_request_by_itself()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonObject Item(string id, string url, string method = "GET") => new() { ["id"] = id, ["method"] = method, ["url"] = url };
        Answer answer = (await tenant.PostAsync("/v1.0/$batch", new JsonObject
        {
            ["requests"] = new JsonArray(
                Item("a", "/users/anna.berger@contoso.com?$select=id"),
                Item("b", "/users/nobody@contoso.com"),
                Item("c", "/organization")),
        })).Is(HttpStatusCode.OK);
        Dictionary<string, JsonNode> responses = answer.Body["responses"]!.AsArray().ToDictionary(r => (string)r!["id"]!, r => r!);
        Assert.Equal(200, (int)responses["a"]["status"]!);
        Assert.Equal(404, (int)responses["b"]["status"]!);
        Assert.Equal("Request_ResourceNotFound", (string?)responses["b"]["body"]!["error"]!["code"]);
        Assert.Equal(403, (int)responses["c"]["status"]!);
        Assert.StartsWith("application/json", (string)responses["a"]["headers"]!["Content-Type"]!, StringComparison.Ordinal);
    }

    [Fact]
    [Conforms("Queries", "A batch of more than 20.", Refuses = true)]
    public async Task Batch_of_more_than_twenty_is_refused()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonArray requests =
        [
            .. Enumerable.Range(0, 21).Select(i => new JsonObject
            {
                ["id"] = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["method"] = "GET",
                ["url"] = "/users",
            }),
        ];
        (await tenant.PostAsync("/v1.0/$batch", new JsonObject { ["requests"] = requests })).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
    }

    [Fact]
    public async Task Unknown_path_and_method_are_refused()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (await tenant.GetAsync("/v1.0/planets")).Is(HttpStatusCode.BadRequest, "BadRequest");
        (await tenant.DeleteAsync("/v1.0/users")).Is(HttpStatusCode.MethodNotAllowed);
    }
}
