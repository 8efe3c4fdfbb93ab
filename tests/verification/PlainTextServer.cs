using System.Net;
using System.Net.Sockets;

namespace TenantOnboarding.Tests.Verification;

/// <summary>A server on the loopback that greets in plain text whoever connects, and ends the connection.</summary>
internal sealed class PlainTextServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public PlainTextServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await client.GetStream().WriteAsync("* OK The Microsoft Exchange IMAP4 service is ready.\r\n"u8.ToArray(), _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
            {
                // The client left, or the server stops.
            }
        }
    }
}
