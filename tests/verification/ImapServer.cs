using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace TenantOnboarding.Tests.Verification;

/// <summary>An IMAP server on the loopback that answers commands as a test says, and else that all is well.</summary>
internal sealed class ImapServer : IAsyncDisposable
{
    /// <summary>In the place of an answer: the connection ends.</summary>
    public const string Closes = "closes";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _answers = [];
    private readonly Task _serving;
    private int _connections;

    private ImapServer()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _serving = ServeAsync();
    }

    public int Port { get; }

    public static ImapServer Start() => new();

    /// <summary>How many connections came.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The first words of the commands that came, in order.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>Answers a command (by its first word; <c>GREETING</c> before any) so, one answer after the other. An answer that begins
    /// with a plus is a challenge, and the tagged line follows it after a bar.</summary>
    public ImapServer Answers(string command, params string[] answers)
    {
        foreach (string answer in answers)
            _answers.GetOrAdd(command, _ => []).Enqueue(answer);
        return this;
    }

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
                Interlocked.Increment(ref _connections);
                await using SslStream tls = new(client.GetStream());
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = StubTenant.Certificate }, _stop.Token);
                await TalkAsync(tls);
            }
            catch (Exception exception)
                when (exception is SocketException or IOException or AuthenticationException or OperationCanceledException)
            {
                // The client left, or the server stops.
            }
        }
    }

    private async Task TalkAsync(SslStream tls)
    {
        using StreamReader reader = new(tls, Encoding.ASCII, leaveOpen: true);
        string greeting = AnswerTo("GREETING", "* OK ready");
        if (greeting == Closes)
            return;
        await SayAsync(greeting);
        while (await reader.ReadLineAsync(_stop.Token) is string line)
        {
            string tag = line.Split(' ')[0], command = line.Split(' ')[1];
            Commands.Enqueue(command);
            string answer = AnswerTo(command, "OK done");
            if (answer == Closes)
                return;
            if (command == "CAPABILITY")
                await SayAsync("* CAPABILITY IMAP4rev1 SASL-IR");
            if (answer.StartsWith('+'))
            {
                await SayAsync(answer.Split('|')[0]);
                await reader.ReadLineAsync(_stop.Token);
                answer = answer.Split('|')[1];
            }
            await SayAsync($"{tag} {answer}");
        }

        async Task SayAsync(string text) => await tls.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), _stop.Token);
    }

    private string AnswerTo(string command, string usual) =>
        _answers.TryGetValue(command, out ConcurrentQueue<string>? answers) && answers.TryDequeue(out string? answer) ? answer : usual;
}
