using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What was granted beside what was declared, case by case, on a tenant of a few answers.</summary>
public sealed class ConsentJudgementTests
{
    private static readonly Guid Other = new("dddddddd-0000-0000-0000-000000000001");

    private static readonly PermissionOutputs
        Directory = Application("Microsoft Graph", WellKnown.MicrosoftGraph, "Directory.Read.All", 1),
        MailRead = Application("Microsoft Graph", WellKnown.MicrosoftGraph, "Mail.Read", 2),
        FullAccess = Application("Exchange", WellKnown.ExchangeOnline, "full_access_as_app", 3),
        UserRead = new("Microsoft Graph", WellKnown.MicrosoftGraph, PermissionType.Delegated, "User.Read", Id(9));

    private readonly StubTenant _tenant = new();
    private readonly List<string> _assignments = [], _grants = [];

    public ConsentJudgementTests()
    {
        Principal(WellKnown.MicrosoftGraph, "Microsoft Graph", 101, (1, "Directory.Read.All"), (2, "Mail.Read"));
        Principal(WellKnown.ExchangeOnline, "Office 365 Exchange Online", 102, (3, "full_access_as_app"));
    }

    [Fact]
    public async Task What_was_granted_as_declared_passes_and_says_where_it_was_seen()
    {
        Declare(Directory, FullAccess, UserRead);
        _tenant.ExchangeRoles("full_access_as_app");
        Assign(101, 1);
        Assign(102, 3);
        Grant(101, "openid profile email offline_access User.Read");

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(CheckStatus.Passed, outcome.Status);
        Assert.Equal("3 permissions granted as declared, seen in tokens and assignments", outcome.Summary);
    }

    [Fact]
    public async Task What_no_token_carries_and_nobody_assigned_is_missing_once()
    {
        Declare(Directory, MailRead);
        Assign(101, 1);

        CheckOutcome outcome = await LookAsync();

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal(("PERMISSION_NOT_GRANTED", "Microsoft Graph: Mail.Read", "roles in the token: Directory.Read.All"),
            (finding.Code, finding.Subject, finding.Detail));
        Assert.Equal("the permissions granted are not the ones declared", outcome.Summary);
        Assert.Equal("Mail.Read to appear in tokens", outcome.WaitingFor);
    }

    [Fact]
    public async Task What_a_token_carries_and_nobody_assigned_is_not_assigned()
    {
        Declare(Directory);

        Assert.Equal([("PERMISSION_NOT_ASSIGNED", "Microsoft Graph: Directory.Read.All")], await FoundAsync());
    }

    [Theory]
    [InlineData(101, 2)]
    [InlineData(102, 1)]
    public async Task An_assignment_counts_for_its_own_role_of_its_own_api_alone(int api, int role)
    {
        Declare(Directory);
        Assign(api, role);

        Assert.Contains(("PERMISSION_NOT_ASSIGNED", "Microsoft Graph: Directory.Read.All"), await FoundAsync());
    }

