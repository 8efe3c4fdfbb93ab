using System.Text;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Mailboxes;

namespace TenantOnboarding.Tests.Verification;

/// <summary>What a mailbox's answers by IMAP come to, from the greeting to the goodbye.</summary>
public sealed class ImapProbeTests : IAsyncLifetime
{
    private static readonly Account Licensed = ProbeTests.Licensed;

    private readonly StubTenant _tenant = new();
    private ImapServer _server = null!;

    public Task InitializeAsync()
    {
        _server = ImapServer.Start();
        _tenant.Options = _tenant.Options with
        {
            Endpoints = _tenant.Options.Endpoints! with { ImapHost = "127.0.0.1", ImapPort = _server.Port },
            ImapCertificateValidation = (_, certificate, _, _) =>
                certificate?.GetCertHashString() == StubTenant.Certificate.GetCertHashString(),
        };
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_mailbox_whose_inbox_opens_is_reachable_and_left_politely()
    {
        MailboxAnswer answer = await AskAsync(Licensed);

        Assert.True(answer.IsPlain);
        Assert.Equal(["CAPABILITY", "AUTHENTICATE", "EXAMINE", "LOGOUT"], _server.Commands);
    }

    [Theory]
    [InlineData(ImapServer.Closes)]
    [InlineData("NO not now")]
    public async Task How_the_goodbye_is_taken_does_not_matter(string goodbye)
    {
        _server.Answers("LOGOUT", goodbye);

        Assert.True((await AskAsync(Licensed)).IsPlain);
        Assert.Equal(1, _server.Connections);
    }

    [Theory]
    [InlineData("{\"status\":\"400\"}", "NO AUTHENTICATE failed. (status 400)")]
    [InlineData("{}", "NO AUTHENTICATE failed.")]
    [InlineData("[]", "NO AUTHENTICATE failed.")]
    [InlineData("no JSON", "NO AUTHENTICATE failed.")]
    [InlineData(null, "NO AUTHENTICATE failed.")]
    public async Task A_login_that_is_refused_is_tried_with_another_token_and_then_told(string? challenge, string detail)
    {
        string given = challenge is null ? "no base64!" : Convert.ToBase64String(Encoding.ASCII.GetBytes(challenge));
        _server.Answers("AUTHENTICATE", [.. Enumerable.Repeat($"+ {given}|NO AUTHENTICATE failed.", 2)]);

        MailboxAnswer answer = await AskAsync(Licensed);

        Assert.Equal((MailboxOutcome.AccessDenied, detail), (answer.Outcome, answer.Detail));
        Assert.Equal(2, _server.Connections);
        Assert.DoesNotContain("EXAMINE", _server.Commands);
    }

    [Fact]
    public async Task A_login_that_is_taken_with_another_token_is_fine()
    {
        _server.Answers("AUTHENTICATE", "NO AUTHENTICATE failed.");

        Assert.True((await AskAsync(Licensed)).IsPlain);
    }

    [Theory]
    [InlineData(true, true, "no permission on the mailbox")]
    [InlineData(false, false, "no permission on the mailbox")]
    [InlineData(false, true, "no licence, no mailbox")]
    public async Task An_inbox_that_does_not_open_is_a_missing_right_where_there_should_be_a_mailbox(
        bool licensed, bool enabled, string reason)
    {
        _server.Answers("EXAMINE", "NO no such folder");

        MailboxAnswer answer = await AskAsync(Licensed with { MailboxPlan = licensed ? "" : null, Enabled = enabled });

        Assert.Equal((reason, "NO no such folder"), (answer.Outcome.Reason, answer.Detail));
    }

    [Theory]
    [InlineData("AUTHENTICATE", 3, 1, 4)]
    [InlineData("EXAMINE", 3, 1, 4)]
    [InlineData("AUTHENTICATE", 4, 2, 5)]
    [InlineData("EXAMINE", 4, 2, 5)]
    public async Task A_command_that_fails_for_now_is_repeated_three_times_on_its_connection(
        string command, int failures, int connections, int times)
    {
        _server.Answers(command, [.. Enumerable.Repeat("NO [UNAVAILABLE] later", failures)]);

        Assert.True((await AskAsync(Licensed)).IsPlain);
        Assert.Equal((connections, times), (_server.Connections, _server.Commands.Count(one => one == command)));
        Assert.True(_tenant.Clock.GetUtcNow() - StubTenant.Now >= TimeSpan.FromMilliseconds(600));
    }

    [Theory]
    [InlineData("AUTHENTICATE")]
    [InlineData("EXAMINE")]
    public async Task A_command_that_is_throttled_is_put_again_on_another_connection_after_its_wait(string command)
    {
        _server.Answers(command, "NO Request is throttled. Suggested Backoff Time: 7000 milliseconds");

        Assert.True((await AskAsync(Licensed)).IsPlain);
        Assert.Equal((2, 2), (_server.Connections, _server.Commands.Count(one => one == command)));
        Assert.True(_tenant.Clock.GetUtcNow() - StubTenant.Now >= TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_server_that_has_never_answered_is_tried_three_times()
    {
        _server.Answers("GREETING", [.. Enumerable.Repeat(ImapServer.Closes, 9)]);

        TenantUnreachableException failure = await Assert.ThrowsAsync<TenantUnreachableException>(() => AskAsync(Licensed));

        Assert.Equal(($"127.0.0.1:{_server.Port}", "the server closes the connection", 3), (failure.Host, failure.Message, _server.Connections));
    }

    [Fact]
    public async Task A_server_that_is_not_trusted_is_tried_once()
    {
        _tenant.Options = _tenant.Options with { ImapCertificateValidation = (_, _, _, _) => false };

        TenantUnreachableException failure = await Assert.ThrowsAsync<TenantUnreachableException>(() => AskAsync(Licensed));

        Assert.StartsWith("the server's TLS certificate is not trusted", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, _server.Connections);
    }

    [Fact]
    public async Task A_server_that_has_answered_is_asked_again_where_it_fails()
    {
        _server.Answers("GREETING", ["* OK ready", .. Enumerable.Repeat(ImapServer.Closes, 5)]);

        await _tenant.WithSessionAsync(async session =>
        {
            foreach (int _ in Enumerable.Range(0, 2))
                Assert.True(Assert.Single(await AnswerSheet.AskAsync(new ImapProbe(), session, [Licensed], _ => { }, default)).IsPlain);
            return true;
        });

        Assert.Equal(7, _server.Connections);
    }

    private async Task<MailboxAnswer> AskAsync(Account account) => Assert.Single(await _tenant.WithSessionAsync(session =>
        AnswerSheet.AskAsync(new ImapProbe(), session, [account], _ => { }, default)));
}
