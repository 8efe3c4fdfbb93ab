using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Rehearsal.Deploy;
using TenantOnboarding.Verification.Outputs;
using DeclaredIntegration = TenantOnboarding.Verification.Outputs.IntegrationOutputs;

namespace TenantOnboarding.Rehearsal;

/// <summary>
/// Signs in after every single write of a change, as each application that exists before and after it, with every key at hand. An application
/// that none of its keys lets in at some moment would be locked out at that moment.
/// </summary>
internal sealed class KeyWatch
{
    private readonly SignInProbe probe;
    private readonly PrivateKeys keys;
    private readonly List<(string Name, string ClientId)> applications;
    private readonly Dictionary<string, int> looks = new(StringComparer.Ordinal);
    private readonly List<string> interruptions = [];

    /// <summary>Watches the applications of the integrations that stay.</summary>
    public KeyWatch(SignInProbe probe, PrivateKeys keys, OutputsDocument before, IReadOnlyList<string> staying)
    {
        this.probe = probe;
        this.keys = keys;
        applications = [.. before.Integrations.Where(pair => staying.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value.ClientId.ToString()))];
    }

    /// <summary>The moments without a working key, one line each.</summary>
    public IReadOnlyList<string> Interruptions => interruptions;

    /// <summary>How often each application was looked at, one line each.</summary>
    public IEnumerable<string> Summary => applications.Count == 0
        ? ["no application exists both before and after the change"]
        : applications.Select(application =>
            $"{application.Name}: a key let it in after {looks.GetValueOrDefault(application.Name) - interruptions.Count(line => line.StartsWith(application.Name + ":", StringComparison.Ordinal))} of {looks.GetValueOrDefault(application.Name)} writes");

    /// <summary>
    /// Integrations that change all their certificates in one deploy, one line each. The tenant always holds a working key then, but the product has no
    /// time to switch to it: its old key stops working in the same deploy that brings the new one.
    /// </summary>
    public static IEnumerable<string> WithoutOverlap(OutputsDocument before, OutputsDocument after)
    {
        foreach ((string name, DeclaredIntegration now) in after.Integrations)
        {
            if (before.Integrations.TryGetValue(name, out DeclaredIntegration? was) && was.ClientId == now.ClientId
                && !was.Certificates.Select(certificate => certificate.Thumbprint).Intersect(now.Certificates.Select(certificate => certificate.Thumbprint), StringComparer.OrdinalIgnoreCase).Any())
            {
                yield return $"{name}: no certificate of before stays, so the product cannot sign in until it uses the new one; deploy both together first, and remove the old one when the product uses the new one";
            }
        }
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(string after, CancellationToken cancellationToken)
    {
        foreach ((string name, string clientId) in applications)
        {
            looks[name] = looks.GetValueOrDefault(name) + 1;
            List<string> refusals = [];
            bool letIn = false;
            foreach (X509Certificate2 certificate in keys.All)
            {
                if (await probe.TryAsync(clientId, certificate, cancellationToken).ConfigureAwait(false) is not { } refusal)
                {
                    letIn = true;
                    break;
                }

                refusals.Add(refusal);
            }

            if (!letIn)
                interruptions.Add($"{name}: no key lets it in after {after}: {(refusals.Count == 0 ? "no private key is at hand" : refusals[0])}");
        }
    }
}
