using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary><c>$orderby</c>, <c>$search</c> and <c>$expand</c> of directory objects.</summary>
public sealed class SortSearchExpandTests
{
    [Theory]
    [InlineData("displayName", false)]
    [InlineData("displayName desc", true)]
    [InlineData("userPrincipalName asc", false)]
    [Conforms("Queries", "`$orderby` in pages that neither repeat nor leave out a row.")]
    public async Task Users_are_sorted_across_pages(string order, bool descending)
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Users = 150 });
        string property = order.Split(' ')[0];
        List<string> seen = [];
        string? next = $"/v1.0/users?$orderby={Uri.EscapeDataString(order)}&$top=40";
        int pages = 0;
        while (next is not null)
        {
            JsonNode page = (await tenant.GetAsync(next)).Is(HttpStatusCode.OK).Body;
            seen.AddRange(page["value"]!.AsArray().Select(user => (string)user![property]!));
            next = (string?)page["@odata.nextLink"];
            pages++;
        }
        IEnumerable<string> all = tenant.Server.Directory.Users.Select(
            user => property == "displayName" ? user.DisplayName : user.UserPrincipalName);
        string[] expected = [.. all.Order(StringComparer.OrdinalIgnoreCase)];
        if (descending)
            Array.Reverse(expected);
        Assert.Equal(expected, seen, StringComparer.OrdinalIgnoreCase);
        Assert.Equal((seen.Count + 39) / 40, pages);
    }

    [Fact]
    [Conforms("Queries", "`$orderby` with `$filter` but for advanced queries.", Refuses = true)]
    public async Task Sorting_what_is_filtered_is_an_advanced_query()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        const string query = "/v1.0/users?$filter=accountEnabled eq true&$orderby=displayName";
        Answer refused = (await tenant.GetAsync(query)).Is(HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
        Assert.Equal("Sorting not supported for current query.", refused.ErrorMessage);
        (await tenant.AdvancedAsync(query)).Is(HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
        JsonNode page = (await tenant.AdvancedAsync(query + "&$count=true")).Is(HttpStatusCode.OK).Body;
        string[] names = [.. page["value"]!.AsArray().Select(user => (string)user!["displayName"]!)];
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
        Assert.Equal(names.Length, (int)page["@odata.count"]!);
    }

    [Fact]
    public async Task A_page_of_sorted_rows_goes_on_though_rows_went()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Users = 50, ChangesWhilePaging = true });
        HashSet<string> before = [.. tenant.Server.Directory.Users.Select(user => user.UserPrincipalName)];
        List<string> seen = [];
        string? next = "/v1.0/users?$orderby=userPrincipalName&$top=10";
        while (next is not null)
        {
            JsonNode page = (await tenant.GetAsync(next)).Is(HttpStatusCode.OK).Body;
            seen.AddRange(page["value"]!.AsArray().Select(user => (string)user!["userPrincipalName"]!));
            next = (string?)page["@odata.nextLink"];
        }
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(before.Intersect(tenant.Server.Directory.Users.Select(user => user.UserPrincipalName)).Except(seen));
    }

    [Theory]
    [InlineData("\"displayName:anna\"", "Anna Berger")]
    [InlineData("\"displayName:berger ANNA\"", "Anna Berger")]
    [InlineData("\"displayName:Ber\" AND \"displayName:Ann\"", "Anna Berger")]
    [InlineData("\"mail:anna.\" OR \"displayName:nobody\"", "Anna Berger")]
    [InlineData("(\"displayName:nobody\" OR \"displayName:anna\") AND \"userPrincipalName:anna\"", "Anna Berger")]
    [InlineData("\"displayName:erger\"", null)]
    [InlineData("\"mail:berger\"", null)]
    [Conforms("Queries", "`$search` with `AND`, `OR` and parentheses: words of display name and description, the beginning of other texts.")]
    public async Task Users_are_searched_by_words(string search, string? expected)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        JsonNode page = (await tenant.AdvancedAsync($"/v1.0/users?$search={Uri.EscapeDataString(search)}")).Is(HttpStatusCode.OK).Body;
        string[] found = [.. page["value"]!.AsArray().Select(user => (string)user!["displayName"]!)];
        if (expected is null)
            Assert.Empty(found);
        else
            Assert.Equal([expected], found);
    }

    [Theory]
    [InlineData("hello world", "HELLO wor", true)]
    [InlineData("HelloWorld", "world hello", true)]
    [InlineData("helloWORLD", "world", true)]
    [InlineData("HELLOworld", "world", false)]
    [InlineData("hello.world", "helloworld", true)]
    [InlineData("hello-world", "world", true)]
    [InlineData("hello world", "helloworld", false)]
    [InlineData("hello123world", "123", true)]
    [InlineData("李四(David Li)", "Li 李", true)]
    [InlineData("李四(David Li)", "David)", true)]
    [InlineData("David Li", "avid", false)]
    public async Task Words_are_taken_apart_as_documented(string name, string sought, bool found)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (await tenant.PostAsync("/v1.0/applications", new JsonObject { ["displayName"] = name })).Is(HttpStatusCode.Created);
        string search = Uri.EscapeDataString($"\"displayName:{sought}\"");
        JsonNode page = (await tenant.AdvancedAsync($"/v1.0/applications?$search={search}&$count=true")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(found ? 1 : 0, (int)page["@odata.count"]!);
    }

    [Fact]
    [Conforms("Queries", "`$search` without `ConsistencyLevel: eventual`.", Refuses = true)]
    public async Task Search_needs_eventual_consistency()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Answer refused = (await tenant.GetAsync("/v1.0/users?$search=\"displayName:anna\"")).Is(
            HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
        Assert.Equal(
            "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
            refused.ErrorMessage);
    }

    [Theory]
    [InlineData("displayName:anna")]
    [InlineData("\"anna\"")]
    [InlineData("\"displayName:\"")]
    [InlineData("\"displayName:anna")]
    [InlineData("\"displayName:anna\" or \"displayName:b\"")]
    [InlineData("(\"displayName:anna\"")]
    [InlineData("\"colour:red\"")]
    [InlineData("\"accountEnabled:true\"")]
    [InlineData("")]
    public async Task A_search_that_is_none_is_refused(string search)
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        (await tenant.AdvancedAsync($"/v1.0/users?$search={Uri.EscapeDataString(search)}")).Is(HttpStatusCode.BadRequest);
        string deep = Uri.EscapeDataString(new string('(', 1000));
        (await tenant.AdvancedAsync($"/v1.0/users?$search={deep}")).Is(HttpStatusCode.BadRequest, "Request_BadRequest");
    }

    [Fact]
    [Conforms("Queries", "`$expand` of one relationship, up to 20 objects of it, each as far as the caller may read it.")]
    public async Task Relationships_are_shown_up_to_twenty()
    {
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { Users = 30 });
        TenantDirectory directory = tenant.Server.Directory;
        DirectoryGroup group = directory.FindGroup("Archive mailboxes")!;
        JsonNode told = (await tenant.GetAsync($"/v1.0/groups/{group.Id}?$expand=members&$select=id")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(group.Members.Select(id => id.ToString()), told["members"]!.AsArray().Select(member => (string)member!["id"]!));
        Assert.All(told["members"]!.AsArray(), member => Assert.StartsWith("#microsoft.graph.", (string)member!["@odata.type"]!, StringComparison.Ordinal));
        using (directory.Gate.Write())
            directory.GroupStore.Set(group with { Members = [.. directory.UserStore.Visible.Take(25).Select(user => user.Id)] });
        told = (await tenant.GetAsync("/v1.0/groups?$expand=members&$filter=displayName eq 'Archive mailboxes'")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(20, told["value"]![0]!["members"]!.AsArray().Count);
        string anna = directory.UserStore.Visible.First().UserPrincipalName;
        JsonNode user = (await tenant.GetAsync($"/v1.0/users/{anna}?$expand=memberOf&$select=id")).Is(HttpStatusCode.OK).Body;
        Assert.Contains("Archive mailboxes", user["memberOf"]!.AsArray().Select(one => (string?)one!["displayName"]));
        JsonNode users = (await tenant.GetAsync("/v1.0/users?$expand=memberOf&$select=id&$top=1")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(["id", "memberOf"], users["value"]![0]!.AsObject().Select(property => property.Key));
    }

    [Fact]
    public async Task Owners_and_role_assignments_are_shown()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App", (TenantClient.GraphAppId, "Mail.Read"));
        string owner = $"{tenant.Base}/v1.0/directoryObjects/{application.PrincipalId}";
        (await tenant.PostAsync($"/v1.0/applications/{application.Id}/owners/$ref", new JsonObject { ["@odata.id"] = owner }))
            .Is(HttpStatusCode.NoContent);
        JsonNode one = (await tenant.GetAsync($"/v1.0/applications/{application.Id}?$expand=owners")).Is(HttpStatusCode.OK).Body;
        Assert.Equal(application.PrincipalId.ToString(), (string?)one["owners"]!.AsArray().Single()!["id"]);
        JsonNode principal = (await tenant.GetAsync(
            $"/v1.0/servicePrincipals/{application.PrincipalId}?$expand=appRoleAssignments")).Is(HttpStatusCode.OK).Body;
        Assert.Equal("Microsoft Graph", (string?)principal["appRoleAssignments"]!.AsArray().Single()!["resourceDisplayName"]);
        Answer advanced = await tenant.AdvancedAsync("/v1.0/applications?$expand=owners&$count=true");
        advanced.Is(HttpStatusCode.BadRequest, "Request_UnsupportedQuery");
    }
}
