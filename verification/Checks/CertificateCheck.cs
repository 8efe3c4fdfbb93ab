using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The registered certificates are the declared ones, each once, valid now and for a while, and there is no password.</summary>
internal sealed class CertificateCheck : ICheck
{
    public string Id => "certificate";
    public string Title => "Certificates";
    public VerificationExitCode FailureClass => VerificationExitCode.Certificate;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId];

    public bool AppliesTo(IntegrationOutputs integration) => true;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        FindingList findings = new();
        IntegrationOutputs integration = context.Integration;
        JudgeValidity(integration.Certificates, context.Session.Now, context.Session.Options.ExpiryWarning, findings);
        string until = Words.Date(integration.Certificates.Max(certificate => certificate.NotAfter));

        if (await context.DirectoryAsync(DirectoryPermissions.Applications, cancellationToken) is not DirectoryReader reader)
        {
            string why = context.WhyNoDirectory(DirectoryPermissions.Applications);
            return findings.ToOutcome($"valid until {until}; what is registered is not known: {why}", open: true);
        }
        Application? application = await reader.ApplicationAsync(integration.ApplicationObjectId, cancellationToken);
        JudgeRegistered(integration, application, context.Session.Now, findings);
        foreach (PasswordCredential password in application?.PasswordCredentials ?? [])
            findings.Add(CertificateFindings.ClientSecret(password.DisplayName is { Length: > 0 } name ? name : password.Hint
                ?? "a client secret"));
        string count = Words.Count(integration.Certificates.Count, "certificate");
        return findings.ToOutcome($"{count} registered as declared, valid until {until}, no password");
    }

    private static void JudgeValidity(
        IReadOnlyList<CertificateOutputs> declared, DateTimeOffset now, TimeSpan expiryWarning, FindingList findings)
    {
        bool anyValid = declared.Any(certificate => certificate.IsValidAt(now));
        DateTimeOffset warned = now + expiryWarning;
        foreach (CertificateOutputs certificate in declared)
        {
            if (certificate.NotAfter <= now)
                findings.Add(CertificateFindings.Expired(certificate, anyValid));
            else if (certificate.NotBefore > now)
                findings.Add(CertificateFindings.NotYetValid(certificate, anyValid));
            else if (certificate.NotAfter <= warned)
                findings.Add(CertificateFindings.ExpiresSoon(certificate, (int)(certificate.NotAfter - now).TotalDays,
                    declared.Any(other => other.NotAfter > warned && other.NotBefore <= certificate.NotAfter)));
        }
    }

    private static void JudgeRegistered(IntegrationOutputs integration, Application? application, DateTimeOffset now, FindingList findings)
    {
        RegisteredCertificate[] registered = [.. (application?.KeyCredentials ?? []).Select(RegisteredCertificate.Read)];
        foreach (CertificateOutputs missing in integration.Certificates.Where(declared => registered
            .All(one => one.Thumbprint != declared.Thumbprint)))
            findings.Add(CertificateFindings.Missing(missing));
        foreach (IGrouping<string, RegisteredCertificate> same in registered.GroupBy(one => one.Thumbprint).Where(same => same.Count() > 1))
            findings.Add(CertificateFindings.Twice(same.Key, [.. same.Select(one => one.KeyId)]));
        foreach (RegisteredCertificate one in registered.DistinctBy(one => one.Thumbprint))
        {
            if (integration.Certificates.Any(declared => declared.Thumbprint == one.Thumbprint))
                continue;
            if (!IsPreviousVersion(one, integration))
                findings.Add(CertificateFindings.NotDeclared(one.Thumbprint, one.Name));
            else if (one.NotAfter is DateTimeOffset end && end <= now)
                findings.Add(CertificateFindings.PreviousVersionExpired(one.Thumbprint, end));
            else
                findings.Add(CertificateFindings.PreviousVersion(one.Thumbprint, one.NotAfter!.Value));
        }
    }

    /// <summary>Whether a vault made it before the declared one: a renewal keeps the subject and begins later.</summary>
    private static bool IsPreviousVersion(RegisteredCertificate registered, IntegrationOutputs integration) =>
        integration.KeyVault is not null && registered is { NotBefore: DateTimeOffset begin, NotAfter: not null, Subject: string subject }
        && integration.Certificates.Any(declared => declared.Subject == subject && declared.NotBefore > begin);
}
