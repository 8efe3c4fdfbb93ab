using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace TenantOnboarding.Verification.Tenant;

/// <summary>How the host of a redirect URI is found and reached from here.</summary>
public sealed record HostAccess
{
    /// <summary>The addresses of a name; default: as the machine resolves it. A name that is not known is a
    /// <see cref="SocketException"/>.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> ResolveAsync { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>A connection to one of some addresses, at a port; default: by TCP, without a proxy. An address that does not answer is a
    /// <see cref="SocketException"/>.</summary>
    public Func<IPAddress[], int, CancellationToken, Task<Stream>> ConnectAsync { get; init; } = ConnectByTcpAsync;

    /// <summary>The only certificate authority to trust; null = what the machine trusts.</summary>
    public X509Certificate2? OnlyAuthority { get; init; }

    /// <summary>How long all of it may take; default 10 seconds.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(10);

    private static async Task<Stream> ConnectByTcpAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(addresses, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
