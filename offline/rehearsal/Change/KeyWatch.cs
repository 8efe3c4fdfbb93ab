using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Rehearsal.Keys;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal.Change;

/// <summary>
/// Looks after every single write of a change: signs in as each application that exists before and after it, with every key at hand, and
/// where the change
/// leaves permissions and protocols alone opens its mailboxes. An application that no key lets in at some moment would be locked out at
/// that moment.
/// </summary>
/// <param name="probe">Signs in.</param>
/// <param name="keys">The keys at hand.</param>
/// <param name="verify">Verifies one integration with one certificate, at once.</param>
internal sealed class KeyWatch(SignInProbe probe, PrivateKeys keys,
    Func<OutputsDocument, X509Certificate2, CancellationToken, Task<VerificationReport>> verify)
{
    private readonly List<Watched> _applications = [];
    private readonly List<string> _interruptions = [];

    /// <summary>The moments without a working key or mailbox, one line each.</summary>
    public IReadOnlyList<string> Interruptions => _interruptions;

    /// <summary>How often each application was looked at, one line each.</summary>
    public IEnumerable<string> Summary => _applications.Count == 0
        ? ["no application exists both before and after the change"]
        : _applications.Select(application =>
            $"{application.Name}: a key let it in{(application.Document is null ? "" : ", and its mailboxes opened,")} after "
                + $"{application.Good} of {application.Looks} writes");

    /// <summary>Watches an integration that stays.</summary>
    /// <param name="name">Its logical name.</param>
    /// <param name="before">The outputs before the change.</param>
    /// <param name="mailboxes">Whether to open its mailboxes too; left out where they cannot be opened before the change either.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task AddAsync(string name, OutputsDocument before, bool mailboxes, CancellationToken cancellationToken)
    {
        DeclaredIntegration integration = before.Integrations[name];
        Watched application = new(name, integration.ClientId.ToString());
        if (mailboxes && integration.MailboxAccess.Count > 0)
            application.Document = before with { Integrations = new Dictionary<string, DeclaredIntegration> { [name] = integration } };
        if (await LookAsync(application, cancellationToken) is not null)
            application.Document = null;
        _applications.Add(application);
    }

    /// <summary>
    /// Integrations that change all their certificates in one deploy, one line each. The tenant always holds a working key then, but the
    /// product has no
    /// time to switch to it: its old key stops working in the same deploy that brings the new one.
    /// </summary>
    public static IEnumerable<string> WithoutOverlap(OutputsDocument before, OutputsDocument after)
    {
        foreach ((string name, DeclaredIntegration now) in after.Integrations)
        {
            if (before.Integrations.TryGetValue(name, out DeclaredIntegration? was) && was.ClientId == now.ClientId
                && !was.Certificates.Select(certificate => certificate.Thumbprint)
                    .Intersect(now.Certificates.Select(certificate => certificate.Thumbprint), StringComparer.OrdinalIgnoreCase).Any())
            {
                yield return $"{name}: no certificate of before stays, so the product cannot sign in until it uses the new one; deploy "
                    + "both together first, and remove the old one when the product uses the new one";
            }
        }
    }

    /// <summary>Looks once at each application.</summary>
    public async Task LookAsync(string after, CancellationToken cancellationToken)
    {
        foreach (Watched application in _applications)
        {
            application.Looks++;
            if (await LookAsync(application, cancellationToken) is { } problem)
                _interruptions.Add($"{application.Name}: {problem.What} after {after}: {problem.Why}");
            else
                application.Good++;
        }
    }

    private async Task<(string What, string Why)?> LookAsync(Watched application, CancellationToken cancellationToken)
    {
        string refusal = "no private key is at hand";
        foreach (X509Certificate2 certificate in keys.All)
        {
            if (await probe.TryAsync(application.ClientId, certificate, cancellationToken) is { } refused)
            {
                refusal = refused;
                continue;
            }

            if (application.Document is null)
                return null;
            VerificationReport report = await verify(application.Document, certificate, cancellationToken);
            CheckResult? failed = report.Checks.FirstOrDefault(check => check.Id.StartsWith("mailboxes-", StringComparison.Ordinal)
                && check.Status is not (CheckStatus.Passed or CheckStatus.Warning));
            return failed is null ? null : ("its mailboxes cannot be opened", failed.Summary);
        }

        return ("no key lets it in", refusal);
    }

    private sealed class Watched(string name, string clientId)
    {
        public string Name => name;

        public string ClientId => clientId;

        public OutputsDocument? Document { get; set; }

        public int Looks { get; set; }

        public int Good { get; set; }
    }
}
