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

    private readonly byte[] buffer = new byte[4096];
    private int start;
    private int end;
    private DirectoryUser? user;
    private bool authenticated;
    private bool selected;

    public async Task RunAsync(CancellationToken cancellation)
    {
        await SendAsync("* OK The Microsoft Exchange IMAP4 service is ready.", cancellation).ConfigureAwait(false);
        while (await ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            string[] parts = line.Split(' ', 3);
            if (parts.Length < 2 || parts[0].Length == 0)
            {
                await SendAsync("* BAD Protocol Error: \"Unidentifiable command specified\".", cancellation).ConfigureAwait(false);
                continue;
            }
            string tag = parts[0];
            string argument = parts.Length > 2 ? parts[2] : "";
            switch (parts[1].ToUpperInvariant())
            {
                case "CAPABILITY":
                    // Exchange Online announces PLAIN although it refuses it.
                    await SendAsync("* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+", cancellation).ConfigureAwait(false);
                    await SendAsync($"{tag} OK CAPABILITY completed.", cancellation).ConfigureAwait(false);
                    break;
                case "NOOP":
                    await SendAsync($"{tag} OK NOOP completed.", cancellation).ConfigureAwait(false);
                    break;
                case "LOGOUT":
                    await SendAsync("* BYE Microsoft Exchange Server IMAP4 server signing off.", cancellation).ConfigureAwait(false);
                    await SendAsync($"{tag} OK LOGOUT completed.", cancellation).ConfigureAwait(false);
                    return;
                case "LOGIN":
                    string name = argument.Split(' ')[0].Trim('"');
                    await PasswordAsync(tag, "LOGIN", name, cancellation).ConfigureAwait(false);
                    break;
                case "AUTHENTICATE":
                    await AuthenticateAsync(tag, argument, cancellation).ConfigureAwait(false);
                    break;
                case "SELECT" or "EXAMINE":
                    await SelectAsync(tag, parts[1].ToUpperInvariant(), argument.Trim('"'), cancellation).ConfigureAwait(false);
                    break;
                case "CLOSE" or "UNSELECT" when selected:
                    selected = false;
                    await SendAsync($"{tag} OK {parts[1].ToUpperInvariant()} completed.", cancellation).ConfigureAwait(false);
                    break;
                default:
                    await SendAsync($"{tag} BAD Command Error. 12", cancellation).ConfigureAwait(false);
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
            await SendAsync($"{tag} NO AUTHENTICATE failed: unsupported authentication mechanism.", cancellation).ConfigureAwait(false);
            return;
        }
        string? response = parts.Length > 1 ? parts[1] : null;
        if (response is null)
        {
            await SendAsync("+ ", cancellation).ConfigureAwait(false);
            response = await ReadLineAsync(cancellation).ConfigureAwait(false);
        }
        string text;
        try
        {
            text = Encoding.UTF8.GetString(Convert.FromBase64String(response?.Trim() ?? ""));
        }
        catch (FormatException)
        {
            await SendAsync($"{tag} BAD Command Argument Error. 11", cancellation).ConfigureAwait(false);
            return;
        }
        if (mechanism == "PLAIN")
        {
            await PasswordAsync(tag, "AUTHENTICATE", text.Split('\0') is [_, { } name, _] ? name : "", cancellation).ConfigureAwait(false);
            return;
        }
        authenticated = Authorize(text, out user);
        await SendAsync(authenticated ? $"{tag} OK AUTHENTICATE completed." : $"{tag} NO AUTHENTICATE failed.", cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether Exchange accepts the token of an XOAUTH2 response (<c>user=…^Aauth=Bearer …^A^A</c>); the mailbox is null where the application has no right to it, or where there is none.</summary>
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
        lock (directory.Gate)
        {
            if (tokens.Read(token, out _) is not { } caller
                || caller.ResourceAppId != FirstPartyApis.Exchange
                || !caller.HasAny("IMAP.AccessAsApp")
                || !directory.Exchange.KnowsServicePrincipal(caller.AppId, caller.ObjectId))
            {
                return false;
            }
            if (directory.FindUser(name) is { Mailbox.State: MailboxState.Provisioned } found && directory.Exchange.HasMailboxPermission(caller.ObjectId, found))
                mailbox = found;
            return true;
        }
    }

    private async Task PasswordAsync(string tag, string command, string name, CancellationToken cancellation)
    {
        if (directory.Exchange.BasicAuthentication && BasicAuthentication.IsKnownUserName(name, directory))
        {
            user = directory.FindUser(name);
            authenticated = true;
            await SendAsync($"{tag} OK {command} completed.", cancellation).ConfigureAwait(false);
            return;
        }
        await SendAsync($"{tag} NO {command} failed.", cancellation).ConfigureAwait(false);
    }

    private async Task SelectAsync(string tag, string command, string folder, CancellationToken cancellation)
    {
        if (user?.Mailbox is null)
        {
            // Exchange accepts the token first and looks for the right to the mailbox only now.
            string problem = authenticated ? "User is authenticated but not connected." : "Command received in Invalid state.";
            await SendAsync($"{tag} BAD {problem}", cancellation).ConfigureAwait(false);
            return;
        }
        if (!folder.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            await SendAsync($"{tag} NO {folder} doesn't exist.", cancellation).ConfigureAwait(false);
            return;
        }
        selected = true;
        string items = user.Mailbox.InboxItems.ToString(CultureInfo.InvariantCulture);
        await SendAsync($"* {items} EXISTS", cancellation).ConfigureAwait(false);
        await SendAsync("* 0 RECENT", cancellation).ConfigureAwait(false);
        await SendAsync(@"* FLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)", cancellation).ConfigureAwait(false);
        await SendAsync("* OK [UIDVALIDITY 14] UIDVALIDITY value", cancellation).ConfigureAwait(false);
        await SendAsync($"{tag} OK [{(command == "EXAMINE" ? "READ-ONLY" : "READ-WRITE")}] {command} completed.", cancellation).ConfigureAwait(false);
    }

    private async Task SendAsync(string line, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancellation).ConfigureAwait(false);
        await stream.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>A line without its end; null when the client closed the connection.</summary>
    private async Task<string?> ReadLineAsync(CancellationToken cancellation)
    {
        List<byte> line = [];
        while (true)
        {
            if (start == end)
            {
                start = 0;
                end = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false);
                if (end == 0)
                    return null;
            }
            byte next = buffer[start++];
            if (next == (byte)'\n')
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            line.Add(next);
            if (line.Count > LongestLine)
                throw new IOException("The line is too long.");
        }
    }
}
