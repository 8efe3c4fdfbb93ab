using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SimulatedTenant.Directory;
using SimulatedTenant.Options;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>IMAP over implicit TLS, with the certificate of the HTTPS server.</summary>
internal sealed class ImapServer : IAsyncDisposable
{
    /// <summary>Connections at a time. One more is closed at once, as Exchange closes what goes beyond its limit.</summary>
    private const int MostSessions = 500;

    private readonly TcpListener _listener;
    private readonly SslServerAuthenticationOptions _tls;
    private readonly TenantDirectory _directory;
    private readonly AccessTokens _tokens;
    private readonly IImapObserver _observer;
    private readonly TimeLimitOptions _limits;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Task> _sessions = [];
    private Task _accepting = Task.CompletedTask;

    private ImapServer(
        IPEndPoint endpoint, X509Certificate2 certificate, TenantDirectory directory, AccessTokens tokens,
        IImapObserver observer, TimeLimitOptions limits, TimeProvider clock)
    {
        _clock = clock;
        _directory = directory;
        _tokens = tokens;
        _observer = observer;
        _limits = limits;
        _tls = new() { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.None };
        _listener = new(endpoint);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public static ImapServer Start(
        IPEndPoint endpoint, X509Certificate2 certificate, TenantDirectory directory, AccessTokens tokens,
        IImapObserver observer, TimeLimitOptions limits, TimeProvider clock)
    {
        ImapServer server = new(endpoint, certificate, directory, tokens, observer, limits, clock);
        try
        {
            server._listener.Start();
        }
        catch (SocketException exception)
        {
            throw new IOException($"Failed to bind the IMAP server to {endpoint}: {exception.Message}", exception);
        }
        server._accepting = Task.Run(server.AcceptAsync);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Task[] open;
        lock (_gate)
            open = [.. _sessions, _accepting];
        await Task.WhenAll(open);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                lock (_gate)
                {
                    _sessions.RemoveAll(s => s.IsCompleted);
                    if (_sessions.Count == MostSessions)
                    {
                        client.Dispose();
                        continue;
                    }
                    _sessions.Add(Task.Run(() => ServeAsync(client)));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
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
            await using (stream)
            {
                using CancellationTokenSource limit = new(_limits.Headers, _clock);
                using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
                await stream.AuthenticateAsServerAsync(_tls, either.Token);
                ImapConnection connection = new(stream, _clock, _stop.Token) { Patience = _limits.Idle };
                await new ImapSession(connection, _directory, new(_directory, _tokens), _observer).RunAsync();
            }
        }
        catch (Exception exception) when (
            exception is IOException or AuthenticationException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client went away, kept silent, sent too much or does not trust the certificate; or the server stops.
        }
    }
}
