namespace SimulatedTenant.Directory;

/// <summary>Where a mailbox is, which decides the errors that a probe of it meets.</summary>
public enum MailboxState
{
    /// <summary>In Exchange Online, and usable.</summary>
    Provisioned,

    /// <summary>Licensed, but Exchange Online has not made the mailbox yet.</summary>
    NotProvisioned,

    /// <summary>In the organization's own Exchange.</summary>
    OnPremises,

    /// <summary>Deleted, and recoverable by an administrator.</summary>
    SoftDeleted,
}
