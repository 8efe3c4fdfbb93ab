using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Signs in to each mailbox by IMAP with the application's token (XOAUTH2) and opens the inbox read-only.</summary>
internal sealed class ImapProbe : IMailboxProbe
{
    /// <summary>How often a command is sent again on a connection that stays: a new one would have to begin again.</summary>
    private const int Repeats = 3;

    private static readonly TimeSpan BeforeRepeat = TimeSpan.FromMilliseconds(200);

    public Task ProbeAsync(IntegrationSession session, IReadOnlyList<Account> accounts, Action<int, MailboxAnswer> answered,
        CancellationToken cancellationToken) =>
        ProbeRunner.RunAsync(session.Connection.Lines.Imap, accounts,
            (account, token) => session.Connection.Lines.Imap.AskAsync(
                (tries, ended) => TryAsync(session, account, tries, ended), token), answered, cancellationToken);

    /// <summary>IMAP refuses a mailbox that is not there and one without permission in the same words; where it lets the application into
    /// others, what the account and other protocols tell decides between the two.</summary>
    public IReadOnlyList<MailboxAnswer> Interpret(IReadOnlyList<MailboxAnswer> answers, MailboxEvidence evidence) =>
        answers.Any(answer => answer.Reachable) ? MailboxAnswer.Read(answers, answer => Interpret(answer, evidence)) : answers;

    private static MailboxAnswer Interpret(MailboxAnswer answer, MailboxEvidence evidence)
    {
        if (answer.Outcome != MailboxOutcome.AccessDenied && answer.Outcome != MailboxOutcome.PermissionMissing)
            return answer;
        if (evidence.Of(answer.Account.Id) is MailboxOutcome known)
            return answer with { Outcome = known == MailboxOutcome.Reachable ? MailboxOutcome.PermissionMissing : known };
        return answer with { Outcome = answer.Account.OnPremises ? MailboxOutcome.OnPremises : MailboxOutcome.RefusedByImap };
    }

    private static async Task<(MailboxAnswer? Answer, Trouble? Trouble)> TryAsync(
        IntegrationSession session, Account account, int tries, CancellationToken cancellationToken)
    {
        AppToken token = await session.TokenAsync(WellKnown.ExchangeOnline, cancellationToken);
        try
        {
            ImapClient client = await ImapClient.ConnectAsync(session.Endpoints, session.Options, cancellationToken);
            await using (client)
                return await ProbeAsync(client, session, account, token.Value, cancellationToken);
        }
        catch (Exception exception)
            when (exception is AuthenticationException or IOException or SocketException or TimeoutException)
        {
            string why = TransportErrors.InWords(exception) ?? exception.Message;
            if (session.Connection.Lines.Imap.HasAnswered || (exception is not AuthenticationException
                && tries + 1 < AskingHandler.FirstConnections))
            {
                return (null, ImapTrouble.In(why) ?? new(why));
            }
            throw new TenantUnreachableException($"{session.Endpoints.ImapHost}:{session.Endpoints.ImapPort}", why, exception);
        }
    }

    private static async Task<(MailboxAnswer? Answer, Trouble? Trouble)> ProbeAsync(
        ImapClient client, IntegrationSession session, Account account, string token, CancellationToken cancellationToken)
    {
        ImapReply login = await RepeatAsync(session,
            () => client.AuthenticateXOAuth2Async(account.Address, token, cancellationToken), cancellationToken);
        if (ImapTrouble.In(login) is Trouble atLogin)
            return (null, atLogin);
        if (!login.Ok)
        {
            // IMAP does not say whether the token has ended or has no right to the mailbox.
            return await session.Connection.Tokens.ReplaceOldAsync(token, cancellationToken) is null
                ? (new(account, MailboxOutcome.Denied(account), Explain(login)), null)
                : (null, new(Explain(login), Wait: TimeSpan.Zero));
        }
        ImapReply inbox = await RepeatAsync(session, () => client.CommandAsync("EXAMINE INBOX", cancellationToken), cancellationToken);
        if (ImapTrouble.In(inbox) is Trouble atInbox)
            return (null, atInbox);
        await LeaveAsync(client, cancellationToken);
        // Exchange accepts the token first and notices a missing right to the mailbox only now.
        return (inbox.Ok ? new(account, MailboxOutcome.Reachable)
            : account.Licensed || account.LooksShared ? new(account, MailboxOutcome.PermissionMissing, inbox.Text)
            : new(account, MailboxOutcome.Absent(account), inbox.Text), null);
    }

    private static async Task<ImapReply> RepeatAsync(
        IntegrationSession session, Func<Task<ImapReply>> command, CancellationToken cancellationToken)
    {
        for (int repeat = 0; ; repeat++)
        {
            ImapReply reply = await command();
            if (repeat == Repeats || ImapTrouble.In(reply) is not { Throttled: false })
                return reply;
            await session.Connection.Lines.Imap.WaitAsync(BeforeRepeat, cancellationToken);
        }
    }

    /// <summary>The answer is known by now, so that how the server takes the goodbye does not matter.</summary>
    private static async Task LeaveAsync(ImapClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.LogoutAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException)
        {
            // It has closed the connection first.
        }
    }

    private static string Explain(ImapReply reply)
    {
        if (reply.Challenge is not string challenge)
            return reply.Text;
        try
        {
            using JsonDocument error = JsonDocument.Parse(Convert.FromBase64String(challenge));
            return $"{reply.Text} (status {error.RootElement.GetProperty("status")})";
        }
        catch (Exception exception)
            when (exception is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return reply.Text;
        }
    }
}
