using System.Globalization;
using System.Text;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>A message of a simulated mailbox, made when somebody asks for it: the same one each time.</summary>
internal sealed class ImapMessage
{
    private const string Boundary = "_simulated_";
    private static readonly DateTimeOffset First = new(2026, 1, 5, 8, 30, 0, TimeSpan.Zero);

    /// <param name="user">Whose mailbox it is in.</param>
    /// <param name="number">Its place in the inbox, from 1.</param>
    public ImapMessage(DirectoryUser user, int number)
    {
        Number = (uint)number;
        Uid = UidOf(number);
        Received = First.AddHours(number);
        Flags = number % 2 == 1 ? "\\Seen" : "";
        Subject = string.Create(CultureInfo.InvariantCulture, $"Offer {number}");
        MessageId = $"<{StableGuid.From($"{user.Id}/{number}")}@fabrikam.com>";
        To = user.Mail ?? user.UserPrincipalName;
        string text = $"Hello,\r\n\r\nthis is message {Number} of a simulated mailbox.\r\n";
        bool hasAttachment = number % 2 == 0;
        Parts = hasAttachment
            ? [new("text", "plain", "7bit", null, text), new("text", "csv", "7bit", "offer.csv", $"number;price\r\n{Number};10\r\n")]
            : [new("text", "plain", "7bit", null, text)];
        string type = hasAttachment ? $"multipart/mixed; boundary=\"{Boundary}\"" : "text/plain; charset=us-ascii";
        Header = $"Date: {Date}\r\nFrom: Nora Falk <nora.falk@fabrikam.com>\r\nTo: {To}\r\nSubject: {Subject}\r\n"
            + $"Message-ID: {MessageId}\r\nMIME-Version: 1.0\r\nContent-Type: {type}\r\n"
            + (hasAttachment ? "" : "Content-Transfer-Encoding: 7bit\r\n") + "\r\n";
        Text = hasAttachment
            ? string.Concat(Parts.Select(part => $"--{Boundary}\r\n{part.Header}{part.Content}\r\n")) + $"--{Boundary}--\r\n"
            : text;
    }

    public uint Number { get; }

    public uint Uid { get; }

    public DateTimeOffset Received { get; }

    /// <summary>Flags, separated by blanks.</summary>
    public string Flags { get; }

    public string Subject { get; }

    public string MessageId { get; }

    public string To { get; }

    public IReadOnlyList<ImapPart> Parts { get; }

    /// <summary>The header with the empty line at its end.</summary>
    public string Header { get; }

    /// <summary>What follows the header.</summary>
    public string Text { get; }

    public string Date => Received.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    public string InternalDate => Received.ToString("dd-MMM-yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    public int Size => Encoding.UTF8.GetByteCount(Header) + Encoding.UTF8.GetByteCount(Text);

    /// <summary>Uids leave gaps, so that a client which takes one for a place is found out.</summary>
    public static uint UidOf(int number) => (uint)number * 10;

    /// <summary>The fields of the header with their line ends.</summary>
    public IEnumerable<(string Name, string Line)> Fields() => Header.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(line => (line[..line.IndexOf(':', StringComparison.Ordinal)], line + "\r\n"));
}
