using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>What keeps an application from a token although its certificate is right.</summary>
public sealed class ConditionalAccessTests
{
    private static readonly Guid PolicyId = new("c0ccd5be-0000-4000-8000-000000000001");

    [Fact]
    [Conforms("Conditional access", "A token that a policy for workload identities blocks: AADSTS53003, with the policies' ids.", Refuses = true)]
    public async Task A_token_that_a_policy_blocks_is_refused_with_the_policies_id()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        tenant.Server.Directory.SetConditionalAccessPolicy(new(PolicyId, "Block") { IncludeServicePrincipals = [application.PrincipalId] });

        Answer answer = (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.BadRequest);

        Assert.Equal(53003, (int)answer.Body["error_codes"]![0]!);
        Assert.Equal("invalid_grant", (string?)answer.Body["error"]);
        JsonNode claims = JsonNode.Parse((string)answer.Body["claims"]!)!;
        Assert.Equal(PolicyId.ToString(), (string?)claims["access_token"]!["capolids"]!["values"]![0]);
        TestApplication other = await tenant.RegisterAsync("Other");
        (await tenant.SignInAsync(other.AppId, other.Certificate)).Is(HttpStatusCode.OK);
    }

    [Fact]
    [Conforms("Conditional access", "Excluded service principals, and policies that only report, block nothing.")]
    public async Task Whom_a_policy_leaves_alone_gets_a_token()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        tenant.Server.Directory.SetConditionalAccessPolicy(new(PolicyId, "Block") { ExcludeServicePrincipals = [application.PrincipalId] });
        tenant.Server.Directory.SetConditionalAccessPolicy(new(Guid.NewGuid(), "Report") { ReportOnly = true });

        (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.OK);

        tenant.Server.Directory.SetConditionalAccessPolicy(new(PolicyId, "Block"));
        (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.BadRequest);
    }

    [Fact]
    [Conforms("Conditional access", "Policies can be read with their state and service principals.")]
    public async Task Policies_can_be_read_with_their_conditions()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        Guid excluded = Guid.NewGuid();
        tenant.Server.Directory.SetConditionalAccessPolicy(new(PolicyId, "Block outside") { ExcludeServicePrincipals = [excluded] });
        tenant.Server.Directory.SetConditionalAccessPolicy(new(Guid.NewGuid(), "Report") { ReportOnly = true });

        JsonArray all = (await tenant.GetAsync("/v1.0/identity/conditionalAccess/policies")).Is(HttpStatusCode.OK).Body["value"]!.AsArray();
        JsonNode one = (await tenant.GetAsync($"/v1.0/identity/conditionalAccess/policies/{PolicyId}")).Is(HttpStatusCode.OK).Body;

        Assert.Equal(["enabled", "enabledForReportingButNotEnforced"], all.Select(policy => (string)policy!["state"]!));
        Assert.Equal("Block outside", (string?)one["displayName"]);
        JsonNode clients = one["conditions"]!["clientApplications"]!;
        Assert.Equal("ServicePrincipalsInMyTenant", (string?)clients["includeServicePrincipals"]![0]);
        Assert.Equal(excluded.ToString(), (string?)clients["excludeServicePrincipals"]![0]);
        (await tenant.GetAsync($"/v1.0/identity/conditionalAccess/policies/{Guid.NewGuid()}")).Is(HttpStatusCode.NotFound);
    }

    [Fact]
    [Conforms("Conditional access", "A token for an API that requires assignment, where the application holds none of its permissions: AADSTS501051.", Refuses = true)]
    public async Task A_token_for_an_api_that_requires_assignment_needs_one()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        string graph = (string)(await tenant.GetAsync($"/v1.0/servicePrincipals?$filter=appId eq '{TenantClient.GraphAppId}'")).Body["value"]![0]!["id"]!;
        (await tenant.PatchAsync($"/v1.0/servicePrincipals/{graph}", new JsonObject { ["appRoleAssignmentRequired"] = true })).Is(HttpStatusCode.NoContent);

        Answer refused = (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.BadRequest);
        await tenant.GrantAsync(application, TenantClient.GraphAppId, "Mail.Read");

        Assert.Equal(501051, (int)refused.Body["error_codes"]![0]!);
        (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.OK);
    }

    [Fact]
    [Conforms("Conditional access", "A token of a disabled service principal: AADSTS7000112.", Refuses = true)]
    public async Task A_disabled_service_principal_gets_no_token()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        TestApplication application = await tenant.RegisterAsync("App");
        (await tenant.PatchAsync($"/v1.0/servicePrincipals/{application.PrincipalId}", new JsonObject { ["accountEnabled"] = false })).Is(HttpStatusCode.NoContent);

        Answer refused = (await tenant.SignInAsync(application.AppId, application.Certificate)).Is(HttpStatusCode.BadRequest);

        Assert.Equal(7000112, (int)refused.Body["error_codes"]![0]!);
    }
}
