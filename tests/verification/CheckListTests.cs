using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Tests.Verification;

public sealed class CheckListTests
{
    [Fact]
    public void Every_check_comes_after_those_that_it_needs_and_exit_codes_rise() =>
        Assert.Equal(CheckList.All, CheckList.InOrder(CheckList.All));

    [Fact]
    public void A_check_before_one_that_it_needs_is_refused()
    {
        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => CheckList.InOrder([new UserSyncCheck(), new SignInCheck()]));
        Assert.Equal("The check 'user-sync' needs 'sign-in', which does not come before it.", exception.Message);
    }

    [Fact]
    public void A_check_with_a_lower_exit_code_than_the_one_before_it_is_refused()
    {
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(
            () => CheckList.InOrder([new SignInCheck(), new ConsentCheck(), new CertificateCheck()]));
        Assert.Equal("The check 'certificate' has a lower exit code than 'consent', which comes before it.", exception.Message);
    }

    [Fact]
    public void Two_checks_of_one_id_are_refused()
    {
        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => CheckList.InOrder([new SignInCheck(), new SignInCheck()]));
        Assert.Equal("Two checks are called 'sign-in'.", exception.Message);
    }

    [Fact]
    public void A_protocol_that_does_not_say_why_it_refuses_comes_after_all_that_do()
    {
        Assert.True(MailboxProtocol.Imap.NeedsEvidence);
        Assert.Equal(MailboxProtocol.All.OrderBy(protocol => protocol.NeedsEvidence), MailboxProtocol.All);
    }

    [Fact]
    public void A_check_that_reads_what_it_does_not_say_it_needs_is_refused()
    {
        Knowledge known = Knowledge.None.With("user-sync", new SynchronizedUsers(_ => false));

        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => known.For(new Nosy()).From<SynchronizedUsers>("user-sync"));
        Assert.Equal("The check 'nosy' reads what 'user-sync' learned, but does not say that it needs it.", exception.Message);
    }

    private sealed class Nosy : ICheck
    {
        public string Id => "nosy";
        public string Title => "Nosy";
        public VerificationExitCode FailureClass => VerificationExitCode.OtherCheck;
        public IReadOnlyList<string> Needs => [];

        public bool AppliesTo(TenantOnboarding.Verification.Outputs.IntegrationOutputs integration) => true;

        public Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken) =>
            Task.FromResult(CheckOutcome.LeftOpen("nothing to do"));
    }
}
