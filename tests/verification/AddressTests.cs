using System.Text.Json.Nodes;
using SimulatedTenant;
using SimulatedTenant.Directory;
using TenantOnboarding.Tests.Tenant;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class AddressTests
{
    [Fact]
    public async Task The_company_has_an_address_for_everybody_and_nobody_has_gone()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();

        VerificationReport report = await stack.VerifyAsync();

        CheckResult check = report.Check("addresses");
        Assert.Equal(CheckStatus.Passed, check.Status);
        Assert.Equal("16 accounts, each under addresses of its own", check.Summary);
        Assert.Empty(check.Findings);
    }

    [Fact]
    public async Task An_address_that_two_synchronized_accounts_carry_is_a_warning_that_names_both()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        Change(stack, "peter.hoffmann", user => user with { OtherMails = ["CEO@contoso.com", "peter@home.example"] });

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Finding finding = report.Finding("ADDRESS_TWICE");
        Assert.Equal("ceo@contoso.com", finding.Subject);
        Assert.Equal(
            "1 address belongs to more than one account that the product takes: ceo@contoso.com (anna.berger@contoso.com, "
            + "peter.hoffmann@contoso.com). A product that files mail by address puts the mail of all of them into one archive, or refuses "
            + "all but one.",
            finding.Cause);
        Assert.Equal("16 accounts, 1 address of more than one of them", report.Check("addresses").Summary);
    }

    [Fact]
    public async Task An_address_that_one_account_carries_in_several_places_is_no_finding()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        Change(stack, "anna.berger", user => user with { OtherMails = ["ANNA.BERGER@contoso.com"], ProxyAddresses = [.. user.ProxyAddresses, "sip:anna.berger@contoso.com"] });

        Assert.Empty((await stack.VerifyAsync()).Check("addresses").Findings);
    }

    [Fact]
    public async Task An_account_that_the_product_does_not_take_may_share_an_address()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync();
        Change(stack, "info", user => user with { OtherMails = ["anna.berger@contoso.com"] });

        Assert.Empty((await stack.VerifyAsync()).Check("addresses").Findings);

        stack.Integration["userSync"] = new JsonObject { ["filter"] = "all", ["groups"] = new JsonArray() };

        Assert.Equal("anna.berger@contoso.com", (await stack.VerifyAsync()).Finding("ADDRESS_TWICE").Subject);
    }

    [Fact]
    public async Task Accounts_whose_addresses_lie_in_unverified_domains_alone_are_a_warning()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(new() { UnverifiedDomains = ["contoso.example"] });
        Change(stack, "peter.hoffmann", user => user with { Mail = "peter.hoffmann@contoso.example", ProxyAddresses = ["SMTP:peter.hoffmann@contoso.example"] });
        Change(stack, "yasmin.aydin", user => user with { Mail = "yasmin.aydin@contoso.example" });

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Finding finding = report.Finding("ADDRESS_DOMAIN_UNVERIFIED");
        Assert.Equal("peter.hoffmann@contoso.example", finding.Subject);
        Assert.Equal(
            "1 account that the product takes has addresses in domains alone that the tenant has not verified (contoso.example): no mail "
            + "from outside reaches them here.",
            finding.Cause);
    }

    [Fact]
    public async Task Which_domains_are_verified_is_said_to_be_unknown_where_nobody_may_read_them()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(new() { UnverifiedDomains = ["contoso.example"] }, null, ["graph"], ["Graph/User.Read.All", "Graph/Mail.Read"]);
        Change(stack, "peter.hoffmann", user => user with { Mail = "peter@contoso.example", ProxyAddresses = [] });

        CheckResult check = (await stack.VerifyAsync()).Check("addresses");

        Assert.Equal(CheckStatus.Passed, check.Status);
        Assert.Equal(
            "16 accounts, each under addresses of its own; which domains are verified is not known: to read it the application would need "
            + "Organization.Read.All or Directory.Read.All; an operator could read it",
            check.Summary);
    }

    [Fact]
    public async Task Deleted_accounts_are_a_note_that_says_how_long_their_mailboxes_are_kept()
    {
        TestClock clock = new();
        await using DeployedStack stack = await DeployedStack.ClassicAsync(null, clock);
        TenantDirectory directory = stack.Tenant.Directory;
        directory.DeleteUser(directory.FindUser("peter.hoffmann@contoso.com")!.Id);
        directory.DeleteUser(directory.Users.First(user => user.UserType == "Guest").Id);
        directory.DeleteUser(directory.FindUser("david.meier@contoso.com")!.Id);

        VerificationReport report = await stack.VerifyAsync(o => o with { Clock = clock });

        report.Exits(VerificationExitCode.Ready);
        Finding finding = report.Finding("ACCOUNT_DELETED");
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Equal("peter.hoffmann@contoso.com", finding.Subject);
        string until = clock.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            $"1 account with a mail address was deleted: no product reaches its mailbox, which Microsoft keeps for 30 days, until {until}.",
            finding.Cause);
    }

    [Theory]
    [InlineData("graph", "Graph/Mail.Read")]
    [InlineData("ews", "Exchange/full_access_as_app")]
    public async Task A_named_mailbox_whose_account_was_deleted_is_told_apart_from_a_wrong_address(string protocol, string permission)
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, [protocol], ["Graph/Directory.Read.All", permission]);
        TenantDirectory directory = stack.Tenant.Directory;
        directory.DeleteUser(directory.FindUser("peter.hoffmann@contoso.com")!.Id);

        VerificationReport report = await stack.VerifyAsync(o => o with { Mailboxes = ["Peter.Hoffmann@contoso.com"] });

        MailboxVerdict verdict = report.Mailbox("Peter.Hoffmann", protocol);
        Assert.Equal((MailboxStatus.Warning, "MAILBOX_DELETED", "the account was deleted"), (verdict.Status, verdict.Code, verdict.Reason));
        Assert.Equal(
            "The mailbox is soft-deleted: its account was deleted, and Microsoft keeps both for 30 days. No application reaches it.",
            report.Finding("MAILBOX_DELETED").Cause);
    }

    [Fact]
    public async Task A_product_that_takes_no_users_and_may_not_read_them_is_not_asked_for_addresses()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Mail.Read"], signIn: false);

        Assert.DoesNotContain((await stack.VerifyAsync()).Checks, check => check.Id == "addresses");
    }

    private static void Change(DeployedStack stack, string alias, Func<DirectoryUser, DirectoryUser> change)
    {
        DirectoryUser user = stack.Tenant.Directory.FindUser($"{alias}@contoso.com")!;
        stack.Tenant.Directory.SetUser(change(user));
    }
}
