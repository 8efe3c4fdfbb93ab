using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Exchange Online refuses a name and a password, by HTTP and by IMAP.</summary>
internal sealed class BasicAuthenticationCheck : ICheck
{
    public string Id => "basic-authentication";
    public string Title => "Basic authentication refused";
    public VerificationExitCode FailureClass => VerificationExitCode.OtherCheck;
    public IReadOnlyList<string> Needs => [];

    public bool AppliesTo(IntegrationOutputs integration) => integration.MailboxAccess.Count > 0;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        IntegrationSession session = context.Session;
        NetworkCredential account = session.Options.BasicAuthenticationAccount
            ?? new($"no-such-account-{session.Integration.ClientId:N}@{session.Tenant.Domain}", Guid.NewGuid().ToString("N"));
        FindingList findings = new();
        List<string> refused = [], silent = [];
        await TryHttpAsync(session, account, findings, refused, silent, cancellationToken);
        await TryImapAsync(session, account, findings, refused, silent, cancellationToken);
        string how = session.Options.BasicAuthenticationAccount is null ? " (tried with an account that does not exist)" : "";
        if (findings.HasErrors)
            return findings.ToOutcome("a password is let in");
        if (refused.Count == 0)
            return findings.ToOutcome($"{string.Join(" and ", silent)} did not answer", open: true);
        string unanswered = silent.Count == 0 ? "" : $"; {string.Join(" and ", silent)} did not answer";
        return findings.ToOutcome($"refused by {string.Join(" and ", refused)}{how}{unanswered}");
    }

    private static async Task TryHttpAsync(IntegrationSession session, NetworkCredential account, FindingList findings,
        List<string> refused, List<string> silent, CancellationToken cancellationToken)
    {
        string pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.UserName}:{account.Password}"));
        using HttpRequestMessage request = new(HttpMethod.Get, EwsProbe.Endpoint(session.Endpoints))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", pair) },
        };
        try
        {
            using HttpResponseMessage response = await session.Http.SendAsync(request, cancellationToken);
            bool offered = response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme.Equals("Basic",
                StringComparison.OrdinalIgnoreCase));
            if (response.IsSuccessStatusCode)
                findings.Add(ExchangeFindings.BasicAccepted("HTTP", account.UserName, $"{(int)response.StatusCode}"));
            else if (offered)
                findings.Add(ExchangeFindings.BasicOffered("HTTP", $"{(int)response.StatusCode} WWW-Authenticate: Basic"));
            else
                refused.Add("HTTP");
        }
        catch (HttpRequestException)
        {
            silent.Add("HTTP");
        }
    }

    private static async Task TryImapAsync(IntegrationSession session, NetworkCredential account, FindingList findings,
        List<string> refused, List<string> silent, CancellationToken cancellationToken)
    {
        if (session.Endpoints.ImapPort == 0)
            return;
        try
        {
            ImapClient client = await ImapClient.ConnectAsync(session.Endpoints, session.Options, cancellationToken);
            await using (client)
            {
                ImapReply reply = await client.LoginAsync(account.UserName, account.Password, cancellationToken);
                if (reply.Ok)
                    findings.Add(ExchangeFindings.BasicAccepted("IMAP", account.UserName, reply.Text));
                else
                    refused.Add("IMAP");
            }
        }
        catch (Exception exception)
            when (exception is IOException or System.Net.Sockets.SocketException or TimeoutException or AuthenticationException)
        {
            silent.Add("IMAP");
        }
    }
}
