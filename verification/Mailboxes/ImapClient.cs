using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>As much of an IMAP4rev1 client (RFC 3501, RFC 4959) as a proof of access needs, always inside TLS.</summary>
internal sealed class ImapClient : IAsyncDisposable
{
    private const int LongestLine = 16 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[4096];
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly ImapTranscript? _transcript;
    private int _start, _end, _tag;

    internal ImapClient(Stream stream, TimeSpan timeout, TimeProvider clock, ImapTranscript? transcript = null)
    {
        _transcript = transcript;
        _stream = stream;
        _timeout = timeout;
        _clock = clock;
    }

    /// <summary>What the server says it can, upper case.</summary>
    public IReadOnlySet<string> Capabilities { get; private set; } = new HashSet<string>();

    /// <summary>Connects with TLS from the first byte, reads the greeting and asks for the capabilities.</summary>
    public static async Task<ImapClient> ConnectAsync(TenantEndpoints endpoints, VerificationOptions options,
        CancellationToken cancellationToken)
    {
        TcpClient tcp = new();
        ImapTranscript? transcript = ImapTranscript.Begin(endpoints, options.Clock);
        try
        {
            using CancellationTokenSource expiry = new(options.RequestTimeout, options.Clock);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
            try
            {
                await tcp.ConnectAsync(endpoints.ImapHost, endpoints.ImapPort, either.Token);
                SslStream tls = new(tcp.GetStream(), leaveInnerStreamOpen: false);
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = endpoints.ImapHost,
                    EnabledSslProtocols = WellKnown.Tls,
                    RemoteCertificateValidationCallback = options.ImapCertificateValidation,
                    CertificateRevocationCheckMode = options.ImapCertificateValidation is null ? X509RevocationMode.Online
                        : X509RevocationMode.NoCheck,
                }, either.Token);
                ImapClient client = new(tls, options.RequestTimeout, options.Clock, transcript);
                await client.GreetAsync(cancellationToken);
                return client;
            }
            catch (OperationCanceledException exception) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException("no answer within the time allowed", exception);
            }
        }
        catch (Exception exception)
        {
            transcript?.End(TransportErrors.InWords(exception) ?? exception.Message);
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>Reads the greeting and the capabilities.</summary>
    internal async Task GreetAsync(CancellationToken cancellationToken)
    {
        string greeting = await ReadLineAsync(cancellationToken);
        if (!greeting.StartsWith("* OK", StringComparison.OrdinalIgnoreCase))
            throw new IOException($"the server greets with '{greeting}'");
        ImapReply reply = await CommandAsync("CAPABILITY", cancellationToken);
        Capabilities = reply.Untagged
            .Where(line => line.StartsWith("* CAPABILITY ", StringComparison.OrdinalIgnoreCase))
            .SelectMany(line => line.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(2))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Signs in to a mailbox with an access token.</summary>
    public Task<ImapReply> AuthenticateXOAuth2Async(string mailbox, string token, CancellationToken cancellationToken) =>
        AuthenticateAsync("XOAUTH2", mailbox, $"user={mailbox}\u0001auth=Bearer {token}\u0001\u0001", cancellationToken);

    /// <summary>Signs in with a name and a password, the way that should be refused.</summary>
    public Task<ImapReply> LoginAsync(string name, string password, CancellationToken cancellationToken) =>
        CommandAsync($"LOGIN {Quoted(name)} {Quoted(password)}", cancellationToken, $"LOGIN {Quoted(name)} {Redaction.Mark}");

    /// <summary>Says goodbye.</summary>
    public Task<ImapReply> LogoutAsync(CancellationToken cancellationToken) => CommandAsync("LOGOUT", cancellationToken);

    /// <summary>Sends a command without arguments that need a continuation.</summary>
    /// <param name="command">The command without its tag.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="shown">What evidence shows of it; null = all.</param>
    public async Task<ImapReply> CommandAsync(string command, CancellationToken cancellationToken, string? shown = null)
    {
        string tag = await SendAsync(command, shown ?? command, cancellationToken);
        return await ReplyAsync(tag, answers: new Queue<string>(), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _transcript?.End();
        return _stream.DisposeAsync();
    }

    private async Task<ImapReply> AuthenticateAsync(string mechanism, string mailbox, string secret, CancellationToken cancellationToken)
    {
        string response = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        Queue<string> answers = new();
        string command = $"AUTHENTICATE {mechanism}";
        if (Capabilities.Contains("SASL-IR"))
            command += " " + response;
        else
            answers.Enqueue(response);
        string tag = await SendAsync(command, $"AUTHENTICATE {mechanism} {Redaction.Mark} for {mailbox}", cancellationToken);
        // A refusal comes as one more challenge that an empty line answers.
        return await ReplyAsync(tag, answers, cancellationToken);
    }

    private async Task<string> SendAsync(string command, string shown, CancellationToken cancellationToken)
    {
        string tag = "A" + (++_tag).ToString(CultureInfo.InvariantCulture);
        _transcript?.Sent($"{tag} {shown}");
        await WriteLineAsync($"{tag} {command}", cancellationToken);
        return tag;
    }

    private async Task<ImapReply> ReplyAsync(string tag, Queue<string> answers, CancellationToken cancellationToken)
    {
        string? challenge = null;
        List<string> untagged = [];
        while (true)
        {
            string line = await ReadLineAsync(cancellationToken);
            if (line.StartsWith('+'))
            {
                challenge = line[1..].Trim();
                _transcript?.Sent(answers.Count > 0 ? Redaction.Mark : "");
                await WriteLineAsync(answers.TryDequeue(out string? answer) ? answer : "", cancellationToken);
            }
            else if (line.StartsWith(tag + " ", StringComparison.Ordinal))
            {
                string text = line[(tag.Length + 1)..];
                return new(text.StartsWith("OK", StringComparison.OrdinalIgnoreCase), text, challenge is { Length: > 0 } ? challenge
                    : null, untagged);
            }
            else
            {
                untagged.Add(line);
            }
        }
    }

    private async Task WriteLineAsync(string line, CancellationToken cancellationToken)
    {
        using CancellationTokenSource expiry = new(_timeout, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        try
        {
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), either.Token);
            await _stream.FlushAsync(either.Token);
        }
        catch (OperationCanceledException exception) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no answer within the time allowed", exception);
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource expiry = new(_timeout, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        using MemoryStream line = new();
        try
        {
            while (true)
            {
                int newline = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
                int until = newline >= 0 ? newline : _end;
                line.Write(_buffer, _start, until - _start);
                _start = newline >= 0 ? newline + 1 : _end;
                if (newline >= 0)
                {
                    string text = Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\r');
                    _transcript?.Received(text);
                    return text;
                }
                if (line.Length > LongestLine)
                    throw new IOException("the server sends an overlong line");
                _start = 0;
                _end = await _stream.ReadAsync(_buffer, either.Token);
                if (_end == 0)
                    throw new IOException("the server closes the connection");
            }
        }
        catch (OperationCanceledException exception) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("no answer within the time allowed", exception);
        }
    }

    private static string Quoted(string text)
    {
        if (text.Any(c => c is '\r' or '\n' or '\0'))
            throw new ArgumentException("A name or password for IMAP cannot hold line breaks.", nameof(text));
        return $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
