using System.Collections.Immutable;
using TenantOnboarding.Components.Certificates;
using TenantOnboarding.Components.Configuration;
using TenantOnboarding.Components.Exchange;

namespace TenantOnboarding.Fleet.Stacks;

/// <summary>A stack of the fleet: what its file declares, or why it cannot be used.</summary>
/// <param name="Name">The stack's name.</param>
/// <param name="File">The full path of its file.</param>
public sealed record FleetStack(string Name, string File)
{
    /// <summary>What it declares; null where the file cannot be used.</summary>
    public StackConfiguration? Configuration { get; init; }

    /// <summary>The name by which the Pulumi CLI knows it.</summary>
    /// <param name="organization">The organization of Pulumi Cloud that owns it; null or empty: the CLI's own.</param>
    public string NameIn(string? organization) => string.IsNullOrEmpty(organization) ? Name : $"{organization}/{Name}";

    /// <summary>Why the file cannot be used: every reason, each with setting, value found, what was expected and the fix.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>SHA-256 of the file and of the certificates that it names, hexadecimal; null where the file cannot be read.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>
    /// The moment at which the first of its products is left without a certificate; null where a vault renews all of them, or nothing is
    /// known. The certificate that ends last counts of each product: those before it are rotated away.
    /// </summary>
    public DateTimeOffset? FirstCertificateEnd => Configuration?.Integrations
        .Select(integration => (IEnumerable<CertificateFile>)integration.KnownCertificates)
        .Where(certificates => certificates.Any())
        .Select(certificates => (DateTimeOffset?)certificates.Max(certificate => certificate.NotAfter))
        .Min();

    /// <summary>The protocols that it uses, each once, in the order of <see cref="MailboxProtocol.Known"/>.</summary>
    public ImmutableArray<MailboxProtocol> Protocols =>
        [.. MailboxProtocol.Known.Where(protocol => Configuration?.Integrations.Any(one => one.MailboxAccess.Contains(protocol)) ?? false)];
}
