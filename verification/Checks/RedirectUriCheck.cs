using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
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

    public bool AppliesTo(IntegrationOutputs integration) => integration.RedirectUri is not null && integration.Directory == DirectorySource.Microsoft365;

    public async Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        string uri = session.Integration.RedirectUri!;
        FindingList findings = new();
        if (session.Options.CheckRedirectHost)
            await JudgeHostAsync(new Uri(uri), session, findings, cancellationToken);
        if (await session.DirectoryAsync(DirectoryPermissions.Applications, cancellationToken) is not DirectoryReader reader)
            return findings.ToOutcome($"{session.WhyNoDirectory(DirectoryPermissions.Applications)}", open: true);

        Application? application = await reader.ApplicationAsync(session.Integration.ApplicationObjectId, cancellationToken);
        WebApplication web = application?.Web ?? new();
        List<string> registered = web.RedirectUris ?? [];
        if (!registered.Contains(uri, StringComparer.Ordinal))
        {
            string? near = registered.FirstOrDefault(r => string.Equals(r.TrimEnd('/'), uri.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
                ?? registered.FirstOrDefault(r => Uri.TryCreate(r, UriKind.Absolute, out Uri? other) && other.Host == new Uri(uri).Host);
            findings.Pending("the redirect URI to be listed", "REDIRECT_URI_MISSING", uri,
                near is null ? "The redirect URI is not registered: signing in ends with AADSTS50011."
                    : $"A similar redirect URI is registered, {near}; it must match to the letter, else signing in ends with AADSTS50011.",
                "Deploy the stack again.");
        }
        foreach (string extra in registered.Where(r => r != uri))
            findings.Warning("REDIRECT_URI_NOT_DECLARED", extra, "The registration holds a redirect URI that the stack does not declare.",
                "Declare it, or remove it under 'Authentication'.");
        if (web.ImplicitGrantSettings?.EnableIdTokenIssuance != true)
            findings.Pending("ID tokens to be switched on", "ID_TOKENS_OFF", uri, "ID tokens are off: signing in to the product ends with AADSTS700054.",
                "Deploy the stack again.");
        if (web.ImplicitGrantSettings?.EnableAccessTokenIssuance == true)
            findings.Warning("ACCESS_TOKENS_ON", uri, "Access tokens by the implicit flow are on, though the product does not need them.",
                "Switch 'Access tokens' off under 'Authentication'.");
        if (!string.IsNullOrEmpty(web.LogoutUrl))
            findings.Warning("LOGOUT_URL_SET", web.LogoutUrl, "A front-channel logout URL is set; the product's guide leaves it empty.",
                "Clear it under 'Authentication'.");
        return findings.ToOutcome(findings.HasErrors ? "users cannot sign in to the product" : $"{uri}, ID tokens on, access tokens off");
    }

    private static async Task JudgeHostAsync(Uri uri, IntegrationSession session, FindingList findings, CancellationToken cancellationToken)
    {
        const string Later = "Every computer that signs in must reach it; remote users need a public DNS entry.";
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(Math.Min(10, session.Options.RequestTimeout.TotalSeconds)), session.Options.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(uri.IdnHost, either.Token);
            using TcpClient client = new();
            await client.ConnectAsync(addresses, uri.Port, either.Token);
            using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = uri.IdnHost }, either.Token);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain)
        {
            findings.Warning("REDIRECT_HOST_UNRESOLVED", uri.IdnHost, "The name of the redirect URI's host does not resolve here.", Later, exception.Message);
        }
        catch (AuthenticationException exception)
        {
            findings.Warning("REDIRECT_HOST_UNTRUSTED", uri.Authority, "The host answers with a certificate that is not trusted here: browsers will warn users.",
                "Give the product's web access a certificate that its users' computers trust.", exception.Message);
        }
        catch (Exception exception) when (exception is SocketException or IOException || (exception is OperationCanceledException && limit.IsCancellationRequested))
        {
            findings.Warning("REDIRECT_HOST_UNREACHABLE", uri.Authority, "The host of the redirect URI does not answer here.", Later, exception.Message);
        }
    }
}
