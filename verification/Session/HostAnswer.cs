using System.Net;

namespace TenantOnboarding.Verification.Session;

/// <summary>What the host of a redirect URI answered from here.</summary>
/// <param name="Outcome">How far it came.</param>
/// <param name="Addresses">What its name resolves to; empty where it does not.</param>
/// <param name="Detail">What went wrong, as it was found, or null where nothing did.</param>
/// <param name="Certificate">The certificate that it showed, or null where it showed none.</param>
internal sealed record HostAnswer(HostOutcome Outcome, IReadOnlyList<IPAddress> Addresses, string? Detail, HostCertificate? Certificate);
