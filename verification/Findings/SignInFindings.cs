using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about signing in as the application.</summary>
internal static class SignInFindings
{
    private static readonly Uri ErrorCodes = new("https://learn.microsoft.com/entra/identity-platform/reference-error-codes");

    public static readonly FindingKind NotProvenKind = new("SIGN_IN_NOT_PROVEN", Severity.Warning)
    {
        Meaning = "None of the certificates given is one that this integration declares, so signing in as the application was not tried.",
        Fix = "Give the certificate with its private key.",
    };

    public static readonly FindingKind CertificateGivenNotDeclaredKind = new("CERTIFICATE_GIVEN_NOT_DECLARED", Severity.Error)
    {
        Meaning = "The certificate given to the verification is none of those that the stack declares.",
        Fix = "Give the certificate that the product uses, or declare this one and deploy.",
    };

    public static readonly FindingKind OtherTenantKind = new("SIGN_IN_OTHER_TENANT", Severity.Error)
    {
        Meaning = "The token is for another tenant than the stack's.",
        Fix = "Check the stack's tenant id.",
    };

    public static readonly FindingKind OtherDomainKind = new("TENANT_DOMAIN_OTHER", Severity.Error)
    {
        Meaning = "The tenant that answers does not hold the stack's domain.",
        Fix = "Correct the domain or the tenant id of the stack: one of the two belongs to another tenant.",
    };

    public static readonly FindingKind ApplicationUnknownKind = new("APPLICATION_UNKNOWN", Severity.Error)
    {
        Meaning = "The tenant knows no application with this client id.",
        Fix = "Deploy the stack to this tenant; check that outputs and tenant belong together.",
        Source = ErrorCodes,
    };

    public static readonly FindingKind TenantUnknownKind = new("TENANT_UNKNOWN", Severity.Error)
    {
        Meaning = "The sign-in service knows no such tenant.",
        Fix = "Check the tenant id and the cloud (environment) of the stack.",
        Source = ErrorCodes,
    };

    public static readonly FindingKind CertificateRefusedKind = new("CERTIFICATE_REFUSED", Severity.Error)
    {
        Meaning = "The application's registration does not hold this certificate, or the certificate is expired or not valid yet.",
        Fix = "Declare the certificate that the product uses and deploy, or give the declared one.",
        Source = new("https://learn.microsoft.com/entra/identity-platform/certificate-credentials"),
    };

    public static readonly FindingKind ConditionalAccessKind = new("CONDITIONAL_ACCESS", Severity.Error)
    {
        Meaning = "A conditional access policy for workload identities blocks the sign-in (AADSTS53003): because of the address that it "
            + "comes from, or of the risk that Microsoft sees in the application.",
        Fix = "Exclude the application, or the address that it comes from, in the policy; the service principal's sign-in log names it. "
            + "What is blocked from here may be let in from where the product runs: verify from there too.",
        Source = new("https://learn.microsoft.com/entra/identity/conditional-access/workload-identity"),
    };

    public static readonly FindingKind SecurityDefaultsKind = new("SECURITY_DEFAULTS", Severity.Error)
    {
        Meaning = "The tenant's security defaults block the sign-in (AADSTS530035): Microsoft deems the request unsafe.",
        Fix = "Look for the reason in the service principal's sign-in log; sign in from a known address, or replace the security defaults "
            + "by conditional access policies.",
        Source = new("https://learn.microsoft.com/entra/fundamentals/security-defaults"),
    };

    public static readonly FindingKind ApplicationDisabledKind = new("APPLICATION_DISABLED", Severity.Error)
    {
        Meaning = "The enterprise application is disabled for sign-in: the sign-in service refuses it with AADSTS7000112.",
        Fix = "Set 'Enabled for users to sign in' to Yes on the enterprise application.",
        Source = ErrorCodes,
    };

    public static readonly FindingKind RefusedKind = new("SIGN_IN_REFUSED", Severity.Error)
    {
        Meaning = "The sign-in service refuses the application.",
        Fix = "Look the error code up at https://login.microsoftonline.com/error.",
        Source = ErrorCodes,
    };

