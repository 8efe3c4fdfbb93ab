using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about the application's certificates and secrets.</summary>
internal static class CertificateFindings
{
    private const string RemoveByHand = "Remove it under 'Certificates & secrets'.";

    public static readonly FindingKind ExpiredKind = new("CERTIFICATE_EXPIRED", Severity.Error)
    {
        Meaning = "A declared certificate has expired.",
        Fix = "Make a new certificate in the product, declare it and deploy.",
        Unless = "A warning where another declared certificate is valid.",
    };

    public static readonly FindingKind NotYetValidKind = new("CERTIFICATE_NOT_YET_VALID", Severity.Error)
    {
        Meaning = "A declared certificate is not valid yet.",
        Fix = "Declare a certificate that is valid now as well, and deploy; check the clock of the machine that made it.",
        Unless = "A note where another declared certificate is valid.",
    };

    public static readonly FindingKind ExpiresSoonKind = new("CERTIFICATE_EXPIRES_SOON", Severity.Warning)
    {
        Meaning = "A declared certificate expires within the time that was asked for (`--expiry-warning`, 30 days unless given).",
        Fix = "Make the next certificate in the product now, declare it beside this one and deploy.",
        Unless = "A note where its successor is declared.",
    };

    public static readonly FindingKind MissingKind = new("CERTIFICATE_MISSING", Severity.Error)
    {
        Meaning = "The registration does not hold a declared certificate.",
        Fix = "Deploy the stack again; somebody may have removed it.",
    };

    public static readonly FindingKind NotDeclaredKind = new("CERTIFICATE_NOT_DECLARED", Severity.Warning)
    {
        Meaning = "The registration holds a certificate that the stack does not declare: whoever has its private key can sign in as "
            + "the application.",
        Fix = "Declare it, or remove it under 'Certificates & secrets'.",
    };

    public static readonly FindingKind TwiceKind = new("CERTIFICATE_TWICE", Severity.Warning)
    {
        Meaning = "A certificate is on the registration more than once. A deploy whose upload was interrupted leaves this behind; "
            + "the entry that the stack does not know would stay when the certificate is rotated, and keep letting its holder in.",
        Fix = "Remove the entry whose key id is not in the stack's state (`pulumi stack export` names the other one) under "
            + "'Certificates & secrets'.",
    };

    public static readonly FindingKind PreviousVersionKind = new("CERTIFICATE_PREVIOUS_VERSION", Severity.Info)
    {
        Meaning = "The registration holds the previous version of the certificate that Key Vault renewed, so that a product that "
            + "still holds it keeps signing in.",
        Fix = "Nothing to do until it expires; have the product load the latest version from the vault.",
    };

    public static readonly FindingKind PreviousVersionExpiredKind = new("CERTIFICATE_PREVIOUS_VERSION_EXPIRED", Severity.Warning)
    {
        Meaning = "The registration still holds a previous version of the Key Vault's certificate, which has expired and lets nobody in.",
        Fix = RemoveByHand,
    };

    public static readonly FindingKind ClientSecretKind = new("CLIENT_SECRET_PRESENT", Severity.Warning)
    {
        Meaning = "The registration holds a client secret, though the product signs in with a certificate only.",
        Fix = RemoveByHand,
    };

    public static Finding Expired(CertificateOutputs certificate, bool anotherIsValid)
    {
        Finding finding = ExpiredKind.About(Subject(certificate), $"The certificate expired on {Words.Date(certificate.NotAfter)}.");
        return anotherIsValid
            ? finding with { Severity = Severity.Warning, Fix = "Another certificate is valid: remove this one from the stack and deploy." }
            : finding;
    }

    public static Finding NotYetValid(CertificateOutputs certificate, bool anotherIsValid)
    {
        Finding finding = NotYetValidKind.About(Subject(certificate),
            $"The certificate is valid from {Words.Date(certificate.NotBefore)} only.");
        return anotherIsValid
            ? finding with { Severity = Severity.Info, Fix = "Nothing to do: another certificate is valid until then." }
            : finding;
    }

    public static Finding ExpiresSoon(CertificateOutputs certificate, int days, bool successorIsDeclared)
    {
        Finding finding = ExpiresSoonKind.About(
            Subject(certificate), $"The certificate expires on {Words.Date(certificate.NotAfter)}, in {Words.Count(days, "day")}.");
        return successorIsDeclared
            ? finding with
            {
                Severity = Severity.Info,
                Fix = "Its successor is declared: let the product use that one, then remove this one from the stack.",
            }
            : finding;
    }

    public static Finding Missing(CertificateOutputs certificate) => MissingKind.About(
        certificate.Thumbprint, $"The registration does not hold the declared certificate {certificate.Subject}.") with
    {
        WaitingFor = "the certificate to be listed on the registration",
    };

    public static Finding NotDeclared(string thumbprint, string? name) => NotDeclaredKind.About(
        thumbprint,
        $"The registration holds a certificate that the stack does not declare ({name ?? "without a name"}): "
        + "whoever has its private key can sign in as the application.");

    public static Finding Twice(string thumbprint, IReadOnlyCollection<string> keyIds) => TwiceKind.About(
        thumbprint,
        $"The registration holds this certificate {keyIds.Count} times (key ids {Words.Names(keyIds)}); "
        + "a deploy whose upload was interrupted leaves this behind.");

    public static Finding PreviousVersion(string thumbprint, DateTimeOffset until) => PreviousVersionKind.About(
        thumbprint,
        $"This is the previous version of the certificate that Key Vault renewed. It stays registered until it expires on "
            + $"{Words.Date(until)}, "
        + "so that a product that still holds it keeps signing in.");

    public static Finding PreviousVersionExpired(string thumbprint, DateTimeOffset since) => PreviousVersionExpiredKind.About(
        thumbprint, $"This is a previous version of the certificate that Key Vault renewed. It expired on {Words.Date(since)} and "
            + $"lets nobody in.");

    public static Finding ClientSecret(string name) => ClientSecretKind.About(name);

    private static string Subject(CertificateOutputs certificate) => $"{certificate.Thumbprint} ({certificate.Subject})";
}
