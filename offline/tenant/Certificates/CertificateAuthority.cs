using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SimulatedTenant.Certificates;

/// <summary>
/// A certificate authority that lives as long as the server. It signs one certificate, for <c>localhost</c> and 127.0.0.1;
/// its key never leaves the process and nothing on the machine is asked to trust it.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    private CertificateAuthority(X509Certificate2 authority, X509Certificate2 server)
    {
        Authority = authority;
        Server = server;
    }

    /// <summary>The authority's certificate, public part only.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>The server's certificate with its private key.</summary>
    public X509Certificate2 Server { get; }

    /// <param name="now">Today by the machine's clock: TLS clients judge validity by theirs, whatever clock the tenant keeps.</param>
    /// <param name="address">An address that the server listens on besides 127.0.0.1.</param>
    /// <param name="names">Names of the server besides <c>localhost</c>.</param>
    public static CertificateAuthority Create(DateTimeOffset now, IPAddress address, IReadOnlyList<string> names)
    {
        DateTimeOffset from = now.AddDays(-1);
        DateTimeOffset to = now.AddDays(30);
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest root = new("CN=Simulated tenant (this run only)", authorityKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        root.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(root.PublicKey, false));
        using X509Certificate2 rootWithKey = root.CreateSelfSigned(from, to);

        using ECDsa serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest leaf = new("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder alternatives = new();
        foreach (string name in names.Prepend("localhost"))
            alternatives.AddDnsName(name);
        foreach (IPAddress reached in new[] { IPAddress.Loopback, address }.Distinct())
            alternatives.AddIpAddress(reached);
        leaf.CertificateExtensions.Add(alternatives.Build());
        leaf.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        leaf.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        leaf.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        leaf.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(rootWithKey, true, false));
        using X509Certificate2 signed = leaf.Create(rootWithKey, from, to, RandomNumberGenerator.GetBytes(16));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(serverKey);

        // TLS stacks refuse the ephemeral key of a certificate made in memory; a PKCS#12 round trip gives one that they take.
        X509Certificate2 server = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        return new(X509CertificateLoader.LoadCertificate(rootWithKey.RawData), server);
    }

    /// <summary>
    /// A handler that trusts this authority and no other, and reaches <c>localhost</c> on IPv4, where the server listens.
    /// </summary>
    public SocketsHttpHandler CreateHandler()
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(Authority);
        SocketsHttpHandler handler = new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = policy;
        handler.ConnectCallback = static async (context, cancellation) =>
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                EndPoint to = context.DnsEndPoint.Host == "localhost"
                    ? new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port)
                    : context.DnsEndPoint;
                await socket.ConnectAsync(to, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return handler;
    }

    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
    }
}
