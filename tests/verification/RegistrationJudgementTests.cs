using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>The registration, its redirect URI and its role, case by case, on a tenant of a few answers.</summary>
public sealed class RegistrationJudgementTests
{
    private const string Uri = "https://mail.contoso.com:8462/oidc/signin";

    private readonly StubTenant _tenant = new();

    public RegistrationJudgementTests()
    {
        _tenant.Integration = _tenant.Integration with { RedirectUri = Uri };
        Principal("{}");
    }

    [Theory]
    [InlineData("https://mail.contoso.com:8462/oidc/signin/", true)]
    [InlineData("https://MAIL.contoso.com:8462/OIDC/signin", true)]
    [InlineData("https://mail.contoso.com/other", true)]
    [InlineData("https://other.contoso.com/oidc/signin", false)]
    [InlineData("no address", false)]
    public async Task A_redirect_uri_that_is_not_registered_to_the_letter_is_missing_and_a_similar_one_is_named(
        string registered, bool similar)
    {
        Finding[] found = await JudgeAsync(Web(["first", registered]));

        Assert.Equal(["REDIRECT_URI_MISSING", "REDIRECT_URI_NOT_DECLARED", "REDIRECT_URI_NOT_DECLARED"], found.Select(finding => finding.Code));
        Assert.Equal(similar, found[0].Cause.Contains($"registered, {registered};", StringComparison.Ordinal));
        Assert.Equal([Uri, "first", registered], found.Select(finding => finding.Subject));
    }

