using System.Net;
using SimulatedTenant.Directory;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

/// <summary>Users who are deleted while the verification runs.</summary>
public sealed class LeftUserTests
{
    [Theory]
    [InlineData("graph", "Graph/Mail.Read", "404 Request_ResourceNotFound", "16 of 18 mailboxes reachable")]
    [InlineData("ews", "Exchange/full_access_as_app", "ErrorNonExistentMailbox", "15 of 18 mailboxes reachable")]
    public async Task A_user_who_leaves_before_the_probe_is_told_apart(string protocol, string permission, string detail, string summary)
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, [protocol], ["Graph/Directory.Read.All", permission]);

        VerificationReport report = await stack.VerifyAsync(progress: Deleting(stack, $"mailboxes-{protocol}", "anna.berger", "peter.hoffmann"));

        report.Exits(VerificationExitCode.Ready);
        MailboxVerdict verdict = report.Mailbox("peter.hoffmann", protocol);
        Assert.Equal((MailboxStatus.NoMailbox, "MAILBOX_USER_LEFT", "left during the run"), (verdict.Status, verdict.Code, verdict.Reason));
        Finding finding = report.Finding("MAILBOX_USER_LEFT");
        Assert.Equal((Severity.Info, "anna.berger@contoso.com, peter.hoffmann@contoso.com"), (finding.Severity, finding.Subject));
        Assert.Equal("2 accounts left during the run: they were there when the directory was read, and deleted before their mailboxes were asked.",
            finding.Cause);
        Assert.StartsWith(detail, finding.Detail, StringComparison.Ordinal);
        Assert.Equal(summary, report.Check($"mailboxes-{protocol}").Summary);
        Assert.DoesNotContain("MAILBOX_ADDRESS_UNKNOWN", report.Codes());
        Assert.Equal("MAILBOX_NOT_PROVISIONED", report.Mailbox("clara.vogt", protocol).Code);
    }

    [Fact]
    public async Task A_user_who_leaves_between_two_protocols_is_no_missing_permission()
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(
            null, null, ["graph", "imap"], ["Graph/Directory.Read.All", "Graph/Mail.Read", "Exchange/IMAP.AccessAsApp"]);
        MailboxTests.AllowImap(stack, _ => true);

        VerificationReport report = await stack.VerifyAsync(progress: Deleting(stack, "mailboxes-imap", "peter.hoffmann"));

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal(MailboxStatus.Reachable, report.Mailbox("peter.hoffmann", "graph").Status);
        Assert.Equal("MAILBOX_USER_LEFT", report.Mailbox("peter.hoffmann", "imap").Code);
        Assert.Equal(
            "1 account left during the run: it was there when the directory was read, and deleted before its mailbox was asked.",
            report.Finding("MAILBOX_USER_LEFT").Cause);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task Where_the_directory_does_not_tell_who_left_the_answer_stays(HttpStatusCode refusal)
    {
        await using DeployedStack stack = await DeployedStack.StartAsync(null, null, ["graph"], ["Graph/Directory.Read.All", "Graph/Mail.Read"]);
        bool probing = false;
        RecordedProgress progress = Deleting(stack, "mailboxes-graph", "peter.hoffmann");
        using HttpMessageInvoker tenant = new(stack.Options.HandlerFactory!());
        using StubHandler refusing = new(async (request, token) =>
        {
            probing |= request.RequestUri!.AbsolutePath.EndsWith("$batch", StringComparison.Ordinal);
            return probing && request.RequestUri.AbsolutePath.Contains("/deletedItems/", StringComparison.Ordinal)
                ? new(refusal) { Content = new StringContent("{}", null, "application/json") } : await tenant.SendAsync(request, token);
        });

        VerificationReport report = await stack.VerifyAsync(options => options with { HandlerFactory = () => refusing }, progress);

        report.Exits(VerificationExitCode.Ready);
        Assert.Equal("MAILBOX_ADDRESS_UNKNOWN", report.Mailbox("peter.hoffmann", "graph").Code);
    }

    private static RecordedProgress Deleting(DeployedStack stack, string checkId, params string[] aliases) => new()
    {
        Beginning = begun =>
        {
            TenantDirectory directory = stack.Tenant.Directory;
            foreach (string alias in begun == checkId ? aliases : [])
                directory.DeleteUser(directory.FindUser($"{alias}@contoso.com")!.Id);
        },
    };
}
