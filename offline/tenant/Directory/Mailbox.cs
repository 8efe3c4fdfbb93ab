namespace SimulatedTenant.Directory;

/// <summary>A user's mailbox.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="State">Where it is.</param>
public sealed record Mailbox(MailboxKind Kind, MailboxState State)
{
    /// <summary>Number of items in the inbox, as <c>GetFolder</c> and <c>mailFolders/inbox</c> tell it.</summary>
    public int InboxItems { get; init; }

    /// <summary>Whether it has an online archive: a second mailbox of its owner, which EWS and PowerShell know and Graph and IMAP do not.
    /// Default false.</summary>
    public bool HasArchive { get; init; }

    /// <summary>How many of so many messages are unread: those of even numbers, whichever protocol tells it.</summary>
    public static int Unread(int items) => items / 2;
}
