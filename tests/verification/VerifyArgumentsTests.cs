using System.CommandLine;
using System.Net;
using TenantOnboarding.Verification.Commands;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What follows from a command line.</summary>
public sealed class VerifyArgumentsTests
{
    [Theory]
    [InlineData("", "--outputs, --stack: found neither, expected one of them. Give --outputs FILE, --outputs - or --stack NAME.")]
    [InlineData("-o a --concurrency 0", "--concurrency: found 0, expected 1 to 64. Correct it.")]
    [InlineData("-o a --concurrency 65", "--concurrency: found 65, expected 1 to 64. Correct it.")]
    [InlineData("-o a --imap-port -1", "--imap-port: found -1, expected 0 to 65535. Correct it.")]
    [InlineData("-o a --imap-port 65536", "--imap-port: found 65536, expected 0 to 65535. Correct it.")]
    [InlineData("-o a --endpoint localhost", "--endpoint: found 'localhost', expected an https address such as https://localhost:8443. Correct it.")]
    [InlineData("-o a --endpoint /x", "--endpoint: found '/x', expected an https address such as https://localhost:8443. Correct it.")]
    [InlineData("-o a --watch 0", "--watch: found '0', expected a time such as 90s, 15m or 1h. Correct it.")]
    public void What_cannot_be_used_is_refused(string line, string expected) =>
        Assert.Equal([expected], Assert.Throws<InputException>(() => Read(line)).Errors);

    [Fact]
    public void A_file_that_is_no_certificate_is_no_authority()
    {
        string file = typeof(VerifyArgumentsTests).Assembly.Location;

        InputException exception = Assert.Throws<InputException>(() => Read("-s dev --endpoint https://localhost:8443 --ca-file", file));

        Assert.Equal([$"--ca-file: found '{file}', which is no certificate; expected a PEM file. Give the one that the simulated tenant wrote."],
            exception.Errors);
    }

    [Theory]
    [InlineData("--concurrency 1", 1)]
    [InlineData("--concurrency 64", 64)]
    [InlineData("", 64)]
    public void As_many_requests_run_at_once_as_were_named_or_64(string line, int expected) =>
        Assert.Equal(expected, Read($"-o a {line}").MailboxConcurrency);

    [Theory]
    [InlineData("0", 0, 60)]
    [InlineData("59s", 59, 60)]
    [InlineData("61s", 61, 61)]
    [InlineData("1h", 3600, 3600)]
    public void A_question_is_asked_on_until_the_deadline_but_for_a_minute_at_least(string deadline, int waits, int asks)
    {
        VerificationOptions options = Read($"-o a --deadline {deadline}");

        Assert.Equal((waits, asks), (options.Deadline.TotalSeconds, options.AnswerWithin.TotalSeconds));
    }

    [Fact]
    public void Mailboxes_that_are_named_are_probed_and_else_none()
    {
        Assert.Equal(["a@contoso.com", "b@contoso.com"], Read("-o a -m a@contoso.com --mailbox b@contoso.com").Mailboxes);
        Assert.Empty(Read("-o a").Mailboxes);
    }

    [Fact]
    public void The_account_of_the_environment_goes_before_that_of_the_program()
    {
        NetworkCredential environment = new("anna", "secret"), program = new("none", "none");
        VerificationOptions defaults = new() { BasicAuthenticationAccount = program };

        Assert.Same(environment, Read("-o a", defaults, environment).BasicAuthenticationAccount);
        Assert.Same(program, Read("-o a", defaults).BasicAuthenticationAccount);
        Assert.Same(environment, Read("-o a", new(), environment).BasicAuthenticationAccount);
    }

    [Fact]
    public void A_sample_has_the_seed_that_was_named_and_else_another_one_each_time()
    {
        Assert.Equal(new SampleDraw(1, 7), Read("-o a --sample 1 --seed 7").Sample);
        Assert.Null(Read("-o a").Sample);
        // That all of them are the same is less likely than a fault of this machine.
        Assert.NotEqual(1, Enumerable.Range(0, 5).Select(_ => Read("-o a --sample 1").Sample!.Seed).Distinct().Count());
    }

    [Fact]
    public void A_sample_is_refused_where_mailboxes_are_named_and_where_it_is_empty() =>
        Assert.Equal(
        [
            "--sample: found 0, expected 1 or more mailboxes. Correct it.",
            "--sample, --mailbox: found both, expected one of them. Mailboxes that are named are no random sample.",
        ], Assert.Throws<InputException>(() => Read("-o a --sample 0 -m a@contoso.com")).Errors);

    [Theory]
    [InlineData("", null)]
    [InlineData("--watch", 900)]
    [InlineData("--watch 90s", 90)]
    [InlineData("--watch soon", 0)]
    public void A_watch_without_a_time_begins_again_after_a_quarter_of_an_hour(string line, int? seconds)
    {
        VerifyArguments arguments = new();

        Assert.Equal(seconds, VerifyArguments.Interval(Parsed(arguments, Words(line)), arguments.Watch)?.TotalSeconds);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("--check-redirect-host", true)]
    [InlineData("--check-redirect-host false", false)]
    public void The_redirect_host_is_looked_up_as_was_said(string line, bool? expected) =>
        Assert.Equal(expected, Read($"-o a {line}").CheckRedirectHost);

    [Fact]
    public void A_simulated_tenant_answers_at_its_address_and_port()
    {
        TenantEndpoints endpoints = Read("-o a --endpoint https://localhost:8443 --imap-port 65535").Endpoints!;

        Assert.Equal((new("https://localhost:8443"), 65535), (endpoints.LoginUrl, endpoints.ImapPort));
        Assert.Null(Read("-o a").Endpoints);
    }

    [Fact]
    public void Strictness_evidence_and_the_warning_of_certificates_are_taken_over()
    {
        VerificationOptions given = Read("-o a --strict --evidence proof --expiry-warning 2d"), usual = Read("-o a");

        Assert.Equal((true, "proof", 2), (given.Strict, given.EvidenceFolder, given.ExpiryWarning.TotalDays));
        Assert.Equal((false, null, 30), (usual.Strict, usual.EvidenceFolder, usual.ExpiryWarning.TotalDays));
        Assert.Equal(300, usual.Deadline.TotalSeconds);
    }

    private static VerificationOptions Read(string line, VerificationOptions? defaults = null, NetworkCredential? account = null) =>
        Read(Words(line), defaults, account);

    private static VerificationOptions Read(string line, string last) => Read([.. Words(line), last], null, null);

    private static VerificationOptions Read(string[] line, VerificationOptions? defaults, NetworkCredential? account)
    {
        VerifyArguments arguments = new();
        return arguments.Read(Parsed(arguments, line), defaults ?? new(), account);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal static ParseResult Parsed(VerifyArguments arguments, params string[] line)
    {
        RootCommand root = new();
        foreach (Option option in arguments.All)
            root.Options.Add(option);
        return root.Parse(line);
    }
}
