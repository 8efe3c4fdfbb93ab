using SimulatedTenant.Options;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class OnlineArchiveTests
{
    private static readonly TenantOptions WithArchives = new() { OnlineArchives = ["anna.berger@contoso.com", "info@contoso.com"] };

    [Fact]
    public async Task Mailboxes_with_an_online_archive_are_named_by_EWS_in_a_note_that_keeps_no_tenant_from_being_ready()
    {
        await using DeployedStack stack = await DeployedStack.ClassicAsync(WithArchives);

        VerificationReport report = await stack.VerifyAsync();

        report.Exits(VerificationExitCode.Ready);
        Finding finding = report.Finding("MAILBOX_HAS_ONLINE_ARCHIVE");
        Assert.Equal(
            (Severity.Info, "anna.berger@contoso.com, info@contoso.com",
                "2 mailboxes have an online archive, where Exchange Online moves old mail. Microsoft Graph's and IMAP's mail calls do not show "
                + "it, and MailStore no longer archives it."),
            (finding.Severity, finding.Subject, finding.Cause));
        Assert.Contains(finding, report.Check("mailboxes-ews").Findings);
    }

    [Fact]
    public async Task Exchange_PowerShell_sees_them_too_with_and_without_a_directory_to_look_accounts_up_in()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(
            WithArchives, null, ["exchange-powershell"], ["Graph/Directory.Read.All", "Exchange/Exchange.ManageAsApp"]);
        await stack.AssignRoleAsync(new Guid("29232cdf-9323-42fd-ade2-1d097af3e4de"));

        VerificationReport listed = await stack.VerifyAsync();
        await stack.RevokeAsync("Graph/Directory.Read.All");
        VerificationReport alone = await stack.VerifyAsync();

        Assert.Equal("anna.berger@contoso.com, info@contoso.com", listed.Finding("MAILBOX_HAS_ONLINE_ARCHIVE").Subject);
        Assert.Equal("anna.berger@contoso.com, info@contoso.com", alone.Finding("MAILBOX_HAS_ONLINE_ARCHIVE").Subject);
    }

    [Fact]
    public async Task Without_an_archive_and_by_Graph_nothing_is_said()
    {
        await using DeployedStack without = await DeployedStack.ClassicAsync();
        await using DeployedStack graph =
            await DeployedStack.StartAsync(WithArchives, null, ["graph"], ["Graph/Directory.Read.All", "Graph/Mail.Read"]);

        Assert.DoesNotContain("MAILBOX_HAS_ONLINE_ARCHIVE", (await without.VerifyAsync()).Codes());
        Assert.DoesNotContain("MAILBOX_HAS_ONLINE_ARCHIVE", (await graph.VerifyAsync()).Codes());
    }

    [Theory]
    [InlineData("NoError", "NoError", true)]
    [InlineData("NoError", "ErrorFolderNotFound", false)]
    [InlineData("NoError", "ErrorMailboxStoreUnavailable", false)]
    public void An_archive_that_does_not_answer_leaves_the_mailbox_reachable(string inbox, string archive, bool hasArchive)
    {
        MailboxAnswer answer = EwsProbe.Judge(
            ProbeTests.Licensed, new(System.Net.HttpStatusCode.OK), $"<r><ResponseCode>{inbox}</ResponseCode><ResponseCode>{archive}</ResponseCode></r>");

        Assert.Equal((MailboxOutcome.Reachable, hasArchive), (answer.Outcome, answer.HasArchive));
    }
}
