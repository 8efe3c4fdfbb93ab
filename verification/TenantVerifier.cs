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
    /// <summary>How many integrations are verified at once at most: each may hold the accounts of a whole tenant meanwhile.</summary>
    private const int MostAtOnce = 4;

    /// <summary>Runs every check that applies: the integrations side by side, the checks of each in order. What a check finds becomes a
    /// finding, never an exception; <see cref="VerificationOptions.Stop"/> ends it with a report of what is known by then.</summary>
    /// <exception cref="OperationCanceledException">The verification was cancelled.</exception>
    public async Task<VerificationReport> VerifyAsync(
        OutputsDocument document, IVerificationProgress? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);
        DateTimeOffset started = options.Clock.GetUtcNow();
        long stamp = options.Clock.GetTimestamp();
        TenantEndpoints endpoints = options.Endpoints ?? Cloud.Of(document.Tenant.Environment).Endpoints;
        using TenantConnection connection = new(options);
        using EvidenceFolder? evidence = options.EvidenceFolder is string folder ? new(folder) : null;
        KeyValuePair<string, IntegrationOutputs>[] all = [.. document.Integrations];
        IntegrationReport[] reports = new IntegrationReport[all.Length];
        ProgressGate? told = progress is null ? null : new(progress);
        foreach ((string name, IntegrationOutputs integration) in all)
            told?.IntegrationStarted(name, integration.DisplayName);
        // Where the verification is stopped, each integration still gets its report, so that only the other token ends the loop.
        ParallelOptions sideBySide = new() { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, all.Length, sideBySide, async (place, token) =>
        {
            (string name, IntegrationOutputs integration) = all[place];
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(token, options.Stop);
            X509Certificate2? certificate = CertificateChoice.For(integration, document, options.Certificates, started);
            using IntegrationSession session =
                new(name, integration, document.Tenant, options, endpoints, connection, certificate, told, evidence);
            reports[place] = await VerifyAsync(session, either.Token);
            told?.IntegrationCompleted(name);
        });
        return new()
        {
            Tenant = document.Tenant,
            StartedAt = started,
            Duration = options.Clock.GetElapsedTime(stamp),
            Weather = connection.Lines.Weather,
            Simulated = endpoints.LoginUrl.IsLoopback,
            Strict = options.Strict,
            EvidenceProblem = evidence?.Problem,
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
            Users = ComputedList<UserVerdict>.Joined(outcomes.Select(outcome => outcome.Users)),
            Mailboxes = ComputedList<MailboxVerdict>.Joined(outcomes.Select(outcome => outcome.Mailboxes)),
            Protocols = MailboxProtocol.All.Where(protocol => protocol.IsUsedBy(integration))
                .ToDictionary(protocol => protocol.Key, protocol => protocol.ShortName),
        };
    }
}