    public static Finding NotProven(IntegrationOutputs integration) => NotProvenKind.About(integration.DisplayName) with
    {
        Fix = $"Give the certificate with its private key: {Thumbprints(integration)}.",
    };

    public static Finding CertificateGivenNotDeclared(string thumbprint, IntegrationOutputs integration) =>
        CertificateGivenNotDeclaredKind.About(
        thumbprint, $"The certificate given is none of those that the stack declares ({Thumbprints(integration)}).");

    public static Finding OtherTenant(Guid tokenOf, Guid expected) =>
        OtherTenantKind.About(tokenOf.ToString(), $"The token is for another tenant than {expected}.");

    public static Finding OtherDomain(string domain, IReadOnlyCollection<string> held) => OtherDomainKind.About(
        domain, $"The tenant that answers does not hold this domain. It holds {Words.Names(held, 5)}.");

    public static Finding ApplicationUnknown(Guid clientId, string domain, string detail) => ApplicationUnknownKind.About(
        clientId.ToString(), $"The tenant {domain} knows no application with this client id.", detail) with
    {
        WaitingFor = "the application to be known to the sign-in service",
    };

    public static Finding TenantUnknown(Guid tenantId, string detail) => TenantUnknownKind.About(tenantId.ToString(), detail: detail);

    /// <summary>A certificate that is declared and valid, so replication may explain the refusal.</summary>
    public static Finding CertificateNotKnownYet(string thumbprint, string detail) => CertificateRefusedKind.About(
        thumbprint, "The application's registration does not hold this certificate, though the stack declares it.", detail) with
    {
        Fix = "Deploy the stack again; a new certificate takes some seconds until every sign-in server knows it.",
        WaitingFor = "the certificate to be known to the sign-in service",
    };

    public static Finding CertificateNotValid(string thumbprint, string detail) => CertificateRefusedKind.About(
        thumbprint, "The certificate is expired or not valid yet.", detail) with
    {
        Fix = "Declare a valid certificate and deploy.",
    };

    public static Finding CertificateNotRegistered(string thumbprint, string detail) => CertificateRefusedKind.About(
        thumbprint, "The application's registration does not hold this certificate.", detail);

    /// <summary>A conditional access policy is in the way.</summary>
    /// <param name="clientId">Application (client) id.</param>
    /// <param name="policies">The policies by name or id; empty where the sign-in service does not say.</param>
    /// <param name="detail">The refusal.</param>
    public static Finding ConditionalAccess(Guid clientId, IReadOnlyCollection<string> policies, string detail) =>
        ConditionalAccessKind.About(clientId.ToString(), policies.Count == 0 ? null
            : $"{Words.Choose(policies.Count, "The conditional access policy", "The conditional access policies")} {Words.Names(policies)} "
                + $"{Words.Choose(policies.Count, "blocks", "block")} the sign-in: because of the address that it comes from, or of the "
                + "risk that Microsoft sees in the application.", detail);

    public static Finding SecurityPolicy(Guid clientId, string detail) =>
        ConditionalAccessKind.About(clientId.ToString(), "A security policy of the tenant blocks the sign-in (AADSTS530032).", detail);

    public static Finding SecurityDefaults(Guid clientId, string detail) => SecurityDefaultsKind.About(clientId.ToString(), detail: detail);

    public static Finding ApplicationDisabled(Guid clientId, string detail) =>
        ApplicationDisabledKind.About(clientId.ToString(), detail: detail);

    /// <summary>The directory says so, though a token that was given out before may still work.</summary>
    public static Finding ApplicationDisabledSince(Guid clientId) => ApplicationDisabledKind.About(
        clientId.ToString(),
        "The enterprise application is disabled for sign-in. A token that was given out before works until it expires, an hour at most; "
        + "then the sign-in service refuses it with AADSTS7000112.");

    public static Finding Refused(Guid clientId, string detail) => RefusedKind.About(clientId.ToString(), detail: detail);

    private static string Thumbprints(IntegrationOutputs integration) =>
        Words.Names([.. integration.Certificates.Select(certificate => certificate.Thumbprint)]);
}