    [Fact]
    public async Task What_is_held_beyond_the_declaration_is_told_once_though_seen_in_tokens_and_assignments()
    {
        Declare(Directory);
        _tenant.GraphRoles("Sites.Read.All", "Mail.Read", StubTenant.Reading);
        Assign(101, 1);
        Assign(101, 2);

        Assert.Equal(
            [("PERMISSION_NOT_DECLARED", "Microsoft Graph: Mail.Read"), ("PERMISSION_NOT_DECLARED", "Microsoft Graph: Sites.Read.All")],
            await FoundAsync());
        Assert.DoesNotContain(_tenant.Asked, asked => asked.Contains($"/servicePrincipals/{Id(101)}?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_roles_of_an_api_without_declared_application_permissions_are_looked_at_in_graph_tokens_only()
    {
        Declare(UserRead with { ApiClientId = Other, Api = "Other" });
        _tenant.GraphRoles(StubTenant.Reading);
        Principal(Other, "Other", 103);
        Grant(103, "User.Read");
        Assign(101, 1);

        Assert.Equal([("PERMISSION_NOT_DECLARED", "Microsoft Graph: Directory.Read.All")], await FoundAsync());
        Assert.DoesNotContain(_tenant.Asked, asked => asked.Contains($"token {Other}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_permissions_of_an_api_are_called_after_the_declared_name()
    {
        Declare(Directory with { Api = "Graph of this tenant" });
        _tenant.GraphRoles(StubTenant.Reading, "Mail.Read");
        Assign(101, 1);

        Assert.Equal([("PERMISSION_NOT_DECLARED", "Graph of this tenant: Mail.Read")], await FoundAsync());
    }

    [Fact]
    public async Task An_api_that_the_tenant_does_not_have_is_named_and_the_others_are_looked_at()
    {
        Declare(Application("Other", Other, "Read", 4), Directory);
        _tenant.RolesOf(Other, "Read").Lists($"/servicePrincipals?$filter=appId eq '{Other}'");

        Assert.Equal([("API_MISSING", "Other"), ("PERMISSION_NOT_ASSIGNED", "Microsoft Graph: Directory.Read.All")], await FoundAsync());
    }

    [Fact]
    public async Task An_id_that_is_another_permissions_is_an_error_that_names_that_one()
    {
        Declare(Directory, FullAccess with { Value = "Mail.Read", ApiClientId = WellKnown.MicrosoftGraph, Api = "Microsoft Graph", Id = Id(1) });
        _tenant.GraphRoles(StubTenant.Reading, "Mail.Read");
        Assign(101, 1);

        CheckOutcome outcome = await LookAsync();

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal(("PERMISSION_ID_INVALID", "Microsoft Graph: Mail.Read"), (finding.Code, finding.Subject));
        Assert.Equal($"The id {Id(1)} belongs to Directory.Read.All in this tenant.", finding.Cause);
    }

    [Fact]
    public async Task An_assignment_of_an_api_that_is_not_declared_is_looked_up()
    {
        Declare(Directory);
        Assign(101, 1);
        Assign(103, 5);
        Assign(104, 6);
        _tenant.Says($"/servicePrincipals/{Id(103)}?", Described(Other, "Other", 103, (5, "Sites.Manage")).ToJsonString())
            .Says($"/servicePrincipals/{Id(104)}?", Described(Other, "Other", 104).ToJsonString());

        Assert.Equal(
            [("PERMISSION_NOT_DECLARED", "Other: Sites.Manage"), ("PERMISSION_NOT_DECLARED", $"Other: {Id(6)}")], await FoundAsync());
    }

    [Fact]
    public async Task An_assignment_is_called_after_what_it_says_of_itself_first()
    {
        Declare(Directory);
        Assign(101, 1);
        _assignments.Add("{\"id\":\"x\",\"resourceDisplayName\":\"A name of its own\"}");
        _assignments.Add("{\"id\":\"y\"}");

        Assert.Equal(
            [("PERMISSION_NOT_DECLARED", "A name of its own: (no role)"), ("PERMISSION_NOT_DECLARED", "unknown API: (no role)")],
            await FoundAsync());
    }

    [Theory]
    [InlineData("Principal", 101, "User.Read")]
    [InlineData("AllPrincipals", 102, "User.Read")]
    [InlineData("AllPrincipals", 101, "User.ReadBasic User.Read.All")]
    public async Task A_delegated_permission_is_granted_only_for_all_users_by_its_api_and_to_the_letter(
        string consent, int api, string scope)
    {
        Declare(Directory, UserRead);
        Assign(101, 1);
        Grant(api, scope, consent);

        Assert.Contains(("DELEGATED_PERMISSION_NOT_GRANTED", "Microsoft Graph: User.Read"), await FoundAsync());
    }

    [Theory]
    [InlineData("AllPrincipals", "(for all users)")]
    [InlineData("Principal", "(for one user)")]
    public async Task Delegated_permissions_beyond_the_declaration_are_told_by_grant(string consent, string forWhom)
    {
        Declare(Directory, UserRead);
        Assign(101, 1);
        Grant(101, "User.Read");
        Grant(101, "User.Read Mail.Read  openid Files.Read", consent);

        Finding finding = Assert.Single((await LookAsync()).Findings);
        Assert.Equal(("DELEGATED_PERMISSION_NOT_DECLARED", "Mail.Read, Files.Read"), (finding.Code, finding.Subject));
        Assert.Contains(forWhom, finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delegated_permission_of_another_api_is_not_the_declared_one_of_the_same_name()
    {
        Declare(Directory, UserRead, FullAccess);
        _tenant.ExchangeRoles("full_access_as_app");
        Assign(101, 1);
        Assign(102, 3);
        Grant(101, "User.Read");
        Grant(102, "User.Read");

        Assert.Equal([("DELEGATED_PERMISSION_NOT_DECLARED", "User.Read")], await FoundAsync());
    }

    [Fact]
    public async Task Several_delegated_permissions_in_one_grant_are_as_declared()
    {
        Declare(Directory, UserRead, UserRead with { Value = "Files.Read" });
        Assign(101, 1);
        Grant(101, "User.Read Files.Read");

        Assert.Empty(await FoundAsync());
    }

    [Fact]
    public async Task A_role_that_its_api_does_not_list_is_judged_by_its_assignment_alone()
    {
        Declare(Directory);
        Principal(WellKnown.MicrosoftGraph, "Microsoft Graph", 101, (7, "Other"));
        Assign(101, 1);

        Assert.Empty(await FoundAsync());
    }

    [Fact]
    public async Task Without_a_token_the_operator_sees_assignments_and_grants()
    {
        Declare(Directory, UserRead);
        Assign(101, 1);
        Grant(101, "User.Read");
        _tenant.HasKey = false;
        _tenant.WithOperator();

        CheckOutcome outcome = await LookAsync();

        Assert.Equal((CheckStatus.Passed, "2 permissions granted as declared, seen in assignments; not seen: roles in tokens"),
            (outcome.Status, outcome.Summary));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_may_read_the_directory_what_tokens_say_is_said_with_what_was_not_seen(bool delegated)
    {
        Declare(delegated ? [MailRead, UserRead] : [MailRead]);
        _tenant.GraphRoles("Mail.Read");

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(delegated ? CheckStatus.Open : CheckStatus.Passed, outcome.Status);
        Assert.Equal(delegated ? "2 permissions granted as declared, seen in tokens; not seen: assignments, delegated permissions"
            : "1 permission granted as declared, seen in tokens; not seen: assignments", outcome.Summary);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_may_read_applications_and_no_grants_leaves_delegated_permissions_open(bool delegated)
    {
        PermissionOutputs reading = Directory with { Value = "Application.Read.All" };
        Declare(delegated ? [reading, UserRead] : [reading]);
        Principal(WellKnown.MicrosoftGraph, "Microsoft Graph", 101, (1, "Application.Read.All"));
        _tenant.GraphRoles("Application.Read.All");
        Assign(101, 1);

        CheckOutcome outcome = await LookAsync();

        Assert.Equal(delegated ? CheckStatus.Open : CheckStatus.Passed, outcome.Status);
        Assert.EndsWith("seen in tokens and assignments; not seen: delegated permissions", outcome.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tokens_and_reader_it_is_open_and_says_why()
    {
        Declare(MailRead);
        Knowledge failed = Knowledge.None.With(SignInCheck.CheckId, new SignInFailure("the application cannot sign in"));

        CheckOutcome outcome = await _tenant.LookAsync(new ConsentCheck(), failed);

        Assert.Equal((CheckStatus.Open, "the application cannot sign in"), (outcome.Status, outcome.Summary));
        Assert.Empty(_tenant.Asked);
    }

    private static Guid Id(int number) => new($"00000000-0000-0000-0000-{number:D12}");

    private static PermissionOutputs Application(string name, Guid api, string value, int id) =>
        new(name, api, PermissionType.Application, value, Id(id));

    private static JsonObject Described(Guid appId, string name, int id, params (int Id, string Value)[] roles) => new()
    {
        ["id"] = Id(id).ToString(),
        ["appId"] = appId.ToString(),
        ["displayName"] = name,
        ["appRoles"] = new JsonArray([.. roles.Select(role => new JsonObject { ["id"] = Id(role.Id).ToString(), ["value"] = role.Value })]),
    };

    private void Principal(Guid appId, string name, int id, params (int Id, string Value)[] roles) => _tenant
        .Lists($"/servicePrincipals?$filter=appId eq '{appId}'", Described(appId, name, id, roles).ToJsonString())
        .Says($"/servicePrincipals/{Id(id)}?", Described(appId, name, id, roles).ToJsonString());

    private void Declare(params PermissionOutputs[] permissions) =>
        _tenant.Integration = _tenant.Integration with { Permissions = permissions };

    private void Assign(int api, int role) => _assignments.Add(new JsonObject
    {
        ["id"] = $"{api}/{role}",
        ["resourceId"] = Id(api).ToString(),
        ["appRoleId"] = Id(role).ToString(),
    }.ToJsonString());

    private void Grant(int api, string scope, string consent = "AllPrincipals") => _grants.Add(new JsonObject
    {
        ["id"] = $"{_grants.Count}",
        ["resourceId"] = Id(api).ToString(),
        ["scope"] = scope,
        ["consentType"] = consent,
    }.ToJsonString());

    private Task<CheckOutcome> LookAsync() => _tenant
        .Lists($"/servicePrincipals/{StubTenant.PrincipalId}/appRoleAssignments", [.. _assignments])
        .Lists($"/oauth2PermissionGrants?$filter=clientId eq '{StubTenant.PrincipalId}'", [.. _grants])
        .LookAsync(new ConsentCheck());

    private async Task<(string Code, string Subject)[]> FoundAsync() =>
        [.. (await LookAsync()).Findings.Select(finding => (finding.Code, finding.Subject))];
}
