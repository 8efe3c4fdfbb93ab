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
    public Task ProbeAsync(
        IntegrationSession session, IReadOnlyList<Account> accounts, Action<MailboxAnswer> answered, CancellationToken cancellationToken) =>
        ProbeRunner.RunAsync(session, accounts, 1, async (one, token) => [await ProbeAsync(session, one[0], token)], answered,
            cancellationToken);

    /// <summary>IMAP refuses a mailbox that is not there and one without permission in the same words; where it lets the application into
    /// others, what the account and other protocols tell decides between the two.</summary>
    public IReadOnlyList<MailboxAnswer> Interpret(IReadOnlyList<MailboxAnswer> answers, MailboxEvidence evidence) =>
        answers.Any(answer => answer.Reachable) ? [.. answers.Select(answer => Interpret(answer, evidence))] : answers;

    private static MailboxAnswer Interpret(MailboxAnswer answer, MailboxEvidence evidence)
    {
        if (answer.Outcome != MailboxOutcome.AccessDenied && answer.Outcome != MailboxOutcome.PermissionMissing)
            return answer;
        if (evidence.Of(answer.Account.Id) is MailboxOutcome known)
            return answer with { Outcome = known == MailboxOutcome.Reachable ? MailboxOutcome.PermissionMissing : known };
        return answer with { Outcome = answer.Account.OnPremises ? MailboxOutcome.OnPremises : MailboxOutcome.RefusedByImap };
    }

    private static async Task<MailboxAnswer> ProbeAsync(IntegrationSession session, Account account, CancellationToken cancellationToken)
    {
        AppToken token = await session.TokenAsync(WellKnown.ExchangeOnline, cancellationToken);
        try
        {
            ImapClient client = await ImapClient.ConnectAsync(session.Endpoints, session.Options, cancellationToken);
            await using (client)
            {
                ImapReply login = await client.AuthenticateXOAuth2Async(account.Address, token.Value, cancellationToken);
                if (!login.Ok)
                    return new(account, MailboxOutcome.Denied(account), Explain(login));
                ImapReply inbox = await client.CommandAsync("EXAMINE INBOX", cancellationToken);
                await client.LogoutAsync(cancellationToken);
                // Exchange accepts the token first and notices a missing right to the mailbox only now.
                return inbox.Ok ? new(account, MailboxOutcome.Reachable)
                    : account.Licensed || account.LooksShared ? new(account, MailboxOutcome.PermissionMissing, inbox.Text)
                    : new(account, MailboxOutcome.Absent(account), inbox.Text);
            }
        }
        catch (Exception exception)
            when (exception is AuthenticationException or IOException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new TenantUnreachableException($"{session.Endpoints.ImapHost}:{session.Endpoints.ImapPort}",
                TransportErrors.InWords(exception) ?? exception.Message, exception);
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
