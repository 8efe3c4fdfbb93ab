using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SimulatedTenant;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>An IMAP connection, line by line.</summary>
internal sealed class ImapConversation(TcpClient tcp, SslStream stream) : IAsyncDisposable
{
    private readonly StreamReader _reader = new(stream);

    public static string XOAuth2(string user, string token) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"user={user}\u0001auth=Bearer {token}\u0001\u0001"));

    public static async Task<ImapConversation> OpenAsync(TenantServer tenant)
    {
        TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, tenant.ImapPort);
        SslStream stream = new(tcp.GetStream());
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(tenant.CertificateAuthority);
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
        ImapConversation conversation = new(tcp, stream);
        Assert.StartsWith("* OK ", await conversation._reader.ReadLineAsync(), StringComparison.Ordinal);
        return conversation;
    }

    /// <summary>Sends a command with the tag <c>a</c> and reads up to the line that completes it, or that ends the connection.</summary>
    public async Task<string[]> RunAsync(string command)
    {
        List<string> lines = [await ContinueAsync("a " + command)];
        while (!lines[^1].StartsWith("a ", StringComparison.Ordinal)
            && (command == "LOGOUT" || !lines[^1].StartsWith("* BYE ", StringComparison.Ordinal)))
        {
            lines.Add(await ReadAsync());
        }
        return [.. lines];
    }

    public async Task<string> ContinueAsync(string line)
    {
        await SendAsync(line);
        return await ReadAsync();
    }

    /// <summary>Sends a line and reads all that comes before the connection ends.</summary>
    /// <param name="line">The line.</param>
    /// <param name="ends">Whether to send its end, too.</param>
    public async Task<string> ReadToEndAsync(string line, bool ends = true)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(ends ? line + "\r\n" : line));
        return await _reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await stream.DisposeAsync();
        tcp.Dispose();
    }

    private async Task SendAsync(string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));

    private async Task<string> ReadAsync() => await _reader.ReadLineAsync() ?? throw new IOException("The server closed the connection.");
}
