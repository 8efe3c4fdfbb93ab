namespace SimulatedTenant.Directory;

/// <summary>What a mailbox is for: Exchange's <c>RecipientTypeDetails</c>, and Graph's <c>userPurpose</c>.</summary>
public enum MailboxKind
{
    /// <summary>A person's mailbox.</summary>
    User,

    /// <summary>A shared mailbox.</summary>
    Shared,

    /// <summary>A room's mailbox.</summary>
    Room,

    /// <summary>An equipment mailbox.</summary>
    Equipment,
}
