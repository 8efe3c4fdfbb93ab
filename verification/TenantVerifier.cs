using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Identity;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification;

/// <summary>Proves that a tenant is ready for the integrations that a stack declares, as the products themselves would meet it.</summary>
public sealed class TenantVerifier(VerificationOptions options)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2), LongestWait = TimeSpan.FromSeconds(30);

    private static readonly ICheck[] Checks =
    [
        new SignInCheck(),
        new CertificateCheck(),
        new ConsentCheck(),
        new RedirectUriCheck(),
        new UserSyncCheck(),
        new MailboxCheck(MailboxAccess.Ews),
        new EwsPolicyCheck(),
        new MailboxCheck(MailboxAccess.Graph),
        new MailboxCheck(MailboxAccess.Imap),
        new MailboxCheck(MailboxAccess.ExchangePowershell),
        new ExchangeRoleCheck(),
        new MailboxScopeCheck(),
        new BasicAuthenticationCheck(),
    ];

    /// <summary>Runs every check that applies, integration by integration. What a check finds becomes a finding, never an exception.</summary>
    /// <exception cref="OperationCanceledException">The verification was cancelled.</exception>
    public async Task<VerificationReport> VerifyAsync(OutputsDocument document, IVerificationProgress? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DateTimeOffset started = options.Clock.GetUtcNow();
        long stamp = options.Clock.GetTimestamp();
        TenantEndpoints endpoints = options.Endpoints ?? TenantEndpoints.For(document.Tenant.Environment);
        using HttpMessageHandler handler = options.HandlerFactory?.Invoke() ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        if (handler is SocketsHttpHandler sockets)
            sockets.SslOptions.EnabledSslProtocols = WellKnown.Tls;
        using HttpClient http = new(new ThrottlingHandler(handler, options.Clock, options.RequestTimeout)) { Timeout = Timeout.InfiniteTimeSpan };
        List<IntegrationReport> reports = [];
        foreach ((string name, IntegrationOutputs integration) in document.Integrations)
        {
            X509Certificate2? certificate = CertificateFor(integration, document);
            using IntegrationSession session = new(name, integration, document.Tenant, options, endpoints, http, certificate, progress);
            progress?.IntegrationStarted(name, integration.DisplayName);
            reports.Add(await VerifyAsync(session, cancellationToken));
        }
        return new()
        {
            Tenant = document.Tenant,
            StartedAt = started,
            Duration = options.Clock.GetElapsedTime(stamp),
            Simulated = endpoints.LoginUrl.IsLoopback,
            Integrations = reports,
        };
    }

    private X509Certificate2? CertificateFor(IntegrationOutputs integration, OutputsDocument document) =>
        options.Certificates.FirstOrDefault(c => integration.Certificates.Any(declared => declared.Thumbprint == c.Thumbprint)
            && c.NotAfter.ToUniversalTime() > options.Clock.GetUtcNow().UtcDateTime && c.NotBefore.ToUniversalTime() <= options.Clock.GetUtcNow().UtcDateTime)
        ?? options.Certificates.FirstOrDefault(c => integration.Certificates.Any(declared => declared.Thumbprint == c.Thumbprint))
        ?? (options.Certificates.Count == 1 && document.Integrations.Count == 1 ? options.Certificates[0] : null);

    private async Task<IntegrationReport> VerifyAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        long stamp = options.Clock.GetTimestamp();
        List<CheckResult> results = [];
        foreach (ICheck check in Checks.Where(c => c.AppliesTo(session.Integration)))
        {
            session.Progress?.CheckStarted(session.Name, check.Id, check.Title);
            CheckResult result = await SettleAsync(check, session, stamp, cancellationToken);
            results.Add(result);
            session.Progress?.CheckCompleted(session.Name, result);
        }
        IntegrationOutputs integration = session.Integration;
        return new()
        {
            Name = session.Name,
            DisplayName = integration.DisplayName,
            ClientId = integration.ClientId,
            RedirectUri = integration.RedirectUri,
            SignedInWith = session.SignInFailure is null ? session.Certificate?.Thumbprint : null,
            Checks = results,
            Certificates = integration.Certificates,
            Permissions = integration.Permissions,
            Users = session.Users,
            Mailboxes = [.. results.Where(r => session.Mailboxes.ContainsKey(r.Id)).SelectMany(r => session.Mailboxes[r.Id])],
        };
    }

    /// <summary>Looks again, with new tokens, while replication may explain what was found and the deadline allows.</summary>
    private async Task<CheckResult> SettleAsync(ICheck check, IntegrationSession session, long stamp, CancellationToken cancellationToken)
    {
        TimeSpan wait = FirstWait;
        long checkStamp = options.Clock.GetTimestamp();
        string? waitedFor = null;
        while (true)
        {
            CheckOutcome outcome = await LookAsync(check, session, cancellationToken);
            TimeSpan passed = options.Clock.GetElapsedTime(stamp);
            if (outcome.WaitingFor is null || passed >= options.Deadline)
            {
                return new()
                {
                    Id = check.Id,
                    Title = check.Title,
                    Status = outcome.Status,
                    Summary = waitedFor is null ? outcome.Summary
                        : $"{outcome.Summary}; waited {Words.Span(options.Clock.GetElapsedTime(checkStamp))} for {waitedFor}",
                    Findings = outcome.Findings,
                    FailureClass = outcome.FailureClass ?? check.FailureClass,
                };
            }
            waitedFor = outcome.WaitingFor;
            session.Progress?.Waiting(session.Name, check.Id, waitedFor, passed, options.Deadline);
            TimeSpan left = options.Deadline - passed;
            await Task.Delay(wait < left ? wait : left, options.Clock, cancellationToken);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
            session.Renew();
        }
    }

    private static async Task<CheckOutcome> LookAsync(ICheck check, IntegrationSession session, CancellationToken cancellationToken)
    {
        FindingList findings = new();
        try
        {
            return await check.RunAsync(session, cancellationToken);
        }
        catch (TenantUnreachableException exception)
        {
            findings.Error("TENANT_UNREACHABLE", exception.Host, $"{exception.Host} does not answer: {exception.Message}.", "Check the network, proxy and endpoint, then verify again.");
            bool imap = exception.Host == $"{session.Endpoints.ImapHost}:{session.Endpoints.ImapPort}";
            return findings.ToOutcome($"{exception.Host} does not answer", failureClass: imap ? check.FailureClass : VerificationExitCode.Unreachable);
        }
        catch (SignInException exception)
        {
            // The first token was given, so this one is for an API that the application cannot ask for.
            findings.Error("TOKEN_REFUSED", session.Integration.DisplayName, "The sign-in service refuses a token for an API of this check.",
                "Look the error code up at https://login.microsoftonline.com/error.", exception.Message);
            return findings.ToOutcome("no token for an API");
        }
        catch (ODataError exception)
        {
            string detail = $"{exception.ResponseStatusCode} {exception.Error?.Code}: {exception.Error?.Message ?? exception.Message}";
            if (exception.ResponseStatusCode == 404)
            {
                findings.Pending("the application to be found in the directory", "NOT_FOUND", session.Integration.DisplayName,
                    "Microsoft Graph does not find an object that the stack declares.", "Deploy the stack again; somebody may have removed it.", detail);
                return findings.ToOutcome("an object is missing in the directory");
            }
            if (exception.ResponseStatusCode is 401 or 403)
                return CheckOutcome.LeftOpen($"the directory refuses the read ({detail})");
            findings.Error("UNEXPECTED_ANSWER", "Microsoft Graph", "Microsoft Graph gave an answer that this program does not know.",
                "Verify again; if it stays, look the error up.", detail);
            return findings.ToOutcome("an unexpected answer");
        }
        catch (AuthenticationFailedException exception)
        {
            return CheckOutcome.LeftOpen($"the operator cannot sign in ({exception.Message.Split('\n')[0].Trim()})");
        }
        catch (Exception exception) when (exception is ApiException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A proxy or a service in trouble answers with something else than its API.
            findings.Error("UNEXPECTED_ANSWER", session.Tenant.Domain, "A service of the tenant gave an answer that this program does not know.",
                "Verify again; if it stays, look for a proxy in between.", exception.Message);
            return findings.ToOutcome("an unexpected answer");
        }
        catch (HttpRequestException exception)
        {
            string detail = TransportErrors.InWords(exception) ?? exception.Message;
            findings.Error("TENANT_UNREACHABLE", session.Tenant.Domain, $"A service of the tenant does not answer: {detail}.",
                "Check the network, proxy and endpoint, then verify again.", exception.Message);
            return findings.ToOutcome("a service of the tenant does not answer", failureClass: VerificationExitCode.Unreachable);
        }
    }
}
