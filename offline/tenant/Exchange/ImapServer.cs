using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SimulatedTenant.Directory;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange;

/// <summary>IMAP over implicit TLS on 127.0.0.1, with the certificate of the HTTPS server.</summary>
internal sealed class ImapServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly SslServerAuthenticationOptions tls;
    private readonly TenantDirectory directory;
    private readonly AccessTokens tokens;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly List<Task> sessions = [];
    private Task accepting = Task.CompletedTask;

    private ImapServer(int port, X509Certificate2 certificate, TenantDirectory directory, AccessTokens tokens)
    {
        this.directory = directory;
        this.tokens = tokens;
        tls = new() { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.None };
        listener = new(IPAddress.Loopback, port);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public static ImapServer Start(int port, X509Certificate2 certificate, TenantDirectory directory, AccessTokens tokens)
    {
        ImapServer server = new(port, certificate, directory, tokens);
        try
        {
            server.listener.Start();
        }
        catch (SocketException problem)
        {
            throw new IOException($"Failed to bind the IMAP server to 127.0.0.1:{port}: {problem.Message}", problem);
        }
        server.accepting = Task.Run(server.AcceptAsync);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        listener.Stop();
        Task[] open;
        lock (gate)
            open = [.. sessions, accepting];
        await Task.WhenAll(open).ConfigureAwait(false);
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token).ConfigureAwait(false);
                lock (gate)
                {
                    sessions.RemoveAll(s => s.IsCompleted);
                    sessions.Add(Task.Run(() => ServeAsync(client)));
                }
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server stops, perhaps before this loop came to listen.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        try
        {
            SslStream stream = new(client.GetStream());
            await using (stream.ConfigureAwait(false))
            {
                await stream.AuthenticateAsServerAsync(tls, stop.Token).ConfigureAwait(false);
                await new ImapSession(stream, directory, tokens).RunAsync(stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception end) when (end is IOException or AuthenticationException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client went away, does not trust the certificate, or the server stops.
        }
    }
}
