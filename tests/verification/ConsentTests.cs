using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class ConsentTests
{
    [Fact]
    public async Task Revoked_permission_fails_and_names_it()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.RevokeAsync("Exchange/full_access_as_app");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Consent);
        Finding finding = report.Finding("PERMISSION_NOT_GRANTED");
        Assert.Equal("Office 365 Exchange Online: full_access_as_app", finding.Subject);
        Assert.Equal("roles in the token: none", finding.Detail);
        Assert.Equal(["EWS_OFF_FOR_MAILBOX", "MAILBOX_ACCESS_DENIED"], report.Check("mailboxes-ews").Findings.Select(mailbox => mailbox.Code).Order());
    }

    [Fact]
    public async Task Permission_to_read_the_directory_revoked_fails_consent_and_leaves_what_it_needs_open()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.RevokeAsync("Graph/Directory.Read.All");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Consent);
        Assert.Equal(CheckStatus.Open, report.Check("redirect-uri").Status);
        Assert.Equal("to read it the application would need User.Read.All or Directory.Read.All; an operator could read it", report.Check("user-sync").Summary);
        Assert.Equal(CheckStatus.Open, report.Check("mailboxes-ews").Status);
    }

    [Fact]
    public async Task Permission_beyond_the_declaration_is_reported_once_and_as_a_warning()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.GrantAsync("Graph/Mail.ReadWrite");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("Microsoft Graph: Mail.ReadWrite", report.Finding("PERMISSION_NOT_DECLARED").Subject);
    }

    [Fact]
    public async Task Permission_of_an_api_that_is_not_declared_at_all_is_found_among_the_assignments()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Directory.Read.All", "Graph/Mail.Read"]);
        await stack.GrantAsync("Exchange/full_access_as_app");

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal("Office 365 Exchange Online: full_access_as_app", report.Finding("PERMISSION_NOT_DECLARED").Subject);
    }

    [Fact]
    public async Task Delegated_permission_revoked_fails()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.RevokeDelegatedAsync();

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Consent);
        Assert.Equal("Microsoft Graph: User.Read", report.Finding("DELEGATED_PERMISSION_NOT_GRANTED").Subject);
    }

    [Fact]
    public async Task Delegated_permission_beyond_the_declaration_is_a_warning()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.RevokeDelegatedAsync();
        await stack.GrantDelegatedAsync("User.Read Mail.Send openid", declare: false);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("Mail.Send", report.Finding("DELEGATED_PERMISSION_NOT_DECLARED").Subject);
    }

    [Fact]
    public async Task Permission_id_of_another_permission_is_noticed()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        foreach (System.Text.Json.Nodes.JsonNode? permission in stack.Integration["permissions"]!.AsArray())
        {
            if ((string)permission!["value"]! == "full_access_as_app")
                permission["id"] = "dc50a0fb-09a3-484d-be87-e023b12c6440";
        }

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Consent);
        Assert.Equal("The id dc50a0fb-09a3-484d-be87-e023b12c6440 belongs to Exchange.ManageAsApp in this tenant.", report.Finding("PERMISSION_ID_INVALID").Cause);
    }

    [Fact]
    public async Task Application_without_directory_access_is_proven_by_its_tokens()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Mail.Read"], signIn: false);

        VerificationReport report = await stack.VerifyAsync(o => o with { Mailboxes = ["anna.berger@contoso.com"] });

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(CheckStatus.Passed, report.Check("consent").Status);
        Assert.Equal("1 permission granted as declared, seen in tokens; not seen: assignments", report.Check("consent").Summary);
        Assert.Equal(CheckStatus.Open, report.Check("certificate").Status);
        Assert.Equal("1 of 1 mailbox reachable, as named for this verification", report.Check("mailboxes-graph").Summary);
    }
}
