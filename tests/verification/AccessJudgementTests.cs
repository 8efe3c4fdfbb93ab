using System.Net;
using Azure.Identity;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Who is let in: the application by its certificate, and nobody by a password; on a tenant of a few answers.</summary>
public sealed class AccessJudgementTests
{
    private const string Verified = """{"id":"1","verifiedDomains":[{"name":"CONTOSO.onmicrosoft.com"}]}""";

    private readonly StubTenant _tenant = new();

    [Fact]
    public async Task An_application_that_signs_in_to_the_tenant_of_the_stack_passes()
    {
        CheckOutcome outcome = await _tenant.Lists("/organization", Verified).LookAsync(new SignInCheck());

        Assert.Equal((CheckStatus.Passed, $"signed in with certificate {StubTenant.Certificate.Thumbprint[..8]}…"), (outcome.Status, outcome.Summary));
        Assert.Null(outcome.Learned);
    }

    [Fact]
    public async Task Without_a_private_key_the_sign_in_is_open_and_later_checks_learn_why()
    {
        _tenant.HasKey = false;

        CheckOutcome outcome = await _tenant.LookAsync(new SignInCheck());

        Assert.Equal((CheckStatus.Open, "no private key at hand"), (outcome.Status, outcome.Summary));
        Assert.Equal(new SignInFailure("no private key is at hand to sign in as the application"), outcome.Learned);
        Assert.Equal("SIGN_IN_NOT_PROVEN", Assert.Single(outcome.Findings).Code);
    }

    [Fact]
    public async Task A_token_of_another_tenant_is_an_error()
    {
        _tenant.TokenTenant = new("99999999-2222-3333-4444-555555555555");

        CheckOutcome outcome = await _tenant.Lists("/organization", Verified).LookAsync(new SignInCheck());

        Assert.Equal([("SIGN_IN_OTHER_TENANT", "99999999-2222-3333-4444-555555555555")], Found(outcome));
    }

