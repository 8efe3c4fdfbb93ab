using Microsoft.Kiota.Abstractions;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Signs in as the application, with its own certificate.</summary>
internal sealed class SignInCheck : ICheck
{
    public string Id => "sign-in";
    public string Title => "Sign-in as the application";
    public VerificationExitCode FailureClass => VerificationExitCode.SignIn;

    public bool AppliesTo(IntegrationOutputs integration) => true;

    public async Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        FindingList findings = new();
        if (session.Credential is null || session.Certificate is null)
        {
            session.SignInFailure = "no private key is at hand to sign in as the application";
            findings.Warning("SIGN_IN_NOT_PROVEN", session.Integration.DisplayName,
                "None of the certificates given is one that this integration declares, so signing in as the application was not tried.",
                $"Give the certificate with its private key: {Words.Names([.. session.Integration.Certificates.Select(c => c.Thumbprint)])}.");
            return findings.ToOutcome("no private key at hand", open: true);
        }

        string thumbprint = session.Certificate.Thumbprint;
        bool declared = session.Integration.Certificates.Any(c => c.Thumbprint == thumbprint);
        if (!declared)
            findings.Error("CERTIFICATE_GIVEN_NOT_DECLARED", thumbprint,
                $"The certificate given is none of those that the stack declares ({Words.Names([.. session.Integration.Certificates.Select(c => c.Thumbprint)])}).",
                "Give the certificate that the product uses, or declare this one and deploy.");
        try
        {
            AppToken token = await session.TokenAsync(WellKnown.MicrosoftGraph, cancellationToken);
            session.SignInFailure = null;
            if (token.TenantId is string tenant && !Guid.TryParse(tenant, out Guid id) | id != session.Tenant.Id)
                findings.Error("SIGN_IN_OTHER_TENANT", tenant, $"The token is for another tenant than {session.Tenant.Id}.",
                    "Check the stack's tenant id.");
            await JudgeDomainAsync(session, findings, cancellationToken);
            return findings.ToOutcome($"signed in with certificate {Words.Short(thumbprint)}");
        }
        catch (TenantUnreachableException exception)
        {
            session.SignInFailure = "the tenant does not answer";
            findings.Error("TENANT_UNREACHABLE", exception.Host, $"The sign-in service at {exception.Host} does not answer: {exception.Message}.",
                "Check the network, proxy and endpoint, then verify again.");
            return findings.ToOutcome("the tenant does not answer", failureClass: VerificationExitCode.Unreachable);
        }
        catch (SignInException exception)
        {
            session.SignInFailure = "the application cannot sign in";
            Explain(exception, findings, session, declared);
            return findings.ToOutcome("the application cannot sign in");
        }
    }

    /// <summary>The report is headed by the domain, so the tenant that answers must hold it.</summary>
    private static async Task JudgeDomainAsync(IntegrationSession session, FindingList findings, CancellationToken cancellationToken)
    {
        if (await session.DirectoryAsync(DirectoryPermissions.Organization, cancellationToken) is not DirectoryReader reader)
            return;
        IReadOnlyList<string> domains;
        try
        {
            domains = await reader.DomainsAsync(cancellationToken);
        }
        catch (ApiException)
        {
            // Whether the domain may be read says nothing about the sign-in.
            return;
        }
        if (!domains.Contains(session.Tenant.Domain, StringComparer.OrdinalIgnoreCase))
            findings.Error("TENANT_DOMAIN_OTHER", session.Tenant.Domain, $"The tenant that answers does not hold this domain. It holds {Words.Names(domains, 5)}.",
                "Correct the domain or the tenant id of the stack: one of the two belongs to another tenant.");
    }

    private static void Explain(SignInException exception, FindingList findings, IntegrationSession session, bool declared)
    {
        string application = session.Integration.ClientId.ToString();
        bool usable = declared && session.Certificate!.NotAfter.ToUniversalTime() > session.Now.UtcDateTime
            && session.Certificate.NotBefore.ToUniversalTime() <= session.Now.UtcDateTime;
        switch (exception.Code)
        {
            case "AADSTS700016":
                findings.Pending("the application to be known to the sign-in service", "APPLICATION_UNKNOWN", application,
                    $"The tenant {session.Tenant.Domain} knows no application with this client id.",
                    "Deploy the stack to this tenant; check that outputs and tenant belong together.", exception.Message);
                break;
            case "AADSTS90002" or "AADSTS900023":
                findings.Error("TENANT_UNKNOWN", session.Tenant.Id.ToString(), "The sign-in service knows no such tenant.",
                    "Check the tenant id and the cloud (environment) of the stack.", exception.Message);
                break;
            case "AADSTS700027" when usable:
                findings.Pending("the certificate to be known to the sign-in service", "CERTIFICATE_REFUSED", session.Certificate!.Thumbprint,
                    "The application's registration does not hold this certificate, though the stack declares it.",
                    "Deploy the stack again; a new certificate takes some seconds until every sign-in server knows it.", exception.Message);
                break;
            case "AADSTS700027":
                findings.Error("CERTIFICATE_REFUSED", session.Certificate!.Thumbprint,
                    declared ? "The certificate is expired or not valid yet." : "The application's registration does not hold this certificate.",
                    declared ? "Declare a valid certificate and deploy." : "Declare the certificate that the product uses and deploy, or give the declared one.", exception.Message);
                break;
            case "AADSTS65006" or "AADSTS650056" or "AADSTS650057":
                findings.Error("PERMISSION_ID_INVALID", application, "The registration asks for a permission id that the API does not have.",
                    "Deploy the stack again; remove permissions that were added by hand.", exception.Message);
                break;
            case "AADSTS53003":
                findings.Error("CONDITIONAL_ACCESS", application, "A conditional access policy for workload identities blocks the sign-in.",
                    "Allow this application, or the address that it comes from, in the policy.", exception.Message);
                break;
            case "AADSTS7000112":
                findings.Error("APPLICATION_DISABLED", application, "The enterprise application is disabled for sign-in.",
                    "Set 'Enabled for users to sign in' to Yes on the enterprise application.", exception.Message);
                break;
            default:
                findings.Error("SIGN_IN_REFUSED", application, "The sign-in service refuses the application.",
                    "Look the error code up at https://login.microsoftonline.com/error.", exception.Message);
                break;
        }
    }
}
