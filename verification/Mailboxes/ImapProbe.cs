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
    public async Task<IReadOnlyList<MailboxAnswer>> ProbeAsync(
        IntegrationSession session, IReadOnlyList<Account> accounts, Action<int> advanced, CancellationToken cancellationToken)
    {
        IReadOnlyList<MailboxAnswer> answers = await ProbeRunner.RunAsync(session, accounts, 1,
            async (one, token) => [await ProbeAsync(session, one[0], token)], advanced, cancellationToken);
        return answers.Any(a => a.Reachable) ? [.. answers.Select(a => Interpret(session, a))] : answers;
    }

    /// <summary>IMAP refuses a mailbox that is not there and one without permission in the same words; where it lets the application into
    /// others, what the account and other protocols tell decides between the two.</summary>
    private static MailboxAnswer Interpret(IntegrationSession session, MailboxAnswer answer)
    {
        if (answer.Code is not (MailboxCodes.AccessDenied or MailboxCodes.PermissionMissing))
            return answer;
        if (session.Evidence.TryGetValue(answer.Account.Id, out string? absence))
            return answer with { Code = absence ?? MailboxCodes.PermissionMissing };
        return answer with { Code = answer.Account.OnPremises ? MailboxCodes.OnPremises : MailboxCodes.Refused };
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
                    return new(account, MailboxCodes.Denied(account), Explain(login));
                ImapReply inbox = await client.CommandAsync("EXAMINE INBOX", cancellationToken);
                await client.LogoutAsync(cancellationToken);
                // Exchange accepts the token first and notices a missing right to the mailbox only now.
                return inbox.Ok ? new(account, null)
                    : account.Licensed || account.LooksShared ? new(account, MailboxCodes.PermissionMissing, inbox.Text)
                    : new(account, MailboxCodes.Absent(account), inbox.Text);
            }
        }
        catch (Exception exception) when (exception is AuthenticationException or IOException or System.Net.Sockets.SocketException or TimeoutException)
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
        catch (Exception exception) when (exception is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return reply.Text;
        }
    }
}
