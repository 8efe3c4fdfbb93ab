using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Session;

/// <summary>Finds a host from here, shakes hands with it and keeps the certificate that it shows; asks it nothing.</summary>
internal static class HostProbe
{
    private const X509ChainStatusFlags OfDates = X509ChainStatusFlags.NotTimeValid;

    /// <summary>Probes once, within the time that <see cref="HostAccess.Within"/> allows.</summary>
    /// <param name="uri">Whose host and port.</param>
    /// <param name="access">How to get there.</param>
    /// <param name="clock">Measures the time, and judges validity.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<HostAnswer> ProbeAsync(Uri uri, HostAccess access, TimeProvider clock, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(access.Within, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HostOutcome reached = HostOutcome.Unresolved;
        IPAddress[] addresses = [];
        try
        {
            addresses = await access.ResolveAsync(uri.IdnHost, either.Token);
            if (addresses.Length == 0)
                return new(HostOutcome.Unresolved, [], "no address", null);
            reached = HostOutcome.Unreachable;
            await using Stream connection = await access.ConnectAsync(addresses, uri.Port, either.Token);
            reached = HostOutcome.WithoutTls;
            return new(HostOutcome.Answered, addresses, null,
                await ShakeHandsAsync(connection, uri.IdnHost, access, clock, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(addresses.Length == 0 ? HostOutcome.Unresolved : HostOutcome.Unreachable, addresses,
                $"no answer within {access.Within.TotalSeconds:0} s", null);
        }
        catch (Exception exception) when (exception is SocketException or IOException or AuthenticationException)
        {
            return new(reached, addresses, TransportErrors.FirstLine(exception.Message), null);
        }
    }

    private static async Task<HostCertificate> ShakeHandsAsync(
        Stream connection, string host, HostAccess access, TimeProvider clock, CancellationToken cancellationToken)
    {
        HostCertificate? shown = null;
        await using SslStream tls = new(connection, leaveInnerStreamOpen: true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = WellKnown.Tls,
            CertificateChainPolicy = PolicyOf(access.OnlyAuthority, clock),
            // Nothing is sent to the host, so a certificate that is not trusted is looked at and not refused.
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                shown = certificate is null ? null : Look(certificate, chain, errors);
                return shown is not null;
            },
        }, cancellationToken);
        return shown!;
    }

    // Neither intermediate certificates nor revocation lists are fetched: not every browser does, and this stays bounded in time.
    private static X509ChainPolicy PolicyOf(X509Certificate2? onlyAuthority, TimeProvider clock)
    {
        X509ChainPolicy policy = new()
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = clock.GetUtcNow().LocalDateTime,
        };
        if (onlyAuthority is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.Add(onlyAuthority);
        }
        return policy;
    }

    private static HostCertificate Look(X509Certificate certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        using X509Certificate2 leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        string[] names = [.. leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(one => $"{one}")))];
        return new(
            names.Length > 0 ? names : [leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false)],
            leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: true),
            leaf.NotBefore.ToUniversalTime(),
            leaf.NotAfter.ToUniversalTime(),
            !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
            Distrust(chain, leaf));
    }

    private static string? Distrust(X509Chain? chain, X509Certificate2 leaf)
    {
        if (chain is null)
            return null;
        // The leaf's own dates are judged apart; those of the certificates above it are not.
        bool ownDates = chain.ChainElements.Take(1).Any(IsOutOfDate) && !chain.ChainElements.Skip(1).Any(IsOutOfDate);
        string[] reasons = [.. chain.ChainStatus
            .Select(status => ownDates ? status.Status & ~OfDates : status.Status)
            .Where(status => status != X509ChainStatusFlags.NoError)
            .Select(status => InWords(status, leaf)).Distinct()];
        return reasons.Length == 0 ? null : string.Join("; ", reasons);
    }

    private static bool IsOutOfDate(X509ChainElement element) =>
        element.ChainElementStatus.Any(status => status.Status.HasFlag(OfDates));

    private static string InWords(X509ChainStatusFlags status, X509Certificate2 leaf) => status switch
    {
        X509ChainStatusFlags.UntrustedRoot when leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData) =>
            "it is self-signed",
        X509ChainStatusFlags.UntrustedRoot => "its root certificate is not trusted here",
        X509ChainStatusFlags.PartialChain => "its issuer's certificate is neither sent along nor known here",
        X509ChainStatusFlags.NotTimeValid => "a certificate above it is not valid now",
        X509ChainStatusFlags.NotValidForUsage => "it is not for servers",
        _ => $"{status}",
    };
}
