using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class UserSyncTests
{
    [Fact]
    public async Task Licensed_brings_mailbox_plans_only_and_names_shared_mailboxes()
    {
        VerificationReport report = await VerifyAsync("licensed");

        Assert.Equal("licensed users only: 16 of 25 accounts would be synchronized, 9 left out", report.Check("user-sync").Summary);
        Assert.Equal(["SHARED_MAILBOX_LEFT_OUT"], report.Check("user-sync").Findings.Select(f => f.Code));
        Assert.Equal("accounting@contoso.com, info@contoso.com, room-rhein@contoso.com, van-1@contoso.com", report.Finding("SHARED_MAILBOX_LEFT_OUT").Subject);
        Assert.True(report.User("georg.steiner").Synchronized);
        Assert.Equal("licensed: Exchange Online (Plan 2), sign-in disabled", report.User("georg.steiner").Reason);
        Assert.Equal("licensed: Exchange Online Kiosk", report.User("oskar.nielsen").Reason);
        // Power BI comes with EXCHANGE_S_FOUNDATION, which is no mailbox.
        Assert.False(report.User("david.meier").Synchronized);
        Assert.Equal("guest: no licence for a mailbox", report.User("li.wei").Reason);
        Assert.True(report.User("info").Attention);
    }

    [Fact]
    public async Task Enabled_brings_guests_and_leaves_disabled_licensed_users_out()
    {
        VerificationReport report = await VerifyAsync("enabled");

        Assert.Equal(["SHARED_MAILBOX_LEFT_OUT", "LICENSED_USER_LEFT_OUT", "GUEST_SYNCHRONIZED"], report.Check("user-sync").Findings.Select(f => f.Code));
        Assert.Equal("georg.steiner@contoso.com, invoices@contoso.com", report.Finding("LICENSED_USER_LEFT_OUT").Subject);
        Assert.Equal("sign-in disabled", report.User("georg.steiner").Reason);
        Assert.Equal("enabled guest", report.User("nora.falk").Reason);
    }

    [Fact]
    public async Task Groups_brings_members_of_nested_groups_too()
    {
        VerificationReport report = await VerifyAsync("groups", "Archive mailboxes");

        string[] synchronized = [.. report.Integrations[0].Users.Where(u => u.Synchronized).Select(u => u.UserPrincipalName.Split('@')[0])];
        Assert.Equal(["accounting", "anna.berger", "info", "jakob.wirth", "lukas.brandt", "miriam.castell", "sofia.marin", "thomas.lindner"], synchronized);
        Assert.Equal("members of Archive mailboxes only: 8 of 25 accounts would be synchronized, 17 left out", report.Check("user-sync").Summary);
        Assert.Equal(Severity.Info, report.Finding("LICENSED_USER_LEFT_OUT").Severity);
        Assert.DoesNotContain("info@contoso.com", report.Finding("SHARED_MAILBOX_LEFT_OUT").Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_name_that_no_group_has_fails_and_names_it()
    {
        VerificationReport report = await VerifyAsync("groups", "Management", "Nobody's group");

        report.Exits(VerificationExitCode.UserSync);
        Assert.Equal("Nobody's group", report.Finding("GROUP_NOT_FOUND").Subject);
    }

    [Fact]
    public async Task Groups_object_id_is_found()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        Guid id = stack.Tenant.Directory.FindGroup("Management")!.Id;
        stack.Integration["userSync"] = new JsonObject { ["filter"] = "groups", ["groups"] = new JsonArray(id.ToString()) };

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal(4, report.Integrations[0].Users.Count(u => u.Synchronized));
    }

    [Fact]
    public async Task Groups_name_of_two_groups_fails_and_gives_their_ids()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        SimulatedTenant.Directory.DirectoryGroup first = stack.Tenant.Directory.FindGroup("Management")!;
        Guid second = Guid.NewGuid();
        stack.Tenant.Directory.SetGroup(first with { Id = second, MailNickname = "management-2" });
        stack.Integration["userSync"] = new JsonObject { ["filter"] = "groups", ["groups"] = new JsonArray("Management") };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.UserSync);
        Assert.Contains(second.ToString(), report.Finding("GROUP_AMBIGUOUS").Cause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_leaves_nobody_out()
    {
        VerificationReport report = await VerifyAsync("all");

        Assert.All(report.Integrations[0].Users, u => Assert.True(u.Synchronized));
        Assert.Equal(["GUEST_SYNCHRONIZED"], report.Check("user-sync").Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task Filter_that_brings_nobody_fails()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        SimulatedTenant.Directory.DirectoryGroup group = stack.Tenant.Directory.FindGroup("Management")!;
        stack.Tenant.Directory.SetGroup(group with { Members = [] });
        stack.Integration["userSync"] = new JsonObject { ["filter"] = "groups", ["groups"] = new JsonArray("Management") };

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.UserSync);
        Assert.Equal("The filter synchronizes none of the tenant's 25 accounts.", report.Finding("NO_USER_SYNCHRONIZED").Cause);
    }

    private static async Task<VerificationReport> VerifyAsync(string filter, params string[] groups)
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        stack.Integration["userSync"] = new JsonObject { ["filter"] = filter, ["groups"] = new JsonArray([.. groups.Select(g => (JsonNode)g)]) };
        return await stack.VerifyAsync();
    }
}
