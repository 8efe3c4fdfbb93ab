using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.SignIn;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What an administrator can put in the way of an application that is set up right.</summary>
public sealed class BlockedSignInTests
{
    private static readonly Guid PolicyId = new("c0ccd5be-0000-4000-8000-000000000001");

    [Fact]
    public async Task A_conditional_access_policy_in_the_way_is_named_by_its_id()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        stack.Tenant.Directory.SetConditionalAccessPolicy(new(PolicyId, "Block outside the office"));

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.SignIn);
        Finding finding = report.Finding("CONDITIONAL_ACCESS");
        Assert.Equal(
            $"The conditional access policy {PolicyId} blocks the sign-in: because of the address that it comes from, or of the risk that "
            + "Microsoft sees in the application.",
            finding.Cause);
        Assert.Equal(
            "AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
            finding.Detail);
        Assert.Equal(CheckStatus.Open, report.Check("mailboxes-ews").Status);
    }

    [Fact]
    public async Task A_conditional_access_policy_in_the_way_is_named_by_its_name_where_the_operator_may_read_it()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        Guid[] own = [Guid.Parse(stack.PrincipalId)];
        stack.Tenant.Directory.SetConditionalAccessPolicy(new(PolicyId, "Block outside the office") { IncludeServicePrincipals = own });
        using HttpClient http = new(stack.Tenant.CreateHandler());

        VerificationReport report = await stack.VerifyAsync(o => o with { Operator = stack.Operator(http) });

        report.Exits(VerificationExitCode.SignIn);
        Assert.StartsWith(
            $"The conditional access policy 'Block outside the office' ({PolicyId}) blocks the sign-in: ",
            report.Finding("CONDITIONAL_ACCESS").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conditional_access_policy_that_leaves_the_application_alone_is_no_finding()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        Guid[] own = [Guid.Parse(stack.PrincipalId)];
        stack.Tenant.Directory.SetConditionalAccessPolicy(new(PolicyId, "Block others") { ExcludeServicePrincipals = own });
        stack.Tenant.Directory.SetConditionalAccessPolicy(new(Guid.NewGuid(), "Try out") { ReportOnly = true });

        (await stack.VerifyAsync()).Exits(VerificationExitCode.Ready);
    }

    [Theory]
    [InlineData("AADSTS53003", "CONDITIONAL_ACCESS")]
    [InlineData("AADSTS530032", "CONDITIONAL_ACCESS")]
    [InlineData("AADSTS530035", "SECURITY_DEFAULTS")]
    [InlineData("AADSTS7000112", "APPLICATION_DISABLED")]
    [InlineData("AADSTS70001", "APPLICATION_DISABLED")]
    [InlineData("AADSTS501051", "API_ASSIGNMENT_REQUIRED")]
    [InlineData("AADSTS50034", null)]
    [InlineData(null, null)]
    public void A_refusal_is_told_by_its_code(string? error, string? code)
    {
        SignInException refusal = new(error, "refused", new InvalidOperationException("no response"));

        Assert.Equal(code, SignInRefusal.Explain(refusal, Guid.Empty)?.Code);
    }

    [Fact]
    public async Task A_disabled_application_cannot_sign_in_and_the_report_says_where_to_enable_it()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.PatchPrincipalAsync(new JsonObject { ["accountEnabled"] = false });

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.SignIn);
        Finding finding = report.Finding("APPLICATION_DISABLED");
        Assert.Equal("The enterprise application is disabled for sign-in: the sign-in service refuses it with AADSTS7000112.", finding.Cause);
        Assert.Equal("Set 'Enabled for users to sign in' to Yes on the enterprise application.", finding.Fix);
        Assert.StartsWith("AADSTS7000112: Application ", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_that_is_disabled_after_its_token_was_given_out_is_found_in_the_directory()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        bool disabled = false;
        stack.Tenant.AfterRequest = async request =>
        {
            if (!disabled && request.PathAndQuery.EndsWith("/token", StringComparison.Ordinal))
            {
                disabled = true;
                await stack.PatchPrincipalAsync(new JsonObject { ["accountEnabled"] = false });
            }
        };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.SignIn);
        Assert.Equal(CheckStatus.Passed, report.Check("sign-in").Status);
        Assert.Equal($"{stack.ClientId}, disabled for sign-in", report.Check("application").Summary);
        Assert.Equal(
            "The enterprise application is disabled for sign-in. A token that was given out before works until it expires, an hour at most; "
            + "then the sign-in service refuses it with AADSTS7000112.",
            Assert.Single(report.Check("application").Findings).Cause);
    }

    [Fact]
    public async Task An_api_that_wants_applications_to_be_assigned_is_told_apart_from_other_refusals()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], []);
        await stack.DeclareAsync("Graph/Mail.Read");
        await stack.PatchApiAsync("Graph", new JsonObject { ["appRoleAssignmentRequired"] = true });

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.SignIn);
        Assert.StartsWith(
            $"AADSTS501051: Application '{stack.ClientId}'(MailStore Server) is not assigned to a role for the application ",
            report.Finding("API_ASSIGNMENT_REQUIRED").Detail, StringComparison.Ordinal);

        await stack.GrantAsync("Graph/Mail.Read");

        (await stack.VerifyAsync()).Exits(VerificationExitCode.Ready);
    }

    [Fact]
    public async Task Assignment_required_fails_where_nobody_is_assigned_and_is_a_note_where_somebody_is()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.PatchPrincipalAsync(new JsonObject { ["appRoleAssignmentRequired"] = true });

        VerificationReport nobody = await stack.VerifyAsync();

        nobody.Exits(VerificationExitCode.RedirectUri);
        Assert.Equal(
            "'Assignment required' is on at the enterprise application, and nobody is assigned: signing in to the product ends with "
            + "AADSTS50105 for everybody.",
            nobody.Finding("ASSIGNMENT_REQUIRED").Cause);

        await stack.AssignAsync(stack.Tenant.Directory.FindGroup("Management")!.Id);
        await stack.AssignAsync(stack.Tenant.Directory.FindUser("anna.berger@contoso.com")!.Id);
        VerificationReport some = await stack.VerifyAsync();

        some.Exits(VerificationExitCode.Ready);
        Finding finding = some.Finding("ASSIGNMENT_REQUIRED");
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Equal(
            "'Assignment required' is on at the enterprise application: only Management, Anna Berger can sign in to the product; for others "
            + "signing in ends with AADSTS50105.",
            finding.Cause);
    }
}
