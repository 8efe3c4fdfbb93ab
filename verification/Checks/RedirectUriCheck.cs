using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;

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
        if (session.Options.CheckRedirectHost)
            await JudgeHostAsync(new Uri(uri), session, findings, cancellationToken);
        if (await context.DirectoryAsync(DirectoryPermissions.Applications, cancellationToken) is not DirectoryReader reader)
            return findings.ToOutcome(context.WhyNoDirectory(DirectoryPermissions.Applications), open: true);

        Application? application = await reader.ApplicationAsync(session.Integration.ApplicationObjectId, cancellationToken);
        WebApplication web = application?.Web ?? new();
        List<string> registered = web.RedirectUris ?? [];
        if (!registered.Contains(uri, StringComparer.Ordinal))
        {
            string? near = registered.FirstOrDefault(r => string.Equals(r.TrimEnd('/'), uri.TrimEnd('/'),
                StringComparison.OrdinalIgnoreCase))
                ?? registered.FirstOrDefault(r => Uri.TryCreate(r, UriKind.Absolute, out Uri? other) && other.Host == new Uri(uri).Host);
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
        return findings.ToOutcome(findings.HasErrors ? "users cannot sign in to the product" : $"{uri}, ID tokens on, access tokens off");
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

    private static async Task JudgeHostAsync(Uri uri, IntegrationSession session, FindingList findings, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(Math.Min(10, session.Options.RequestTimeout.TotalSeconds)),
            session.Options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(uri.IdnHost, either.Token);
            using TcpClient client = new();
            await client.ConnectAsync(addresses, uri.Port, either.Token);
            using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = uri.IdnHost }, either.Token);
        }
        catch (SocketException exception)
            when (exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            findings.Add(RedirectUriFindings.HostUnresolved(uri.IdnHost, exception.Message));
        }
        catch (AuthenticationException exception)
        {
            findings.Add(RedirectUriFindings.HostUntrusted(uri.Authority, exception.Message));
        }
        catch (Exception exception) when (exception is SocketException or IOException
            || (exception is OperationCanceledException && limit.IsCancellationRequested))
        {
            findings.Add(RedirectUriFindings.HostUnreachable(uri.Authority, exception.Message));
        }
    }
}
