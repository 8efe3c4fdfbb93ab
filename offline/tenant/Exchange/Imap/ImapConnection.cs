using System.Buffers;
using System.Globalization;
using System.Text;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>Reads commands and sends answers, within limits of size and time.</summary>
internal sealed class ImapConnection(Stream stream, TimeProvider clock, CancellationToken stop)
{
    /// <summary>Longest command, its literals included, bytes.</summary>
    public const int LongestCommand = 64 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private ArrayBufferWriter<byte>? _held;

    /// <summary>How long a client may keep silent before it is sent away.</summary>
    public TimeSpan Patience { get; set; }

    /// <summary>Whether answers are kept back.</summary>
    public bool IsHeld => _held is not null;

    /// <summary>Ends when the server stops.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Keeps back what is sent from now on.</summary>
    public void Hold() => _held = new();

    /// <summary>What was kept back; what is sent from now on goes out again.</summary>
    public ReadOnlyMemory<byte> Release()
    {
        byte[] bytes = _held?.WrittenSpan.ToArray() ?? [];
        _held = null;
        return bytes;
    }

    /// <summary>A command with its literals as quoted strings; null when the client closed the connection.</summary>
    /// <exception cref="OperationCanceledException">The client kept silent for too long, or the server stops.</exception>
    /// <exception cref="ImapSyntaxException">The command is too long; the client has been told not to send its rest.</exception>
    /// <exception cref="IOException">The command is too long, and its rest is on the way.</exception>
    public async Task<string?> ReadCommandAsync()
    {
        StringBuilder command = new();
        int length = 0;
        while (await ReadLineAsync(LongestCommand - length) is { } line)
        {
            length += line.Length;
            string text = Encoding.UTF8.GetString(line);
            if (!EndsWithLiteral(text, out int brace, out int size, out bool waits))
                return command.Append(text).ToString();
            if (size > LongestCommand - length)
            {
                if (waits)
                    throw new ImapSyntaxException("Command Error. 10");
                throw new IOException("The literal is too long.");
            }
            if (waits)
                await SendAsync("+ Ready for additional command text.");
            length += size;
            string literal = Encoding.UTF8.GetString(await ReadExactlyAsync(size));
            string escaped = literal.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            command.Append(text, 0, brace).Append('"').Append(escaped).Append('"');
        }
        return null;
    }

    /// <summary>A line of its own, such as the answer to a continuation; null when the client closed the connection.</summary>
    public async Task<string?> ReadLineAsync() =>
        await ReadLineAsync(LongestCommand) is { } line ? Encoding.UTF8.GetString(line) : null;

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\r\n"));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_held is not null)
        {
            _held.Write(bytes.Span);
            return;
        }
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1), clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        await stream.WriteAsync(bytes, either.Token);
        await stream.FlushAsync(either.Token);
    }

    /// <summary>Whether a line announces a literal: <c>{5}</c>, whose sender waits, or <c>{5+}</c>, whose sender does not.</summary>
    private static bool EndsWithLiteral(string line, out int brace, out int size, out bool waits)
    {
        size = 0;
        waits = true;
        brace = line.EndsWith('}') ? line.LastIndexOf('{') : -1;
        if (brace < 0)
            return false;
        ReadOnlySpan<char> digits = line.AsSpan(brace + 1, line.Length - brace - 2);
        if (digits.EndsWith("+"))
        {
            waits = false;
            digits = digits[..^1];
        }
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out size)
            || (digits.Length > 9 && !digits.ContainsAnyExceptInRange('0', '9') && (size = int.MaxValue) > 0);
    }

    private async Task<byte[]?> ReadLineAsync(int longest)
    {
        List<byte> line = [];
        while (true)
        {
            if (_start == _end && !await FillAsync())
                return null;
            byte next = _buffer[_start++];
            if (next == (byte)'\n')
                return line is [.., (byte)'\r'] ? [.. line[..^1]] : [.. line];
            line.Add(next);
            if (line.Count > longest)
                throw new IOException("The line is too long.");
        }
    }

    private async Task<byte[]> ReadExactlyAsync(int size)
    {
        byte[] bytes = new byte[size];
        for (int at = 0; at < size;)
        {
            if (_start == _end && !await FillAsync())
                throw new IOException("The connection ended inside a literal.");
            int count = Math.Min(size - at, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(bytes.AsSpan(at));
            _start += count;
            at += count;
        }
        return bytes;
    }

    private async Task<bool> FillAsync()
    {
        using CancellationTokenSource limit = new(Patience, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        _start = 0;
        _end = 0;
        _end = await stream.ReadAsync(_buffer, either.Token);
        return _end > 0;
    }
}
