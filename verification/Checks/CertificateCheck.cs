using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The registered certificates are the declared ones, valid now and for a while, and there is no password.</summary>
internal sealed class CertificateCheck : ICheck
{
    public string Id => "certificate";
    public string Title => "Certificates";
    public VerificationExitCode FailureClass => VerificationExitCode.Certificate;

    public bool AppliesTo(IntegrationOutputs integration) => true;

    public async Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        FindingList findings = new();
        JudgeValidity(session, findings);
        DateTimeOffset until = session.Integration.Certificates.Max(c => c.NotAfter);

        if (await session.DirectoryAsync(DirectoryPermissions.Applications, cancellationToken) is not DirectoryReader reader)
            return findings.ToOutcome($"valid until {Words.Date(until)}; what is registered is not known: {session.WhyNoDirectory(DirectoryPermissions.Applications)}", open: true);

        Application? application = await reader.ApplicationAsync(session.Integration.ApplicationObjectId, cancellationToken);
        JudgeRegistered(session, application, findings);
        return findings.ToOutcome($"{Words.Count(session.Integration.Certificates.Count, "certificate")} registered as declared, valid until {Words.Date(until)}, no password");
    }

    private static void JudgeValidity(IntegrationSession session, FindingList findings)
    {
        IReadOnlyList<CertificateOutputs> declared = session.Integration.Certificates;
        DateTimeOffset now = session.Now;
        bool anyValid = declared.Any(c => c.NotBefore <= now && c.NotAfter > now);
        DateTimeOffset warned = now + session.Options.ExpiryWarning;
        foreach (CertificateOutputs certificate in declared)
        {
            string subject = $"{certificate.Thumbprint} ({certificate.Subject})";
            if (certificate.NotAfter <= now)
            {
                string cause = $"The certificate expired on {Words.Date(certificate.NotAfter)}.";
                if (anyValid)
                    findings.Warning("CERTIFICATE_EXPIRED", subject, cause, "Another certificate is valid: remove this one from the stack and deploy.");
                else
                    findings.Error("CERTIFICATE_EXPIRED", subject, cause, "Make a new certificate in the product, declare it and deploy.");
            }
            else if (certificate.NotBefore > now)
            {
                string cause = $"The certificate is valid from {Words.Date(certificate.NotBefore)} only.";
                if (anyValid)
                    findings.Info("CERTIFICATE_NOT_YET_VALID", subject, cause, "Nothing to do: another certificate is valid until then.");
                else
                    findings.Error("CERTIFICATE_NOT_YET_VALID", subject, cause, "Declare a certificate that is valid now as well, and deploy; check the clock of the machine that made it.");
            }
            else if (certificate.NotAfter <= warned)
            {
                int days = (int)(certificate.NotAfter - now).TotalDays;
                string cause = $"The certificate expires on {Words.Date(certificate.NotAfter)}, in {Words.Count(days, "day")}.";
                if (declared.Any(other => other.NotAfter > warned && other.NotBefore <= certificate.NotAfter))
                    findings.Info("CERTIFICATE_EXPIRES_SOON", subject, cause, "Its successor is declared: let the product use that one, then remove this one from the stack.");
                else
                    findings.Warning("CERTIFICATE_EXPIRES_SOON", subject, cause, "Make the next certificate in the product now, declare it beside this one and deploy.");
            }
        }
    }

    private static void JudgeRegistered(IntegrationSession session, Application? application, FindingList findings)
    {
        List<(string Thumbprint, KeyCredential Key)> registered = [.. (application?.KeyCredentials ?? []).Select(key => (ThumbprintOf(key), key))];
        foreach (CertificateOutputs missing in session.Integration.Certificates.Where(c => registered.All(r => r.Thumbprint != c.Thumbprint)))
            findings.Pending("the certificate to be listed on the registration", "CERTIFICATE_MISSING", missing.Thumbprint,
                $"The registration does not hold the declared certificate {missing.Subject}.",
                "Deploy the stack again; somebody may have removed it.");
        foreach ((string thumbprint, KeyCredential key) in registered.Where(r => session.Integration.Certificates.All(c => c.Thumbprint != r.Thumbprint)))
            findings.Warning("CERTIFICATE_NOT_DECLARED", thumbprint,
                $"The registration holds a certificate that the stack does not declare ({key.DisplayName ?? "without a name"}): whoever has its private key can sign in as the application.",
                "Declare it, or remove it under 'Certificates & secrets'.");
        foreach (PasswordCredential password in application?.PasswordCredentials ?? [])
            findings.Warning("CLIENT_SECRET_PRESENT", password.DisplayName is { Length: > 0 } name ? name : password.Hint ?? "a client secret",
                "The registration holds a client secret, though the product signs in with a certificate only.",
                "Remove it under 'Certificates & secrets'.");
    }

    /// <summary>SHA-1 of a registered certificate: from the certificate where it was given, else from the identifier, which services
    /// write in three ways (bytes, hexadecimal text, hexadecimal text as bytes).</summary>
    internal static string ThumbprintOf(KeyCredential credential)
    {
        if (credential.Key is { Length: > 0 } key && CertificateIn(key) is X509Certificate2 certificate)
        {
            using (certificate)
                return certificate.Thumbprint;
        }
        byte[] identifier = credential.CustomKeyIdentifier ?? [];
        if (identifier.Length == SHA1.HashSizeInBytes)
            return Convert.ToHexString(identifier);
        string asText = identifier.Length == 40 ? Encoding.ASCII.GetString(identifier) : Convert.ToBase64String(identifier);
        return asText.Length == 40 ? asText.ToUpperInvariant() : $"key {credential.KeyId}";
    }

    private static X509Certificate2? CertificateIn(byte[] key)
    {
        try
        {
            return key.AsSpan().StartsWith("-----BEGIN"u8)
                ? X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(key))
                : X509CertificateLoader.LoadCertificate(key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