    [Fact]
    public async Task A_tenant_without_the_domain_of_the_stack_is_an_error_that_names_what_it_holds()
    {
        CheckOutcome outcome = await _tenant
            .Lists("/organization", """{"id":"1","verifiedDomains":[{"name":"fabrikam.com"}]}""").LookAsync(new SignInCheck());

        Assert.Equal([("TENANT_DOMAIN_OTHER", StubTenant.Domain)], Found(outcome));
        Assert.EndsWith("It holds fabrikam.com.", outcome.Findings[0].Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Directory.Read.All", 403, CheckStatus.Passed)]
    [InlineData("Mail.Read", 200, CheckStatus.Passed)]
    [InlineData("Directory.Read.All", 500, CheckStatus.Unanswered)]
    public async Task Whether_the_domain_may_be_read_says_nothing_about_the_sign_in(string role, int status, CheckStatus expected)
    {
        _tenant.GraphRoles(role).WithOperator().Says("/organization", """{"value":[]}""", status);
        _tenant.Options = role == "Mail.Read" ? _tenant.Options with { Operator = null } : _tenant.Options;

        CheckOutcome outcome = await _tenant.LookAsync(new SignInCheck());

        Assert.Equal((expected, expected == CheckStatus.Unanswered), (outcome.Status, outcome.Unanswered));
        Assert.Equal(expected == CheckStatus.Unanswered ? ["SERVICE_UNANSWERED"] : [], outcome.Findings.Select(finding => finding.Code));
        Assert.Null(outcome.Learned);
    }

    [Fact]
    public async Task A_certificate_that_is_not_declared_is_an_error_even_where_it_is_let_in()
    {
        Undeclare();

        CheckOutcome outcome = await _tenant.Lists("/organization", Verified).LookAsync(new SignInCheck());

        Assert.Equal([("CERTIFICATE_GIVEN_NOT_DECLARED", StubTenant.Certificate.Thumbprint)], Found(outcome));
    }

    [Fact]
    public async Task A_sign_in_service_that_cannot_be_reached_is_another_failure_than_one_that_does_not_answer()
    {
        CheckOutcome unreachable = await _tenant
            .Says($"/{StubTenant.TenantId}/oauth2/", _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"))
            .LookAsync(new SignInCheck());
        CheckOutcome unanswered = await new StubTenant().Says($"/{StubTenant.TenantId}/oauth2/", "{}", 503).LookAsync(new SignInCheck());

        Assert.Equal((CheckStatus.Failed, "the tenant does not answer", VerificationExitCode.Unreachable),
            (unreachable.Status, unreachable.Summary, unreachable.FailureClass));
        Assert.Equal(new SignInFailure("the tenant does not answer"), unreachable.Learned);
        Assert.Equal("TENANT_UNREACHABLE", Assert.Single(unreachable.Findings).Code);
        Assert.Equal((CheckStatus.Unanswered, "the sign-in service did not answer in time", VerificationExitCode.Unreachable),
            (unanswered.Status, unanswered.Summary, unanswered.FailureClass));
        Assert.Equal(new SignInFailure("the sign-in service did not answer in time"), unanswered.Learned);
        Assert.Equal("SERVICE_UNANSWERED", Assert.Single(unanswered.Findings).Code);
    }

    [Theory]
    [InlineData("AADSTS700016", "APPLICATION_UNKNOWN", true)]
    [InlineData("AADSTS90002", "TENANT_UNKNOWN", false)]
    [InlineData("AADSTS900023", "TENANT_UNKNOWN", false)]
    [InlineData("AADSTS700027", "CERTIFICATE_REFUSED", true)]
    [InlineData("AADSTS65006", "PERMISSION_ID_INVALID", false)]
    [InlineData("AADSTS650056", "PERMISSION_ID_INVALID", false)]
    [InlineData("AADSTS650057", "PERMISSION_ID_INVALID", false)]
    [InlineData("AADSTS53003", "CONDITIONAL_ACCESS", false)]
    [InlineData("AADSTS530032", "CONDITIONAL_ACCESS", false)]
    [InlineData("AADSTS530035", "SECURITY_DEFAULTS", false)]
    [InlineData("AADSTS7000112", "APPLICATION_DISABLED", false)]
    [InlineData("AADSTS70001", "APPLICATION_DISABLED", false)]
    [InlineData("AADSTS501051", "API_ASSIGNMENT_REQUIRED", true)]
    [InlineData("AADSTS50001", "SIGN_IN_REFUSED", false)]
    public async Task A_refusal_is_explained_by_its_code(string error, string code, bool mayPass)
    {
        CheckOutcome outcome = await _tenant.RefusesSignIn($"{error}: As it says. Trace ID: 1").LookAsync(new SignInCheck());

        Finding finding = Assert.Single(outcome.Findings);
        Assert.Equal((code, $"{error}: As it says."), (finding.Code, finding.Detail));
        Assert.Equal(mayPass, outcome.WaitingFor is not null);
        Assert.Equal("the application cannot sign in", outcome.Summary);
        Assert.Equal(new SignInFailure("the application cannot sign in"), outcome.Learned);
    }

    [Fact]
    public async Task A_certificate_is_refused_for_another_reason_where_it_is_not_declared_or_not_valid()
    {
        _tenant.RefusesSignIn("AADSTS700027: No.");
        _tenant.Clock.Advance(TimeSpan.FromDays(400));
        CheckOutcome expired = await _tenant.LookAsync(new SignInCheck());
        Undeclare();
        CheckOutcome undeclared = await _tenant.LookAsync(new SignInCheck());

        Assert.Equal("The certificate is expired or not valid yet.", expired.Findings.Single().Cause);
        Assert.Equal("The application's registration does not hold this certificate.",
            undeclared.Findings.Single(finding => finding.Code == "CERTIFICATE_REFUSED").Cause);
    }

    [Fact]
    public async Task Policies_that_block_the_sign_in_are_named_where_the_operator_may_read_them()
    {
        _tenant.WithOperator().Says("/identity/conditionalAccess/policies/p1", """{"id":"p1","displayName":"Trusted places"}""")
            .Says("/identity/conditionalAccess/policies/p2", """{"id":"p2"}""");

        Assert.Contains("'Trusted places' (p1), p2 block", await BlockedByAsync("p1", "p2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_are_called_by_their_ids_where_nobody_may_read_them()
    {
        Assert.Contains("The conditional access policy p1 blocks", await BlockedByAsync("p1"), StringComparison.Ordinal);
        _tenant.WithOperator().Refuses("/identity/conditionalAccess/policies/p1", 403);
        Assert.Contains("The conditional access policy p1 blocks", await BlockedByAsync("p1"), StringComparison.Ordinal);
        _tenant.WithOperator(new StubTenant.StubCredential(new AuthenticationFailedException("no account")));
        Assert.Contains("The conditional access policy p1 blocks", await BlockedByAsync("p1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_names_no_policy_asks_for_none()
    {
        _tenant.WithOperator();

        Assert.StartsWith("A conditional access policy for workload identities blocks", await BlockedByAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(_tenant.Asked, asked => asked.Contains("/identity/", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refusal_of_another_kind_is_not_explained_here() =>
        Assert.Null(SignInRefusal.Explain(new SignInException(null, "why", new InvalidOperationException()), StubTenant.ClientId));

    [Theory]
    [InlineData(401, null, null, CheckStatus.Passed, "refused by HTTP (tried with an account that does not exist)")]
    [InlineData(401, "Bearer", null, CheckStatus.Passed, "refused by HTTP (tried with an account that does not exist)")]
    [InlineData(401, "basic", "BASIC_AUTHENTICATION_OFFERED", CheckStatus.Failed, "a password is let in")]
    [InlineData(200, null, "BASIC_AUTHENTICATION_ACCEPTED", CheckStatus.Failed, "a password is let in")]
    public async Task A_password_is_to_be_refused_by_http(int status, string? challenge, string? code, CheckStatus expected, string summary)
    {
        CheckOutcome outcome = await BasicAsync(_ =>
        {
            HttpResponseMessage answer = new((HttpStatusCode)status);
            if (challenge is not null)
                answer.Headers.WwwAuthenticate.ParseAdd($"Bearer, {challenge} realm=\"\"");
            return answer;
        });

        Assert.Equal((code, expected, summary), (outcome.Findings.SingleOrDefault()?.Code, outcome.Status, outcome.Summary));
    }

    [Fact]
    public async Task The_account_that_is_tried_is_one_that_does_not_exist_or_the_given_one()
    {
        List<string> sent = [];
        HttpResponseMessage Refuse(HttpRequestMessage request)
        {
            sent.Add(System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization!.Parameter!)));
            return new(HttpStatusCode.Unauthorized);
        }
        await BasicAsync(Refuse);
        _tenant.Options = _tenant.Options with { BasicAuthenticationAccount = new("anna", "secret") };

        CheckOutcome outcome = await BasicAsync(Refuse);

        Assert.StartsWith($"no-such-account-{StubTenant.ClientId:N}@{StubTenant.Domain}:", sent[0], StringComparison.Ordinal);
        Assert.Equal("anna:secret", sent[1]);
        Assert.Equal("refused by HTTP", outcome.Summary);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_leaves_it_open_or_is_named_beside_one_that_refuses()
    {
        CheckOutcome http = await BasicAsync(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"));
        _tenant.Options = _tenant.Options with { Endpoints = _tenant.Options.Endpoints! with { ImapHost = "127.0.0.1", ImapPort = 1 } };
        CheckOutcome both = await BasicAsync(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"));
        CheckOutcome imap = await BasicAsync(_ => new(HttpStatusCode.Unauthorized));

        Assert.Equal((CheckStatus.Open, "HTTP did not answer"), (http.Status, http.Summary));
        Assert.Equal((CheckStatus.Open, "HTTP and IMAP did not answer"), (both.Status, both.Summary));
        Assert.Equal((CheckStatus.Passed, "refused by HTTP (tried with an account that does not exist); IMAP did not answer"), (imap.Status, imap.Summary));
    }

    [Fact]
    public void Passwords_are_tried_where_mailboxes_are_reached()
    {
        Assert.False(new BasicAuthenticationCheck().AppliesTo(_tenant.Integration));
        Assert.True(new BasicAuthenticationCheck().AppliesTo(_tenant.Integration with { MailboxAccess = ["graph"] }));
    }

    [Fact]
    public void What_was_learned_is_read_by_whom_needs_it_and_nothing_learned_changes_nothing()
    {
        Knowledge known = Knowledge.None.With(SignInCheck.CheckId, new SignInFailure("why"));

        Assert.Same(known, known.With("consent", fact: null));
        Assert.Equal("why", known.For(new ConsentCheck()).From<SignInFailure>(SignInCheck.CheckId)!.Reason);
        Assert.Equal("why", known.From<SignInFailure>(SignInCheck.CheckId)!.Reason);
        Assert.Null(known.From<ProbedMailboxes>(SignInCheck.CheckId));
        Assert.Null(Knowledge.None.From<SignInFailure>(SignInCheck.CheckId));
        Assert.Equal("why", known.For(new ConsentCheck()).With("x", "y").From<SignInFailure>(SignInCheck.CheckId)!.Reason);
    }

    private static (string Code, string Subject)[] Found(CheckOutcome outcome) =>
        [.. outcome.Findings.Select(finding => (finding.Code, finding.Subject))];

    private void Undeclare() => _tenant.Integration = _tenant.Integration with { Certificates = [SampleReport.Certificate] };

    private Task<CheckOutcome> BasicAsync(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        _tenant.Says("/EWS/Exchange.asmx", answer).LookAsync(new BasicAuthenticationCheck());

    private async Task<string> BlockedByAsync(params string[] policies)
    {
        string values = string.Join(",", policies.Select(id => $"\"{id}\""));
        string claims = policies.Length == 0 ? ""
            : """{"access_token":{"capolids":{"essential":true,"values":[VALUES]}}}""".Replace("VALUES", values, StringComparison.Ordinal);
        _tenant.RefusesSignIn("AADSTS53003: Blocked.", claims);
        return (await _tenant.LookAsync(new SignInCheck())).Findings.Single().Cause;
    }
}
