using System.Security.Cryptography.X509Certificates;
using Azure.Identity;
using Microsoft.Kiota.Abstractions;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Signs in as the application, with its own certificate. Learns a <see cref="SignInFailure"/> where that fails.</summary>
internal sealed class SignInCheck : ICheck
{
    public const string CheckId = "sign-in";

    public string Id => CheckId;
    public string Title => "Sign-in as the application";
    public VerificationExitCode FailureClass => VerificationExitCode.SignIn;
    public IReadOnlyList<string> Needs => [];

    public bool AppliesTo(IntegrationOutputs integration) => true;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        IntegrationSession session = context.Session;
        FindingList findings = new();
        if (session.Credential is null || session.Certificate is not X509Certificate2 certificate)
        {
            findings.Add(SignInFindings.NotProven(session.Integration));
            return Failed(findings.ToOutcome("no private key at hand", open: true),
                "no private key is at hand to sign in as the application");
        }

        bool declared = session.Integration.Certificates.Any(one => one.Thumbprint == certificate.Thumbprint);
        if (!declared)
            findings.Add(SignInFindings.CertificateGivenNotDeclared(certificate.Thumbprint, session.Integration));
        try
        {
            AppToken token = await session.TokenAsync(WellKnown.MicrosoftGraph, cancellationToken);
            if (token.TenantId is Guid tenant && tenant != session.Tenant.Id)
                findings.Add(SignInFindings.OtherTenant(tenant, session.Tenant.Id));
            bool answered = await JudgeDomainAsync(session, findings, cancellationToken);
            return findings.ToOutcome($"signed in with certificate {Words.Short(certificate.Thumbprint)}") with
            {
                Unanswered = !answered,
            };
        }
        catch (TenantUnreachableException exception)
        {
            findings.Add(ServiceFindings.SignInUnreachable(exception.Host, exception.Message));
            return Failed(findings.ToOutcome("the tenant does not answer"), "the tenant does not answer") with
            {
                FailureClass = VerificationExitCode.Unreachable,
            };
        }
        catch (UnansweredException exception)
        {
            findings.Add(ServiceFindings.Unanswered(exception.Service, exception.Waited, exception.Message));
            const string Why = "the sign-in service did not answer in time";
            return Failed(findings.ToOutcome(Why), Why) with
            {
                Unanswered = true,
                FailureClass = VerificationExitCode.Unreachable,
            };
        }
        catch (SignInException exception)
        {
            findings.Add(SignInRefusal.Explain(exception, session.Integration.ClientId,
                await NamedPoliciesAsync(session, exception, cancellationToken)) ?? Explain(exception, session, certificate, declared));
            return Failed(findings.ToOutcome("the application cannot sign in"), "the application cannot sign in");
        }
    }

    private static CheckOutcome Failed(CheckOutcome outcome, string why) => outcome with { Learned = new SignInFailure(why) };

    /// <summary>The report is headed by the domain, so the tenant that answers must hold it.</summary>
    /// <returns>False where the directory did not answer in time.</returns>
    private static async Task<bool> JudgeDomainAsync(IntegrationSession session, FindingList findings, CancellationToken cancellationToken)
    {
        if (await session.DirectoryAsync(DirectoryPermissions.Organization, asApplication: true,
            cancellationToken) is not DirectoryReader reader)
            return true;
        IReadOnlyList<string> domains;
        try
        {
            domains = await reader.DomainsAsync(cancellationToken);
        }
        catch (ApiException)
        {
            // Whether the domain may be read says nothing about the sign-in.
            return true;
        }
        catch (UnansweredException exception)
        {
            findings.Add(ServiceFindings.Unanswered(exception.Service, exception.Waited, exception.Message));
            return false;
        }
        if (!domains.Contains(session.Tenant.Domain, StringComparer.OrdinalIgnoreCase))
            findings.Add(SignInFindings.OtherDomain(session.Tenant.Domain, domains));
        return true;
    }

    /// <summary>The conditional access policies of a refusal by name where the operator may read them, else by id.</summary>
    private static async Task<IReadOnlyList<string>> NamedPoliciesAsync(
        IntegrationSession session, SignInException refusal, CancellationToken cancellationToken)
    {
        if (refusal.BlockedBy.Count == 0
            || await session.DirectoryAsync(DirectoryPermissions.Policies, asApplication: false,
                cancellationToken) is not DirectoryReader reader)
            return refusal.BlockedBy;
        try
        {
            List<string> names = [];
            foreach (string id in refusal.BlockedBy)
                names.Add(await reader.ConditionalAccessPolicyAsync(id, cancellationToken) is string name ? $"'{name}' ({id})" : id);
            return names;
        }
        catch (Exception exception) when (exception is ApiException or AuthenticationFailedException)
        {
            // Who may not read the policies learns their ids.
            return refusal.BlockedBy;
        }
    }

    private static Finding Explain(SignInException exception, IntegrationSession session, X509Certificate2 certificate, bool declared)
    {
        Guid clientId = session.Integration.ClientId;
        return exception.Code switch
        {
            "AADSTS700016" => SignInFindings.ApplicationUnknown(clientId, session.Tenant.Domain, exception.Message),
            "AADSTS90002" or "AADSTS900023" => SignInFindings.TenantUnknown(session.Tenant.Id, exception.Message),
            "AADSTS700027" when !declared => SignInFindings.CertificateNotRegistered(certificate.Thumbprint, exception.Message),
            "AADSTS700027" when certificate.IsValidAt(session.Now) =>
                SignInFindings.CertificateNotKnownYet(certificate.Thumbprint, exception.Message),
            "AADSTS700027" => SignInFindings.CertificateNotValid(certificate.Thumbprint, exception.Message),
            "AADSTS65006" or "AADSTS650056" or "AADSTS650057" => ConsentFindings.IdUnknown(clientId, exception.Message),
            _ => SignInFindings.Refused(clientId, exception.Message),
        };
    }
}
