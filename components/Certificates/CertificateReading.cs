namespace TenantOnboarding.Components.Certificates;

/// <summary>What a file turned out to hold: a certificate, or a problem.</summary>
/// <param name="Certificate">The certificate, or null.</param>
/// <param name="Problem">Why there is none, or null.</param>
internal sealed record CertificateReading(CertificateFile? Certificate, CertificateProblem? Problem);
