using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Checks;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification;

/// <summary>Proves that a tenant is ready for the integrations that a stack declares, as the products themselves would find it.</summary>
public sealed class TenantVerifier(VerificationOptions options)
{
    /// <summary>Runs every check that applies, integration by integration. What a check finds becomes a finding, never an exception;
    /// <see cref="VerificationOptions.Stop"/> ends it with a report of what is known by then.</summary>
    /// <exception cref="OperationCanceledException">The verification was cancelled.</exception>
    public async Task<VerificationReport> VerifyAsync(
        OutputsDocument document, IVerificationProgress? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, options.Stop);
        DateTimeOffset started = options.Clock.GetUtcNow();
        long stamp = options.Clock.GetTimestamp();
        TenantEndpoints endpoints = options.Endpoints ?? Cloud.Of(document.Tenant.Environment).Endpoints;
        using TenantConnection connection = new(options);
        List<IntegrationReport> reports = [];
        string? problem = null;
        foreach ((string name, IntegrationOutputs integration) in document.Integrations)
        {
            X509Certificate2? certificate = CertificateChoice.For(integration, document, options.Certificates, started);
            using IntegrationSession session =
                new(name, integration, document.Tenant, options, endpoints, connection, certificate, progress);
            progress?.IntegrationStarted(name, integration.DisplayName);
            reports.Add(await VerifyAsync(session, either.Token));
            problem ??= session.Evidence?.Problem;
            cancellationToken.ThrowIfCancellationRequested();
        }
        return new()
        {
            Tenant = document.Tenant,
            StartedAt = started,
            Duration = options.Clock.GetElapsedTime(stamp),
            Weather = connection.Lines.Weather,
            Simulated = endpoints.LoginUrl.IsLoopback,
            Strict = options.Strict,
            EvidenceProblem = problem,
            ResumedFrom = options.Known is { Count: > 0 } known ? known.Since : null,
            Integrations = reports,
        };
    }

    private static async Task<IntegrationReport> VerifyAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        CheckRunner runner = new(session);
        Knowledge known = Knowledge.None;
        List<CheckResult> results = [];
        List<CheckOutcome> outcomes = [];
        foreach (ICheck check in CheckList.All.Where(check => check.AppliesTo(session.Integration)))
        {
            session.Progress?.CheckStarted(session.Name, check.Id, check.Title);
            (CheckResult result, CheckOutcome outcome) = await runner.SettleAsync(check, known, cancellationToken);
            known = known.With(check.Id, outcome.Learned);
            results.Add(result);
            outcomes.Add(outcome);
            session.Progress?.CheckCompleted(session.Name, result);
        }
        IntegrationOutputs integration = session.Integration;
        return new()
        {
            Name = session.Name,
            DisplayName = integration.DisplayName,
            ClientId = integration.ClientId,
            OutputsSha256 = integration.Sha256(),
            RedirectUri = integration.RedirectUri,
            SignInTried = session.Credential is not null,
            SignedInWith = known.From<SignInFailure>(SignInCheck.CheckId) is null ? session.Certificate?.Thumbprint : null,
            Checks = results,
            Certificates = integration.Certificates,
            Permissions = integration.Permissions,
            Users = [.. outcomes.SelectMany(outcome => outcome.Users)],
            Mailboxes = [.. outcomes.SelectMany(outcome => outcome.Mailboxes)],
            Protocols = MailboxProtocol.All.Where(protocol => protocol.IsUsedBy(integration))
                .ToDictionary(protocol => protocol.Key, protocol => protocol.ShortName),
        };
    }
}
