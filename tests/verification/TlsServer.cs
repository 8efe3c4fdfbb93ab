using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A server on the loopback that shakes hands with a certificate of an authority of its own, and says nothing more.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;

    /// <param name="name">The name that its certificate is for.</param>
    /// <param name="from">When the certificate begins to be valid.</param>
    /// <param name="to">When it ends.</param>
    public TlsServer(string name, DateTimeOffset from, DateTimeOffset to)
    {
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256), key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest root = new("CN=Contoso Root", authorityKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using X509Certificate2 authority = root.CreateSelfSigned(from.AddYears(-1), to.AddYears(1));
        CertificateRequest leaf = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        leaf.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = leaf.Create(authority, from, to, [1, 2, 3, 4]);
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        _certificate = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
        Authority = X509CertificateLoader.LoadCertificate(authority.RawData);
        (Port, _serving) = Begin();
    }

    /// <param name="certificate">The certificate that it shows, with its key; it is disposed of with the server.</param>
    /// <param name="authority">Whose it is; disposed of with the server too.</param>
    public TlsServer(X509Certificate2 certificate, X509Certificate2 authority)
    {
        _certificate = certificate;
        Authority = authority;
        (Port, _serving) = Begin();
    }

    public int Port { get; }

    public X509Certificate2 Authority { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
        _certificate.Dispose();
        Authority.Dispose();
    }

    private (int Port, Task Serving) Begin()
    {
        _listener.Start();
        return (((IPEndPoint)_listener.LocalEndpoint).Port, ServeAsync());
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using SslStream tls = new(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                await tls.CopyToAsync(Stream.Null, _stop.Token);
            }
            catch (Exception exception)
                when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException)
            {
                // The client left, or the server stops.
            }
        }
    }
}
