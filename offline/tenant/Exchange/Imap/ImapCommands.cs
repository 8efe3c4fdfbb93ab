using System.Globalization;
using System.Text;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>What commands do: RFC 3501 as far as an archiving client goes. Mailboxes can be read and not changed.</summary>
internal sealed class ImapCommands(ImapConnection connection, TenantDirectory directory, ImapSignIn signIn)
{
    private const int FetchFlush = 64 * 1024;

    private static readonly string[] OfFolders =
    [
        "NAMESPACE", "LIST", "LSUB", "STATUS", "SELECT", "EXAMINE", "IDLE", "SUBSCRIBE", "UNSUBSCRIBE", "CREATE", "DELETE", "RENAME",
        "APPEND",
    ];

    private static readonly string[] OfMessages = ["CHECK", "CLOSE", "UNSELECT", "FETCH", "SEARCH", "UID", "STORE", "COPY", "EXPUNGE"];

    private static readonly string[] OfSession = ["CAPABILITY", "NOOP", "ID", "LOGOUT", "LOGIN", "AUTHENTICATE"];

    private ImapFolder? _selected;

    /// <summary>Whether there is such a command, allowed or not.</summary>
    public static bool Knows(string command) =>
        OfSession.Contains(command) || OfFolders.Contains(command) || OfMessages.Contains(command);

    /// <summary>Carries out a command.</summary>
    /// <returns>The line that completes it, without its tag; null where the client went away.</returns>
    /// <exception cref="ImapSyntaxException">The command is not understood, or not now.</exception>
    public async Task<string?> RunAsync(string command, string rest)
    {
        switch (command)
        {
            case "CAPABILITY":
                // Exchange Online announces PLAIN although it refuses it.
                await connection.SendAsync(
                    "* CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+");
                break;
            case "NOOP":
                break;
            case "ID":
                if (ImapToken.Parse(rest) is not [_])
                    throw new ImapSyntaxException();
                await connection.SendAsync("* ID (\"name\" \"Microsoft.Exchange.Imap4.Imap4Server\" \"version\" \"15.20\")");
                break;
            case "LOGOUT":
                await connection.SendAsync("* BYE Microsoft Exchange Server IMAP4 server signing off.");
                break;
            case "LOGIN" or "AUTHENTICATE":
                if (signIn.IsDone)
                    throw new ImapSyntaxException("Command received in Invalid state.");
                string refusal = command == "LOGIN" ? signIn.Login(ImapToken.Parse(rest)) : signIn.Authenticate();
                if (refusal.Length > 0)
                    return refusal;
                connection.Patience = TimeSpan.FromMinutes(30);
                break;
            default:
                return await MailboxAsync(command, rest);
        }
        return $"OK {command} completed.";
    }

    private async Task<string?> MailboxAsync(string command, string rest)
    {
        bool ofMessages = OfMessages.Contains(command);
        if (!ofMessages && !OfFolders.Contains(command))
            throw new ImapSyntaxException("Command Error. 12");
        // Exchange accepts the token first and looks for the right to the mailbox only now.
        if (signIn.Mailbox() is not { } user)
        {
            throw new ImapSyntaxException(
                signIn.IsDone ? "User is authenticated but not connected." : "Command received in Invalid state.");
        }
        if (ofMessages && _selected is null)
            throw new ImapSyntaxException("Command received in Invalid state.");
        ImapToken[] arguments = ImapToken.Parse(rest);
        string done = $"OK {command} completed.";
        switch (command)
        {
            case "NAMESPACE":
                await connection.SendAsync("* NAMESPACE ((\"\" \"/\")) NIL NIL");
                break;
            case "LIST" or "LSUB":
                await ListAsync(command, arguments);
                break;
            case "STATUS":
                done = await StatusAsync(user, arguments) ? done : $"NO {arguments[0].Text} doesn't exist.";
                break;
            case "SELECT" or "EXAMINE":
                done = await SelectAsync(command, user, arguments);
                break;
            case "IDLE":
                await connection.SendAsync("+ IDLE accepted, awaiting DONE command.");
                if (connection.IsHeld)
                    break;
                if (await connection.ReadLineAsync() is not { } end)
                    return null;
                if (!end.Equals("DONE", StringComparison.OrdinalIgnoreCase))
                    throw new ImapSyntaxException();
                break;
            case "CLOSE" or "UNSELECT":
                _selected = null;
                break;
            case "CHECK":
                break;
            case "FETCH" or "SEARCH":
                await ReadAsync(command, user, arguments, byUid: false);
                break;
            case "UID" when arguments is [{ } inner, .. { } others] && inner.Atom is "FETCH" or "SEARCH":
                await ReadAsync(inner.Atom, user, others, byUid: true);
                break;
            case "UID" when arguments is not [{ Items: null, Text: { } write }, ..]
                || write.ToUpperInvariant() is not ("STORE" or "COPY" or "EXPUNGE" or "MOVE"):
                throw new ImapSyntaxException();
            default:
                done = $"NO The mailboxes of a simulated tenant cannot be changed.";
                break;
        }
        return done;
    }

