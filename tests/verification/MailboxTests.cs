using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class MailboxTests
{
    private static readonly string[] GraphPermissions = ["Graph/Directory.Read.All", "Graph/Mail.Read"];
    private static readonly Guid RecipientAdministrator = new("31392ffb-586c-42d1-9346-e59415a2cc4e");

    [Fact]
    public async Task Graph_every_kind_of_mailbox_has_its_verdict()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], GraphPermissions);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("18 of 20 mailboxes reachable", report.Check("mailboxes-graph").Summary);
        Assert.Equal(MailboxStatus.Reachable, report.Mailbox("anna.berger", "graph").Status);
        Assert.Equal("reachable (likely a shared, room or equipment mailbox)", report.Mailbox("info", "graph").Reason);
        Assert.Equal("MAILBOX_NOT_PROVISIONED", report.Mailbox("clara.vogt", "graph").Code);
        Assert.Equal("MAILBOX_ON_PREMISES", report.Mailbox("ursula.frank", "graph").Code);
        Assert.Equal(20, report.Integrations[0].Mailboxes.Count);
        // Neither guests nor accounts without licence and address are probed.
        Assert.DoesNotContain(report.Integrations[0].Mailboxes,
            m => m.Address.StartsWith("li.wei", StringComparison.Ordinal) || m.Address.StartsWith("admin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Graph_account_with_an_address_but_without_licence_and_mailbox_is_no_failure()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], GraphPermissions);
        DirectoryUser service = stack.Tenant.Directory.FindUser("svc-backup@contoso.com")!;
        stack.Tenant.Directory.SetUser(service with { Mail = "svc-backup@contoso.com" });

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(MailboxStatus.NoMailbox, report.Mailbox("svc-backup", "graph").Status);
        Assert.Equal(Severity.Info, report.Finding("NO_MAILBOX").Severity);
    }

    [Fact]
    public async Task Graph_many_mailboxes_go_in_batches_of_four_to_twenty()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(new TenantOptions { Users = 300 }, null, ["graph"], GraphPermissions);
        RecordedProgress progress = new();

        VerificationReport report = await stack.VerifyAsync(progress: progress);

        report.Exits(VerificationExitCode.Ready);
        int mailboxes = report.Integrations[0].Mailboxes.Count;
        Assert.InRange(stack.Tenant.Requests.Count(r => r.PathAndQuery.EndsWith("$batch", StringComparison.Ordinal)),
            (mailboxes + 19) / 20, (mailboxes + 3) / 4);
        Assert.Contains($"advanced mailboxes-graph {mailboxes}/{mailboxes}", progress.Events);
    }

    [Fact]
    public async Task Graph_throttled_batch_items_are_asked_again_after_the_wait()
    {
        TestClock clock = new(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(61));
        TenantOptions options = new() { RateLimiting = new() { RateLimit = 25, ResetTimeWindowSeconds = 60 } };
        await using DeployedStack stack = await DeployedStack.StartAsync(options, clock, ["graph"], GraphPermissions);

        VerificationReport report = await stack.VerifyAsync(o => o with { Clock = clock });

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("18 of 20 mailboxes reachable", report.Check("mailboxes-graph").Summary);
        Assert.True(report.Duration >= TimeSpan.FromSeconds(30), $"nothing waited: {report.Duration}");
    }

    [Fact]
    public async Task Graph_application_access_policy_is_told()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], GraphPermissions);
        stack.Tenant.Directory.Exchange.NewApplicationAccessPolicy(stack.ClientId, stack.Tenant.Directory.FindGroup("Management")!.Id);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.Contains("[RAOP]", report.Finding("APPLICATION_ACCESS_POLICY").Detail, StringComparison.Ordinal);
        Assert.Equal("kept out by an application access policy", report.Mailbox("elena.petrova", "graph").Reason);
    }

    [Fact]
    public async Task Ews_blocked_by_the_allow_list_fails_with_the_command_that_helps()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new TenantOptions { EwsEnabled = true });

        VerificationReport blocked = await stack.VerifyAsync();

        blocked.Exits(VerificationExitCode.Mailboxes);
        Finding finding = blocked.Finding("EWS_BLOCKED_BY_POLICY");
        Assert.Equal("X-EWS-Policy-Reason: EWS is blocked by policy for this user or tenant", finding.Detail);
        Assert.Equal($$"""
            Connect-ExchangeOnline
            $ids = @((Get-OrganizationConfig -RetrieveEwsOperationAccessPolicy).EwsAllowedAppIDs -split ',') + '{{stack.ClientId}}'
            $ids = $ids.Trim() | Where-Object { $_ } | Select-Object -Unique
            Set-OrganizationConfig -EwsEnabled $true -EwsAllowedAppIDs ($ids -join ',')
            """, finding.Script);
        Assert.Equal("See the check 'Exchange Web Services policy'.", blocked.Finding("EWS_BLOCKED").Fix);

        stack.Tenant.Directory.Exchange.SetOrganizationConfig(true, [stack.ClientId]);
        (await stack.VerifyAsync()).Exits(VerificationExitCode.Ready);
    }

    [Theory]
    [InlineData("2026-11-21", Severity.Warning, "EWS_ENDS", "in 131 days")]
    [InlineData("2027-03-31", Severity.Warning, "EWS_ENDS", "in 1 day,")]
    [InlineData("2027-04-01", Severity.Error, "EWS_ENDED", "since 2027-04-01")]
    public async Task Ews_days_left_are_counted_to_the_end(string day, Severity severity, string code, string words)
    {
        TestClock clock = new(DateTimeOffset.Parse(day + "T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        VerificationReport report = await stack.VerifyAsync(o => o with { Clock = clock });

        Assert.Equal(severity, report.Finding(code).Severity);
        Assert.Contains(words, report.Finding(code).Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imap_registered_with_permissions_is_reachable()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph", "imap"], [.. GraphPermissions, "Exchange/IMAP.AccessAsApp"]);
        AllowImap(stack, _ => true);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(MailboxStatus.Reachable, report.Mailbox("anna.berger", "imap").Status);
        // IMAP does not tell why it refuses; Graph did.
        Assert.Equal("MAILBOX_NOT_PROVISIONED", report.Mailbox("clara.vogt", "imap").Code);
        Assert.Equal("MAILBOX_ON_PREMISES", report.Mailbox("ursula.frank", "imap").Code);
    }

    [Fact]
    public async Task Imap_permission_missing_on_a_mailbox_that_graph_reached_fails()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph", "imap"], [.. GraphPermissions, "Exchange/IMAP.AccessAsApp"]);
        AllowImap(stack, alias => alias != "elena.petrova");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.Equal("elena.petrova@contoso.com", report.Finding("MAILBOX_PERMISSION_MISSING").Subject);
    }

    [Fact]
    public async Task Imap_refused_without_other_evidence_is_a_warning()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["imap"], ["Graph/Directory.Read.All", "Exchange/IMAP.AccessAsApp"]);
        AllowImap(stack, _ => true);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("clara.vogt@contoso.com", report.Finding("MAILBOX_REFUSED_BY_IMAP").Subject);
    }

    [Fact]
    public async Task Imap_application_unknown_to_exchange_fails()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["imap"], ["Graph/Directory.Read.All", "Exchange/IMAP.AccessAsApp"]);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.StartsWith("NO AUTHENTICATE failed.", report.Finding("MAILBOX_ACCESS_DENIED").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imap_server_that_does_not_answer_fails_the_mailboxes_only()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["imap"], ["Graph/Directory.Read.All", "Exchange/IMAP.AccessAsApp"]);

        VerificationReport report = await stack.VerifyAsync(o => o with { Endpoints = o.Endpoints! with { ImapPort = 1 } });

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.Equal("localhost:1", report.Finding("TENANT_UNREACHABLE").Subject);
        Assert.Equal(CheckStatus.Passed, report.Check("basic-authentication").Status);
    }

    [Fact]
    public async Task Imap_server_with_an_untrusted_certificate_is_refused()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["imap"], ["Graph/Directory.Read.All", "Exchange/IMAP.AccessAsApp"]);

        VerificationReport report = await stack.VerifyAsync(o => o with { ImapCertificateValidation = null });

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.Contains("TLS certificate is not trusted", report.Finding("TENANT_UNREACHABLE").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imap_server_without_tls_is_a_finding()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["imap"], ["Graph/Directory.Read.All", "Exchange/IMAP.AccessAsApp"]);
        await using PlainTextServer server = new();

        VerificationReport report = await stack.VerifyAsync(o => o with { Endpoints = o.Endpoints! with { ImapPort = server.Port } });

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.Contains("no connection with TLS 1.2 or later can be established", report.Finding("TENANT_UNREACHABLE").Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Exchange/Exchange.ManageAsApp", "/adminapi/beta/")]
    [InlineData("Exchange/Exchange.ManageAsAppV2", "/adminapi/v2.0/")]
    public async Task Exchange_power_shell_with_role_lists_the_mailboxes_itself(string permission, string path)
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["exchange-powershell"], [permission], signIn: false);
        await stack.AssignRoleAsync(RecipientAdministrator);
        stack.Integration["exchangeRole"] = new JsonObject { ["displayName"] = "Exchange Recipient Administrator", ["templateId"] = RecipientAdministrator.ToString() };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("18 of 18 mailboxes reachable, as Get-Mailbox lists them", report.Check("mailboxes-exchange-powershell").Summary);
        Assert.Equal("reachable (room mailbox)", report.Mailbox("room-rhein", "exchange-powershell").Reason);
        Assert.Equal(CheckStatus.Open, report.Check("exchange-role").Status);
        Assert.Contains(stack.Tenant.Requests, r => r.PathAndQuery.StartsWith(path, StringComparison.Ordinal) && r.Status == 200);
    }

    [Fact]
    public async Task Exchange_power_shell_without_role_fails()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["exchange-powershell"], ["Exchange/Exchange.ManageAsApp", "Graph/Directory.Read.All"], signIn: false);
        stack.Integration["exchangeRole"] = new JsonObject { ["displayName"] = "Exchange Recipient Administrator", ["templateId"] = RecipientAdministrator.ToString() };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.StartsWith("403 Forbidden", report.Finding("MAILBOX_ACCESS_DENIED").Detail, StringComparison.Ordinal);
        Assert.Equal("Exchange Recipient Administrator", report.Finding("EXCHANGE_ROLE_MISSING").Subject);
    }

    [Fact]
    public async Task Exchange_power_shell_next_to_the_directory_names_what_get_mailbox_does_not_list()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["exchange-powershell"], ["Exchange/Exchange.ManageAsApp", "Graph/Directory.Read.All"], signIn: false);
        await stack.AssignRoleAsync(RecipientAdministrator);

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal("MAILBOX_NOT_PROVISIONED", report.Mailbox("clara.vogt", "exchange-powershell").Code);
        Assert.Equal("18 of 20 mailboxes reachable", report.Check("mailboxes-exchange-powershell").Summary);
    }

    [Fact]
    public async Task Exchange_role_and_another_role_is_a_warning()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["exchange-powershell"], ["Exchange/Exchange.ManageAsApp", "Graph/Directory.Read.All"], signIn: false);
        Guid exchangeAdministrator = new("29232cdf-9323-42fd-ade2-1d097af3e4de");
        await stack.AssignRoleAsync(RecipientAdministrator);
        await stack.AssignRoleAsync(exchangeAdministrator);
        stack.Integration["exchangeRole"] = new JsonObject { ["displayName"] = "Exchange Recipient Administrator", ["templateId"] = RecipientAdministrator.ToString() };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(exchangeAdministrator.ToString(), report.Finding("DIRECTORY_ROLE_NOT_DECLARED").Subject);
    }

    [Fact]
    public async Task Scope_by_group_reaches_its_direct_members_and_nobody_else()
    {
        await using DeployedStack stack = await ScopedAsync("Archive mailboxes");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("4 of 4 mailboxes reachable", report.Check("mailboxes-graph").Summary);
        Assert.Equal("16 mailboxes outside 'Archive mailboxes' tried, all refused", report.Check("mailbox-scope").Summary);
        Assert.Equal(MailboxStatus.RefusedAsDeclared, report.Mailbox("elena.petrova", "graph").Status);
        // A member of a nested group is not in the scope, as Exchange sees it.
        Assert.Equal(MailboxStatus.RefusedAsDeclared, report.Mailbox("miriam.castell", "graph").Status);
    }

    [Fact]
    public async Task Scope_users_of_a_nested_group_who_would_be_synchronized_are_warned_of()
    {
        await using DeployedStack stack = await ScopedAsync("Archive mailboxes");
        stack.Integration["userSync"] = new JsonObject { ["filter"] = "groups", ["groups"] = new JsonArray("Archive mailboxes") };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("accounting@contoso.com, jakob.wirth@contoso.com, miriam.castell@contoso.com, thomas.lindner@contoso.com", report.Finding("SYNCHRONIZED_OUTSIDE_SCOPE").Subject);
    }

    [Fact]
    public async Task Scope_by_administrative_unit_of_that_name_reaches_its_members()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Directory.Read.All"]);
        stack.Integration["mailboxScope"] = new JsonObject { ["kind"] = "administrative-unit", ["name"] = "Headquarters" };
        stack.Tenant.Directory.Exchange.RegisterExchangeServicePrincipal(stack.ClientId, Guid.Parse(stack.PrincipalId), "MailStore Server");
        stack.Tenant.Directory.Exchange.NewManagementRoleAssignment(stack.ClientId, "Application Mail.Read",
            recipientAdministrativeUnitScope: stack.Tenant.Directory.AdministrativeUnits[0].Id);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("5 of 5 mailboxes reachable", report.Check("mailboxes-graph").Summary);
    }

    [Fact]
    public async Task Scope_next_to_a_tenant_wide_grant_is_defeated()
    {
        await using DeployedStack stack = await ScopedAsync("Archive mailboxes");
        await stack.GrantAsync("Graph/Mail.Read");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.OtherCheck);
        Assert.Equal("Mail.Read", report.Finding("MAILBOX_SCOPE_DEFEATED").Subject);
        Assert.Equal(MailboxStatus.Failed, report.Mailbox("elena.petrova", "graph").Status);
        Assert.StartsWith("The application reaches mailboxes outside the scope", report.Finding("MAILBOX_SCOPE_NOT_ENFORCED").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scope_without_its_assignment_in_exchange_fails_and_points_to_the_script()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Directory.Read.All"]);
        DirectoryGroup group = stack.Tenant.Directory.FindGroup("Archive mailboxes")!;
        stack.Integration["mailboxScope"] = new JsonObject { ["kind"] = "group", ["name"] = group.DisplayName, ["objectId"] = group.Id.ToString() };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Mailboxes);
        Assert.StartsWith("An Exchange administrator runs the stack's exchangeSetup script", report.Finding("MAILBOX_ACCESS_DENIED").Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Basic_authentication_switched_on_fails()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new TenantOptions { BasicAuthentication = true });

        VerificationReport offered = await stack.VerifyAsync();
        VerificationReport accepted = await stack.VerifyAsync(o => o with { BasicAuthenticationAccount = new NetworkCredential("anna.berger@contoso.com", "any \"pass\\word\"") });

        offered.Exits(VerificationExitCode.OtherCheck);
        Assert.Equal("HTTP", offered.Finding("BASIC_AUTHENTICATION_OFFERED").Subject);
        accepted.Exits(VerificationExitCode.OtherCheck);
        Assert.Contains(accepted.Findings, f => f.Subject == "IMAP: anna.berger@contoso.com" && f.Code == "BASIC_AUTHENTICATION_ACCEPTED");
    }

    [Fact]
    public async Task Operator_reads_what_the_application_may_not()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Mail.Read"], signIn: false);
        using HttpClient http = new(stack.Tenant.CreateHandler());

        VerificationReport report = await stack.VerifyAsync(o => o with { Operator = stack.Operator(http) });

        Assert.Equal(CheckStatus.Passed, report.Check("certificate").Status);
        Assert.Contains("seen in tokens and assignments", report.Check("consent").Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operator_without_the_applications_key_judges_what_the_directory_holds_and_leaves_mailboxes_open()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        await stack.RevokeAsync("Exchange/full_access_as_app");
        using HttpClient http = new(stack.Tenant.CreateHandler());

        VerificationReport report = await stack.VerifyAsync(o => o with { Certificates = [], Operator = stack.Operator(http) });

        report.Exits(VerificationExitCode.Consent);
        Assert.Equal("Office 365 Exchange Online: full_access_as_app", report.Finding("PERMISSION_NOT_ASSIGNED").Subject);
        Assert.Equal(
            ["Open", "Passed", "Passed", "Failed", "Passed", "Warning", "Passed", "Open", "Open"],
            report.Checks.Take(9).Select(c => c.Status.ToString()));
    }

    private static async Task<DeployedStack> ScopedAsync(string groupName)
    {
        DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Directory.Read.All"]);
        DirectoryGroup group = stack.Tenant.Directory.FindGroup(groupName)!;
        stack.Integration["mailboxScope"] = new JsonObject { ["kind"] = "group", ["name"] = group.DisplayName, ["objectId"] = group.Id.ToString() };
        stack.Tenant.Directory.Exchange.RegisterExchangeServicePrincipal(stack.ClientId, Guid.Parse(stack.PrincipalId), "MailStore Server");
        stack.Tenant.Directory.Exchange.NewManagementScope("Archive", group.Id);
        stack.Tenant.Directory.Exchange.NewManagementRoleAssignment(stack.ClientId, "Application Mail.Read", "Archive");
        return stack;
    }

    internal static void AllowImap(DeployedStack stack, Func<string, bool> allowed)
    {
        Guid principal = Guid.Parse(stack.PrincipalId);
        stack.Tenant.Directory.Exchange.RegisterExchangeServicePrincipal(stack.ClientId, principal, "MailStore Server");
        foreach (DirectoryUser user in stack.Tenant.Directory.Users
            .Where(u => u.Mailbox is { State: MailboxState.Provisioned } && allowed(u.MailNickname!)))
            stack.Tenant.Directory.Exchange.AddMailboxPermission(user.UserPrincipalName, principal);
    }
}
