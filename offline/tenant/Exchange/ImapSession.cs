using System.Globalization;
using System.Net.Security;
using System.Text;
using SimulatedTenant.Directory;
using SimulatedTenant.Tokens;

namespace SimulatedTenant.Exchange;

/// <summary>One IMAP connection (RFC 9051 as far as a probe goes): capabilities, XOAUTH2, opening the inbox, logout.</summary>
internal sealed class ImapSession(SslStream stream, TenantDirectory directory, AccessTokens tokens)
{
    private const int LongestLine = 64 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private DirectoryUser? _user;
    private bool _authenticated;
    private bool _selected;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await SendAsync("* OK The Microsoft Exchange IMAP4 service is ready.", cancellation);
        while (await ReadLineAsync(cancellation) is { } line)
        {
            string[] parts = line.Split(' ', 3);
            if (parts.Length < 2 || parts[0].Length == 0)
            {
                await SendAsync("* BAD Protocol Error: \"Unidentifiable command specified\".", cancellation);
                continue;
            }
            string tag = parts[0];
            string argument = parts.Length > 2 ? parts[2] : "";
            switch (parts[1].ToUpperInvariant())
            {
                case "CAPABILITY":
                    // Exchange Online announces PLAIN although it refuses it.
                    await SendAsync(
                        "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+",
                        cancellation);
                    await SendAsync($"{tag} OK CAPABILITY completed.", cancellation);
                    break;
                case "NOOP":
                    await SendAsync($"{tag} OK NOOP completed.", cancellation);
                    break;
                case "LOGOUT":
                    await SendAsync("* BYE Microsoft Exchange Server IMAP4 server signing off.", cancellation);
                    await SendAsync($"{tag} OK LOGOUT completed.", cancellation);
                    return;
                case "LOGIN":
                    string name = argument.Split(' ')[0].Trim('"');
                    await PasswordAsync(tag, "LOGIN", name, cancellation);
                    break;
                case "AUTHENTICATE":
                    await AuthenticateAsync(tag, argument, cancellation);
                    break;
                case "SELECT" or "EXAMINE":
                    await SelectAsync(tag, parts[1].ToUpperInvariant(), argument.Trim('"'), cancellation);
                    break;
                case "CLOSE" or "UNSELECT" when _selected:
                    _selected = false;
                    await SendAsync($"{tag} OK {parts[1].ToUpperInvariant()} completed.", cancellation);
                    break;
                default:
                    await SendAsync($"{tag} BAD Command Error. 12", cancellation);
                    break;
            }
        }
    }

    private async Task AuthenticateAsync(string tag, string argument, CancellationToken cancellation)
    {
        string[] parts = argument.Split(' ', 2);
        string mechanism = parts[0].ToUpperInvariant();
        if (mechanism is not ("XOAUTH2" or "PLAIN"))
        {
            await SendAsync($"{tag} NO AUTHENTICATE failed: unsupported authentication mechanism.", cancellation);
            return;
        }
        string? response = parts.Length > 1 ? parts[1] : null;
        if (response is null)
        {
            await SendAsync("+ ", cancellation);
            response = await ReadLineAsync(cancellation);
        }
        string text;
        try
        {
            text = Encoding.UTF8.GetString(Convert.FromBase64String(response?.Trim() ?? ""));
        }
        catch (FormatException)
        {
            await SendAsync($"{tag} BAD Command Argument Error. 11", cancellation);
            return;
        }
        if (mechanism == "PLAIN")
        {
            await PasswordAsync(tag, "AUTHENTICATE", text.Split('\0') is [_, { } name, _] ? name : "", cancellation);
            return;
        }
        _authenticated = Authorize(text, out _user);
        await SendAsync(_authenticated ? $"{tag} OK AUTHENTICATE completed." : $"{tag} NO AUTHENTICATE failed.", cancellation);
    }

    /// <summary>
    /// Whether Exchange accepts the token of an XOAUTH2 response (<c>user=…^Aauth=Bearer …^A^A</c>); the mailbox is null where the
    /// application has no right to it, or where there is none.
    /// </summary>
    private bool Authorize(string response, out DirectoryUser? mailbox)
    {
        mailbox = null;
        string? name = null, token = null;
        foreach (string field in response.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
        {
            if (field.StartsWith("user=", StringComparison.OrdinalIgnoreCase))
                name = field["user=".Length..];
            else if (field.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase))
                token = field["auth=Bearer ".Length..];
        }
        if (name is null || token is null)
            return false;
        using (directory.Gate.Read())
        {
            if (tokens.Read(token, out _) is not { } caller
                || caller.ResourceAppId != FirstPartyApis.Exchange
                || !caller.HasAny("IMAP.AccessAsApp")
                || !directory.Exchange.KnowsServicePrincipal(caller.AppId, caller.ObjectId))
            {
                return false;
            }
            if (directory.FindUser(name) is { Mailbox.State: MailboxState.Provisioned } found
                && directory.Exchange.HasMailboxPermission(caller.ObjectId, found))
                mailbox = found;
            return true;
        }
    }

    private async Task PasswordAsync(string tag, string command, string name, CancellationToken cancellation)
    {
        if (directory.Exchange.BasicAuthentication && BasicAuthentication.IsKnownUserName(name, directory))
        {
            _user = directory.FindUser(name);
            _authenticated = true;
            await SendAsync($"{tag} OK {command} completed.", cancellation);
            return;
        }
        await SendAsync($"{tag} NO {command} failed.", cancellation);
    }

    private async Task SelectAsync(string tag, string command, string folder, CancellationToken cancellation)
    {
        if (_user?.Mailbox is null)
        {
            // Exchange accepts the token first and looks for the right to the mailbox only now.
            string problem = _authenticated ? "User is authenticated but not connected." : "Command received in Invalid state.";
            await SendAsync($"{tag} BAD {problem}", cancellation);
            return;
        }
        if (!folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            await SendAsync($"{tag} NO {folder} doesn't exist.", cancellation);
            return;
        }
        _selected = true;
        string items = _user.Mailbox.InboxItems.ToString(CultureInfo.InvariantCulture);
        await SendAsync($"* {items} EXISTS", cancellation);
        await SendAsync("* 0 RECENT", cancellation);
        await SendAsync(@"* FLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)", cancellation);
        await SendAsync("* OK [UIDVALIDITY 14] UIDVALIDITY value", cancellation);
        await SendAsync($"{tag} OK [{(command == "EXAMINE" ? "READ-ONLY" : "READ-WRITE")}] {command} completed.", cancellation);
    }

    private async Task SendAsync(string line, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellation);
        await stream.FlushAsync(cancellation);
    }

    /// <summary>A line without its end; null when the client closed the connection.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        List<byte> line = [];
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await stream.ReadAsync(_buffer, cancellation);
                if (_end == 0)
                    return null;
            }
            byte next = _buffer[_start++];
            if (next == (byte)'\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(next);
            if (line.Count > LongestLine)
                throw new IOException("The line is too long.");
        }
    }
}
