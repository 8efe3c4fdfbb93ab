using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Users can sign in to the product: the redirect URI is registered exactly, ID tokens are on, nothing else is open.</summary>
internal sealed class RedirectUriCheck : ICheck
{
    public string Id => "redirect-uri";
    public string Title => "Redirect URI";
    public VerificationExitCode FailureClass => VerificationExitCode.RedirectUri;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId];

    public bool AppliesTo(IntegrationOutputs integration) => integration.RedirectUri is not null;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        IntegrationSession session = context.Session;
        string uri = session.Integration.RedirectUri!;
        FindingList findings = new();
        Uri address = new(uri);
        string? host = IsHostAsked(session.Options, address) ? await JudgeHostAsync(session, address, findings, cancellationToken) : null;
        if (await context.DirectoryAsync(DirectoryPermissions.Applications, cancellationToken) is not DirectoryReader reader)
            return findings.ToOutcome(context.WhyNoDirectory(DirectoryPermissions.Applications), open: true);

        Application? application = await reader.ApplicationAsync(session.Integration.ApplicationObjectId, cancellationToken);
        WebApplication web = application?.Web ?? new();
        List<string> registered = web.RedirectUris ?? [];
        if (!registered.Contains(uri, StringComparer.Ordinal))
        {
            string? near = registered.FirstOrDefault(r => string.Equals(r.TrimEnd('/'), uri.TrimEnd('/'),
                StringComparison.OrdinalIgnoreCase))
                ?? registered.FirstOrDefault(r => Uri.TryCreate(r, UriKind.Absolute, out Uri? other) && other.Host == address.Host);
            findings.Add(RedirectUriFindings.Missing(uri, near));
        }
        foreach (string extra in registered.Where(r => r != uri))
            findings.Add(RedirectUriFindings.NotDeclared(extra));
        if (web.ImplicitGrantSettings?.EnableIdTokenIssuance != true)
            findings.Add(RedirectUriFindings.IdTokensOff(uri));
        if (web.ImplicitGrantSettings?.EnableAccessTokenIssuance == true)
            findings.Add(RedirectUriFindings.AccessTokensOn(uri));
        if (!string.IsNullOrEmpty(web.LogoutUrl))
            findings.Add(RedirectUriFindings.LogoutUrl(web.LogoutUrl));
        await JudgeAssignmentAsync(session.Integration, reader, findings, cancellationToken);
        return findings.ToOutcome(findings.HasErrors ? "users cannot sign in to the product"
            : $"{uri}, ID tokens on, access tokens off{(host is null ? "" : $"; {host}")}");
    }

    private static async Task JudgeAssignmentAsync(
        IntegrationOutputs integration, DirectoryReader reader, FindingList findings, CancellationToken cancellationToken)
    {
        ServicePrincipal? principal =
            await reader.ServicePrincipalAsync(integration.ServicePrincipalObjectId.ToString(), cancellationToken);
        if (principal?.AppRoleAssignmentRequired != true)
            return;
        IReadOnlyList<AppRoleAssignment> assigned = await reader.AssignedToAsync(integration.ServicePrincipalObjectId, cancellationToken);
        string[] names = [.. assigned.Where(one => one.PrincipalType is "User" or "Group")
            .Select(one => one.PrincipalDisplayName ?? $"{one.PrincipalId}")];
        findings.Add(RedirectUriFindings.AssignmentRequired(integration.DisplayName, names));
    }

    internal static bool IsHostAsked(VerificationOptions options, Uri uri) =>
        options.CheckRedirectHost ?? (options.Endpoints is null && !uri.IsLoopback);

    /// <summary>What users' browsers would meet, as far as it can be seen from here.</summary>
    /// <returns>What is fine about it, or null where something is not.</returns>
    private static async Task<string?> JudgeHostAsync(
        IntegrationSession session, Uri uri, FindingList findings, CancellationToken cancellationToken)
    {
        HostAnswer answer = await session.RedirectHostAsync(uri, cancellationToken);
        Finding[] found = [.. answer.Outcome switch
        {
            HostOutcome.Unresolved => [RedirectHostFindings.Unresolved(uri.IdnHost, answer.Detail)],
            HostOutcome.Unreachable => [RedirectHostFindings.Unreachable(uri.Authority, answer.Addresses, answer.Detail)],
            HostOutcome.WithoutTls => [RedirectHostFindings.WithoutTls(uri.Authority, answer.Detail)],
            HostOutcome.Answered => Judge(uri, answer.Certificate!, session.Now, session.Options.ExpiryWarning),
            _ => throw new InvalidOperationException($"No finding for the outcome {answer.Outcome}."),
        }];
        foreach (Finding finding in found)
            findings.Add(finding);
        return found.Length > 0 ? null : $"{uri.IdnHost} answers here, with a certificate that is trusted until "
            + Words.Date(answer.Certificate!.NotAfter);
    }

    private static IEnumerable<Finding> Judge(Uri uri, HostCertificate certificate, DateTimeOffset now, TimeSpan expiryWarning)
    {
        if (!certificate.IsForHost)
            yield return RedirectHostFindings.WrongName(uri.IdnHost, certificate.Names);
        if (certificate.NotAfter <= now)
            yield return RedirectHostFindings.Expired(uri.Authority, certificate.NotAfter);
        else if (certificate.NotBefore > now)
            yield return RedirectHostFindings.NotYetValid(uri.Authority, certificate.NotBefore);
        else if (certificate.NotAfter <= now + expiryWarning)
            yield return RedirectHostFindings.ExpiresSoon(uri.Authority, certificate.NotAfter, now);
        if (certificate.Distrust is string why)
            yield return RedirectHostFindings.Untrusted(uri.Authority, certificate.Issuer, why);
    }
}
