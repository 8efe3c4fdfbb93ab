using SimulatedTenant.Directory;
using SimulatedTenant.Exchange.Imap;

namespace SimulatedTenant.Exchange;

/// <summary>A folder of a mailbox as EWS shows it: the root, or one of those that IMAP lists.</summary>
/// <param name="DistinguishedId">Its name in <c>DistinguishedFolderId</c>, or null where it has none.</param>
/// <param name="DisplayName">Display name.</param>
/// <param name="Suffix">What its id ends with.</param>
internal sealed record EwsFolder(string? DistinguishedId, string DisplayName, string Suffix)
{
    private const string Prefix = "AAMkAD";

    public static EwsFolder Root { get; } = new("msgfolderroot", "Top of Information Store", "R");

    /// <summary>The folders under the root. The inbox has the id that Graph tells too.</summary>
    public static IReadOnlyList<EwsFolder> Children { get; } =
    [
        .. ImapFolder.All.Select((folder, index) => folder.IsInbox
            ? new EwsFolder("inbox", "Inbox", "")
            : new EwsFolder(DistinguishedIdOf(folder.Name), folder.Name, "F" + EwsXml.Number(index))),
    ];

    /// <summary>The top of the online archive, where a mailbox has one; the folders below it are not simulated.</summary>
    public static EwsFolder ArchiveRoot { get; } = new("archivemsgfolderroot", "Top of Information Store", "A");

    public bool IsRoot => DistinguishedId == Root.DistinguishedId;

    public bool IsInbox => DistinguishedId == "inbox";

    /// <summary>The folder of a distinguished name in this mailbox; null where it has none.</summary>
    public static EwsFolder? FindDistinguished(DirectoryUser user, string id) => Root.DistinguishedId == id
        ? Root
        : ArchiveRoot.DistinguishedId == id ? user.Mailbox is { HasArchive: true } ? ArchiveRoot : null
        : Children.FirstOrDefault(folder => folder.DistinguishedId == id);

    /// <summary>The folder of an id in this mailbox; null where it is another's, or none.</summary>
    public static EwsFolder? Find(DirectoryUser user, string id) => Root.IdIn(user) == id
        ? Root
        : Children.FirstOrDefault(folder => folder.IdIn(user) == id);

    public static bool IsId(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    public static string ItemId(DirectoryUser user, uint number) => $"{Prefix}{user.Id:N}I{number}";

    public string IdIn(DirectoryUser user) => $"{Prefix}{user.Id:N}{Suffix}";

    public int Count(DirectoryUser user) => IsInbox ? user.Mailbox?.InboxItems ?? 0 : 0;

    /// <summary>"Archive" is a plain folder to EWS: its distinguished names of archives are those of the archive mailbox.</summary>
    private static string? DistinguishedIdOf(string name) =>
        name == "Archive" ? null : name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
