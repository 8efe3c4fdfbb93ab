using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What mailboxes are for: asked where the application may, guessed where it may not.</summary>
public sealed class MailboxPurposeTests
{
    [Fact]
    public async Task Without_the_permission_a_shared_mailbox_is_a_guess_that_says_so()
    {
        await using DeployedStack stack = await GraphAsync();

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal(
            "4 accounts with a mailbox address but neither licence nor sign-in are left out: likely shared, room or equipment mailboxes, which "
            + "this filter does not synchronize. That is a guess; with MailboxSettings.Read (readMailboxPurpose: true) Exchange would say.",
            report.Finding("SHARED_MAILBOX_LEFT_OUT").Cause);
        Assert.Equal("no licence for a mailbox: likely a shared, room or equipment mailbox", report.User("room-rhein").Reason);
        Assert.Equal("reachable (likely a shared, room or equipment mailbox)", report.Mailbox("room-rhein", "graph").Reason);
    }

    [Fact]
    public async Task With_the_permission_each_mailbox_is_named_for_what_it_is()
    {
        await using DeployedStack stack = await GraphAsync("Graph/MailboxSettings.Read");

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(
            "This filter leaves out mailboxes that are no person's: 2 shared mailboxes, 1 room mailbox, 1 equipment mailbox.",
            report.Finding("SHARED_MAILBOX_LEFT_OUT").Cause);
        Assert.Equal("no licence for a mailbox: room mailbox", report.User("room-rhein").Reason);
        Assert.Equal("reachable (equipment mailbox)", report.Mailbox("van-1", "graph").Reason);
        // Licensed, as it holds more than 50 GB, so that no guess would find it.
        Assert.Equal("reachable (shared mailbox)", report.Mailbox("invoices", "graph").Reason);
    }

    [Fact]
    public async Task An_account_that_looks_shared_and_is_not_is_no_finding_where_exchange_says_so()
    {
        await using DeployedStack stack = await GraphAsync("Graph/MailboxSettings.Read");
        DirectoryUser info = stack.Tenant.Directory.FindUser("info@contoso.com")!;
        stack.Tenant.Directory.SetUser(info with { Mailbox = info.Mailbox! with { Kind = MailboxKind.User } });
        DirectoryUser accounting = stack.Tenant.Directory.FindUser("accounting@contoso.com")!;
        stack.Tenant.Directory.SetUser(accounting with { Mailbox = null });

        VerificationReport report = await stack.VerifyAsync();

        Assert.Equal("room-rhein@contoso.com, van-1@contoso.com", report.Finding("SHARED_MAILBOX_LEFT_OUT").Subject);
        Assert.Equal("no licence for a mailbox, sign-in disabled", report.User("info").Reason);
        Assert.Equal((MailboxStatus.NoMailbox, "NO_MAILBOX"), (report.Mailbox("accounting", "graph").Status, report.Mailbox("accounting", "graph").Code));
    }

    [Fact]
    public async Task Purposes_are_asked_for_in_batches_of_twenty_and_again_where_one_is_throttled()
    {
        TestClock clock = new();
        TenantOptions options = new() { MailboxRateLimiting = new() { RateLimit = 1, ResetTimeWindowSeconds = 10 } };
        await using DeployedStack stack = await GraphAsync(options, clock, "Graph/MailboxSettings.Read");

        VerificationReport report = await stack.VerifyAsync(o => o with { Clock = clock });

        Assert.Equal(
            "This filter leaves out mailboxes that are no person's: 2 shared mailboxes, 1 room mailbox, 1 equipment mailbox.",
            report.Finding("SHARED_MAILBOX_LEFT_OUT").Cause);
    }

    private static Task<DeployedStack> GraphAsync(params string[] more) => GraphAsync(null, null, more);

    private static Task<DeployedStack> GraphAsync(TenantOptions? options, TimeProvider? clock, params string[] more) =>
        DeployedStack.StartAsync(options, clock, ["graph"], ["Graph/Directory.Read.All", "Graph/Mail.Read", .. more]);
}
