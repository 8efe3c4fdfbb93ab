using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class ReportChangesTests
{
    private const string Anna = "anna.albrecht@contoso.com";

    private static readonly VerificationReport Before = SampleReport.Clean();

    [Fact]
    public void Nothing_changed_says_nothing()
    {
        Assert.Empty(ReportChanges.Between(Before, SampleReport.Clean()));
        Assert.Empty(ReportChanges.Between(SampleReport.Mixed(), SampleReport.Mixed()));
    }

    [Fact]
    public void A_verdict_that_changed_comes_first() => Assert.Equal(
        "verdict: Ready -> Not ready", ReportChanges.Between(Before, SampleReport.Mixed())[0]);

    [Fact]
    public void An_exit_code_that_changed_is_a_change_of_the_verdict()
    {
        VerificationReport consent = Failing(VerificationExitCode.Consent), mailboxes = Failing(VerificationExitCode.Mailboxes);

        Assert.Equal(["verdict: Not ready -> Not ready"], ReportChanges.Between(consent, mailboxes));
        Assert.Empty(ReportChanges.Between(consent, Failing(VerificationExitCode.Consent)));
    }

    [Fact]
    public void A_mailbox_that_stopped_or_began_to_be_reachable_is_said_with_the_reason()
    {
        VerificationReport after = With(Mailbox(Anna, MailboxStatus.Failed, "MAILBOX_ACCESS_DENIED", "access denied"));

        Assert.Equal([$"not reachable any more: {Anna} (mailstore, ews): access denied"], ReportChanges.Between(Before, after));
        Assert.Equal([$"reachable now: {Anna} (mailstore, ews)"], ReportChanges.Between(after, Before));
    }

    [Fact]
    public void A_mailbox_that_came_or_went_is_said()
    {
        VerificationReport more = Adding(Mailbox("new@contoso.com", MailboxStatus.Reachable, null, "reachable"));
        VerificationReport broken = Adding(Mailbox("new@contoso.com", MailboxStatus.Warning, "MAILBOX_NOT_PROVISIONED", "not provisioned yet"));

        Assert.Equal(["reachable, new: new@contoso.com (mailstore, ews)"], ReportChanges.Between(Before, more));
        Assert.Equal(["not reachable, new: new@contoso.com (mailstore, ews): not provisioned yet"], ReportChanges.Between(Before, broken));
        Assert.Equal(["no mailbox any more: new@contoso.com (mailstore, ews)"], ReportChanges.Between(more, Before));
    }

    [Fact]
    public void A_mailbox_that_is_not_reachable_for_another_reason_is_said_and_one_for_the_same_is_not()
    {
        VerificationReport one = Adding(Mailbox("new@contoso.com", MailboxStatus.Warning, "MAILBOX_NOT_PROVISIONED", "not provisioned yet"));
        VerificationReport status = Adding(Mailbox("new@contoso.com", MailboxStatus.Failed, "MAILBOX_NOT_PROVISIONED", "failed"));
        VerificationReport code = Adding(Mailbox("new@contoso.com", MailboxStatus.Warning, "MAILBOX_ON_PREMISES", "likely on premises"));
        VerificationReport words = Adding(Mailbox("new@contoso.com", MailboxStatus.Warning, "MAILBOX_NOT_PROVISIONED", "in other words"));

        Assert.Equal(["changed: new@contoso.com (mailstore, ews): not provisioned yet -> failed"], ReportChanges.Between(one, status));
        Assert.Equal(["changed: new@contoso.com (mailstore, ews): not provisioned yet -> likely on premises"], ReportChanges.Between(one, code));
        Assert.Empty(ReportChanges.Between(one, words));
    }

    [Fact]
    public void Capital_letters_make_no_other_mailbox()
    {
        VerificationReport after = With(Mailbox(Anna.ToUpperInvariant(), MailboxStatus.Reachable, null, "reachable"));

        Assert.Empty(ReportChanges.Between(Before, after));
    }

    [Fact]
    public void Findings_that_are_new_or_gone_are_said_with_their_weight()
    {
        Finding finding = SampleReport.Mixed().Integrations[0].Checks.SelectMany(check => check.Findings).First();
        VerificationReport after = Before with
        {
            Integrations = [Before.Integrations[0] with
            {
                Checks = [.. Before.Integrations[0].Checks.Select((check, place) => place > 0 ? check
                    : check with { Findings = [finding with { Severity = Severity.Info }] })],
            }],
        };

        Assert.Equal([$"new info: {finding.Code} (mailstore): {finding.Subject}"], ReportChanges.Between(Before, after));
        Assert.Equal([$"gone: {finding.Code} (mailstore): {finding.Subject}"], ReportChanges.Between(after, Before));
    }

    private static VerificationReport Failing(VerificationExitCode failureClass) => Before with
    {
        Integrations = [Before.Integrations[0] with
        {
            Checks = [Before.Integrations[0].Checks[0] with { Status = CheckStatus.Failed, FailureClass = failureClass }],
        }],
    };

    /// <summary>The clean report with another verdict about one mailbox.</summary>
    private static VerificationReport With(MailboxVerdict mailbox) => Before with
    {
        Integrations = [Before.Integrations[0] with
        {
            Mailboxes = [.. Before.Integrations[0].Mailboxes.Select(one =>
                one.Address.Equals(mailbox.Address, StringComparison.OrdinalIgnoreCase) ? mailbox : one)],
        }],
    };

    private static VerificationReport Adding(MailboxVerdict mailbox) => Before with
    {
        Integrations = [Before.Integrations[0] with { Mailboxes = [.. Before.Integrations[0].Mailboxes, mailbox] }],
    };

    private static MailboxVerdict Mailbox(string address, MailboxStatus status, string? code, string reason) =>
        new(address, "Somebody", "ews", status, code, reason);
}