    [Fact]
    public async Task One_that_differs_in_its_case_alone_is_named_before_one_of_the_same_host()
    {
        Finding[] found = await JudgeAsync(Web(["https://mail.contoso.com/first", "https://mail.contoso.com:8462/OIDC/signin"]));

        Assert.Contains("registered, https://mail.contoso.com:8462/OIDC/signin;", found[0].Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_registered_as_declared_passes()
    {
        CheckOutcome outcome = await LookAsync(Web([Uri]));

        Assert.Equal((CheckStatus.Passed, $"{Uri}, ID tokens on, access tokens off"), (outcome.Status, outcome.Summary));
    }

    [Theory]
    [InlineData(false, false, null, "ID_TOKENS_OFF")]
    [InlineData(null, null, null, "ID_TOKENS_OFF")]
    [InlineData(true, true, null, "ACCESS_TOKENS_ON")]
    [InlineData(true, null, null, null)]
    [InlineData(true, false, "https://mail.contoso.com/logout", "LOGOUT_URL_SET")]
    [InlineData(true, false, "", null)]
    public async Task What_is_open_or_shut_at_the_registration_is_told(bool? idTokens, bool? accessTokens, string? logout, string? code)
    {
        CheckOutcome outcome = await LookAsync(Web([Uri], idTokens, accessTokens, logout));

        Assert.Equal(code, outcome.Findings.SingleOrDefault()?.Code);
        Assert.Equal(code == "ID_TOKENS_OFF" ? "users cannot sign in to the product" : $"{Uri}, ID tokens on, access tokens off", outcome.Summary);
    }

    [Fact]
    public async Task A_registration_without_a_web_part_has_neither_uri_nor_id_tokens() => Assert.Equal(
        ["REDIRECT_URI_MISSING", "ID_TOKENS_OFF"], (await JudgeAsync(null)).Select(finding => finding.Code));

    [Fact]
    public async Task Where_an_assignment_is_required_those_who_may_sign_in_are_named()
    {
        Principal("""{"appRoleAssignmentRequired":true}""");
        _tenant.Lists($"/servicePrincipals/{StubTenant.PrincipalId}/appRoleAssignedTo",
            """{"id":"1","principalType":"User","principalDisplayName":"Anna Berger"}""",
            """{"id":"2","principalType":"Group","principalId":"aaaaaaaa-0000-0000-0000-000000000009"}""",
            """{"id":"3","principalType":"ServicePrincipal","principalDisplayName":"Another application"}""");

        Finding finding = Assert.Single(await JudgeAsync(Web([Uri])));

        Assert.Equal("ASSIGNMENT_REQUIRED", finding.Code);
        Assert.Contains("only Anna Berger, aaaaaaaa-0000-0000-0000-000000000009 can sign in", finding.Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_assignment_is_required_nobody_is_asked_for()
    {
        Principal("""{"appRoleAssignmentRequired":false}""");

        Assert.Empty(await JudgeAsync(Web([Uri])));
        Assert.DoesNotContain(_tenant.Asked, asked => asked.Contains("appRoleAssignedTo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true, "https://mail.contoso.com", false)]
    [InlineData(null, false, "https://mail.contoso.com", true)]
    [InlineData(null, false, "https://localhost", false)]
    [InlineData(true, true, "https://localhost", true)]
    [InlineData(false, false, "https://mail.contoso.com", false)]
    public void The_host_is_asked_unless_it_is_made_up_or_this_machine_or_the_operator_says_otherwise(
        bool? asked, bool simulated, string uri, bool expected) => Assert.Equal(
            expected,
            RedirectUriCheck.IsHostAsked(
                new() { CheckRedirectHost = asked, Endpoints = simulated ? _tenant.Options.Endpoints : null }, new(uri)));

    [Fact]
    public async Task Where_nobody_may_read_applications_the_redirect_uri_is_open()
    {
        _tenant.GraphRoles("Mail.Read");

        CheckOutcome outcome = await LookAsync(Web([Uri]));

        Assert.Equal((CheckStatus.Open, "to read it the application would need Application.Read.All or Directory.Read.All; an operator could read it"),
            (outcome.Status, outcome.Summary));
    }

    [Fact]
    public async Task An_application_that_is_the_only_one_of_its_name_passes()
    {
        CheckOutcome outcome = await ApplicationAsync(StubTenant.ClientId.ToString().ToUpperInvariant());

        Assert.Equal((CheckStatus.Passed, $"{StubTenant.ClientId}, the only one of its name"), (outcome.Status, outcome.Summary));
    }

    [Fact]
    public async Task Another_application_of_its_name_is_named()
    {
        CheckOutcome outcome = await ApplicationAsync(StubTenant.ClientId.ToString(), "bbbbbbbb-0000-0000-0000-000000000001");

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal("APPLICATION_NAME_TWICE", finding.Code);
        Assert.Contains("1 other application of this display name, with client id bbbbbbbb-0000-0000-0000-000000000001;", finding.Cause, StringComparison.Ordinal);
        Assert.Equal($"{StubTenant.ClientId}, not the only one of its name", outcome.Summary);
    }

    [Theory]
    [InlineData("""{"accountEnabled":false}""", false, true)]
    [InlineData("""{"accountEnabled":false}""", true, false)]
    [InlineData("""{"accountEnabled":true}""", false, false)]
    [InlineData("{}", false, false)]
    public async Task An_application_that_is_disabled_is_told_unless_the_sign_in_has_said_so(string principal, bool refused, bool told)
    {
        Principal(principal);
        _tenant.WithOperator();
        Knowledge known = refused ? Knowledge.None.With(SignInCheck.CheckId, new SignInFailure("refused")) : Knowledge.None;

        CheckOutcome outcome = await ApplicationAsync(known, StubTenant.ClientId.ToString());

        Assert.Equal(told ? ["APPLICATION_DISABLED"] : [], outcome.Findings.Select(finding => finding.Code));
        Assert.Equal(principal.Contains("false", StringComparison.Ordinal), outcome.Summary.EndsWith(", disabled for sign-in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_declared_role_and_no_other_is_to_be_held()
    {
        ExchangeRoleOutputs role = new("Exchange Administrator", new("29232cdf-9323-42fd-ade2-1d097af3e4de"));
        _tenant.Integration = _tenant.Integration with { ExchangeRole = role };
        const string Address = "/roleManagement/directory/roleAssignments?$filter=principalId eq 'aaaaaaaa-0000-0000-0000-000000000003'";
        const string Declared = """{"id":"1","roleDefinitionId":"29232CDF-9323-42fd-ade2-1d097af3e4de"}""", Other = """{"id":"2","roleDefinitionId":"other"}""";

        CheckOutcome held = await _tenant.Lists(Address, Declared).LookAsync(new ExchangeRoleCheck());
        CheckOutcome more = await _tenant.Lists(Address, Other, Declared, """{"id":"3"}""").LookAsync(new ExchangeRoleCheck());
        CheckOutcome missing = await _tenant.Lists(Address, Other).LookAsync(new ExchangeRoleCheck());

        Assert.Equal((CheckStatus.Passed, "Exchange Administrator"), (held.Status, held.Summary));
        Assert.Equal([("DIRECTORY_ROLE_NOT_DECLARED", "other"), ("DIRECTORY_ROLE_NOT_DECLARED", "a directory role")],
            more.Findings.Select(finding => (finding.Code, finding.Subject)));
        Assert.Equal("Exchange Administrator", more.Summary);
        Assert.Equal((CheckStatus.Failed, "the role is missing", "the directory role to be listed"), (missing.Status, missing.Summary, missing.WaitingFor));
        Assert.Equal(["EXCHANGE_ROLE_MISSING", "DIRECTORY_ROLE_NOT_DECLARED"], missing.Findings.Select(finding => finding.Code));
    }

    [Theory]
    [InlineData("2026-11-21", "EWS_ENDS", Severity.Warning, "in 131 days", "131 days left until 2027-04-01")]
    [InlineData("2027-03-31", "EWS_ENDS", Severity.Warning, "in 1 day,", "1 day left until 2027-04-01")]
    [InlineData("2027-04-01", "EWS_ENDED", Severity.Error, "since 2027-04-01", "0 days left until 2027-04-01")]
    [InlineData("2027-04-03", "EWS_ENDED", Severity.Error, "since 2027-04-01", "0 days left until 2027-04-01")]
    public async Task The_end_of_ews_is_told_to_the_day(string day, string code, Severity severity, string cause, string left)
    {
        _tenant.Options = _tenant.Options with
        {
            Clock = new TestClock(DateTimeOffset.Parse($"{day}T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture)),
        };

        CheckOutcome outcome = await EwsAsync(MailboxOutcome.Reachable);

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal((code, severity), (finding.Code, finding.Severity));
        Assert.Contains(cause, finding.Cause, StringComparison.Ordinal);
        Assert.Equal($"allowed; {left}", outcome.Summary);
    }

    [Fact]
    public async Task Ews_is_allowed_where_any_mailbox_gave_an_answer_and_blocked_where_one_says_so()
    {
        CheckOutcome silent = await EwsAsync(MailboxOutcome.Failed, MailboxOutcome.Unanswered);
        CheckOutcome nobody = await EwsAsync();
        CheckOutcome refused = await EwsAsync(MailboxOutcome.Failed, MailboxOutcome.AccessDenied);
        CheckOutcome blocked = await EwsAsync(MailboxOutcome.Reachable, MailboxOutcome.EwsBlocked);

        Assert.Equal((CheckStatus.Open, "no mailbox was asked; 131 days left until 2027-04-01"), (silent.Status, silent.Summary));
        Assert.Equal(silent.Summary, nobody.Summary);
        Assert.Equal((CheckStatus.Warning, "allowed; 131 days left until 2027-04-01"), (refused.Status, refused.Summary));
        Assert.Equal((CheckStatus.Failed, "blocked by the organization's policy"), (blocked.Status, blocked.Summary));
        Assert.Equal("X-EWS-Policy-Reason: as found", blocked.Findings.Single(finding => finding.Kind == EwsFindings.BlockedByPolicyKind).Detail);
    }

    [Fact]
    public async Task Ews_that_no_check_has_tried_is_open()
    {
        CheckOutcome outcome = await _tenant.LookAsync(new EwsPolicyCheck());

        Assert.Equal(CheckStatus.Open, outcome.Status);
    }

    private Task<CheckOutcome> EwsAsync(params MailboxOutcome[] outcomes) => _tenant.LookAsync(new EwsPolicyCheck(), Knowledge.None.With(
        MailboxCheck.IdOf(MailboxProtocol.Ews),
        new ProbedMailboxes([.. outcomes.Select(outcome => new MailboxAnswer(ProbeTests.Licensed, outcome, "as found"))])));

    private Task<CheckOutcome> ApplicationAsync(params string[] clientIds) => ApplicationAsync(Knowledge.None, clientIds);

    private Task<CheckOutcome> ApplicationAsync(Knowledge known, params string[] clientIds) => _tenant
        .Lists("/applications?$filter=displayName eq 'MailStore Server'", [.. clientIds.Select(id => $$"""{"id":"{{id}}","appId":"{{id}}"}""")])
        .LookAsync(new ApplicationCheck(), known);

    private void Principal(string json) => _tenant.Says($"/servicePrincipals/{StubTenant.PrincipalId}?", json);

    private static JsonObject Web(string[] uris, bool? idTokens = true, bool? accessTokens = false, string? logout = null) => new()
    {
        ["redirectUris"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]),
        ["implicitGrantSettings"] = new JsonObject { ["enableIdTokenIssuance"] = idTokens, ["enableAccessTokenIssuance"] = accessTokens },
        ["logoutUrl"] = logout,
    };

    private Task<CheckOutcome> LookAsync(JsonObject? web) => _tenant
        .Says($"/applications/{StubTenant.ApplicationId}?", new JsonObject { ["id"] = "1", ["web"] = web }.ToJsonString())
        .LookAsync(new RedirectUriCheck());

    private async Task<Finding[]> JudgeAsync(JsonObject? web) => [.. (await LookAsync(web)).Findings];
}
