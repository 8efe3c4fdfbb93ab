using System.Text;

namespace SimulatedTenant.Exchange.Imap;

/// <summary>A folder that every mailbox has. Messages are in the inbox only.</summary>
/// <param name="Name">Name.</param>
/// <param name="Attributes">Attributes of <c>LIST</c>, special use (RFC 6154) included.</param>
internal sealed record ImapFolder(string Name, string Attributes)
{
    public static IReadOnlyList<ImapFolder> All { get; } =
    [
        new("INBOX", @"\Marked \HasNoChildren"),
        new("Archive", @"\HasNoChildren \Archive"),
        new("Deleted Items", @"\HasNoChildren \Trash"),
        new("Drafts", @"\HasNoChildren \Drafts"),
        new("Junk Email", @"\HasNoChildren \Junk"),
        new("Outbox", @"\HasNoChildren"),
        new("Sent Items", @"\HasNoChildren \Sent"),
    ];

    /// <summary>The name as a command carries it.</summary>
    public string Quoted => Name.Contains(' ', StringComparison.Ordinal) ? $"\"{Name}\"" : Name;

    public bool IsInbox => Name == "INBOX";

    public static ImapFolder? Find(string name) =>
        All.FirstOrDefault(folder => folder.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Whether a pattern fits: <c>*</c> stands for anything, <c>%</c> for anything but a separator, and no folder has one.
    /// </summary>
    public bool Fits(string pattern)
    {
        // Which prefixes of the name the pattern read so far can stand for.
        bool[] reached = new bool[Name.Length + 1];
        reached[0] = true;
        foreach (char next in pattern)
        {
            bool any = next is '*' or '%';
            for (int i = any ? 1 : Name.Length; any ? i <= Name.Length : i >= 0; i += any ? 1 : -1)
                reached[i] = any ? reached[i] || reached[i - 1] : i > 0 && reached[i - 1] && Same(Name[i - 1], next);
        }
        return reached[^1];
    }

    private static bool Same(char one, char other) => Rune.ToUpperInvariant(new(one)) == Rune.ToUpperInvariant(Safe(other));

    private static Rune Safe(char character) => Rune.TryCreate(character, out Rune rune) ? rune : Rune.ReplacementChar;
}