    private async Task ListAsync(string command, ImapToken[] arguments)
    {
        if (arguments is not [{ } reference, { } pattern])
            throw new ImapSyntaxException();
        if (pattern.AnyText.Length == 0)
        {
            await connection.SendAsync($"* {command} (\\Noselect) \"/\" \"\"");
            return;
        }
        string wanted = reference.AnyText + pattern.AnyText;
        foreach (ImapFolder folder in ImapFolder.All.Where(folder => folder.Fits(wanted)))
            await connection.SendAsync($"* {command} ({folder.Attributes}) \"/\" {folder.Quoted}");
    }

    /// <returns>False where there is no such folder.</returns>
    private async Task<bool> StatusAsync(DirectoryUser user, ImapToken[] arguments)
    {
        if (arguments is not [{ } name, { Items: { Count: > 0 } items }])
            throw new ImapSyntaxException();
        if (ImapFolder.Find(name.AnyText) is not { } folder)
            return false;
        int count = Count(user, folder);
        IEnumerable<string> values = items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Atom} {item.Atom switch
        {
            "MESSAGES" => (uint)count,
            "RECENT" => 0u,
            "UIDNEXT" => ImapMessage.UidOf(count + 1),
            "UIDVALIDITY" => 14u,
            "UNSEEN" => (uint)Mailbox.Unread(count),
            _ => throw new ImapSyntaxException(),
        }}"));
        await connection.SendAsync($"* STATUS {folder.Quoted} ({string.Join(' ', values)})");
        return true;
    }

    private async Task<string> SelectAsync(string command, DirectoryUser user, ImapToken[] arguments)
    {
        if (arguments is not [{ } name])
            throw new ImapSyntaxException();
        _selected = ImapFolder.Find(name.AnyText);
        if (_selected is null)
            return $"NO {name.Text} doesn't exist.";
        int count = Count(user, _selected);
        await connection.SendAsync(string.Create(CultureInfo.InvariantCulture, $"* {count} EXISTS"));
        await connection.SendAsync("* 0 RECENT");
        await connection.SendAsync(@"* FLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)");
        await connection.SendAsync("* OK [PERMANENTFLAGS ()] Permanent flags");
        if (count > 1)
            await connection.SendAsync("* OK [UNSEEN 2] Is the first unseen message");
        await connection.SendAsync("* OK [UIDVALIDITY 14] UIDVALIDITY value");
        await connection.SendAsync($"* OK [UIDNEXT {ImapMessage.UidOf(count + 1)}] The next unique identifier value");
        return $"OK [{(command == "EXAMINE" ? "READ-ONLY" : "READ-WRITE")}] {command} completed.";
    }

    private async Task ReadAsync(string command, DirectoryUser user, ImapToken[] arguments, bool byUid)
    {
        int count = Count(user, _selected!);
        IEnumerable<ImapMessage> messages = Enumerable.Range(1, count).Select(number => new ImapMessage(user, number));
        if (command == "SEARCH")
        {
            Func<ImapMessage, bool> wanted = ImapSearch.Parse(arguments, count);
            await connection.SendAsync("* SEARCH" + string.Concat(messages.Where(wanted).Select(m => $" {(byUid ? m.Uid : m.Number)}")));
            return;
        }
        if (arguments is not [{ } set, .. { } items])
            throw new ImapSyntaxException();
        ImapNumbers numbers = ImapNumbers.Parse(set.Atom, byUid ? ImapMessage.UidOf(count) : (uint)count);
        ImapFetch fetch = new(items, withUid: byUid);
        StringBuilder answer = new();
        foreach (ImapMessage message in messages.Where(message => numbers.Contains(byUid ? message.Uid : message.Number)))
        {
            answer.Append(fetch.Write(message));
            if (answer.Length < FetchFlush)
                continue;
            await connection.SendAsync(Encoding.UTF8.GetBytes(answer.ToString()));
            answer.Clear();
        }
        await connection.SendAsync(Encoding.UTF8.GetBytes(answer.ToString()));
    }

    private int Count(DirectoryUser user, ImapFolder folder)
    {
        if (!folder.IsInbox)
            return 0;
        using (directory.Gate.Read())
            return (directory.UserStore.Find(user.Id) ?? user).Mailbox?.InboxItems ?? 0;
    }
}
