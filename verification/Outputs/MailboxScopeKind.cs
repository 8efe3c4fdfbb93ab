namespace TenantOnboarding.Verification.Outputs;

/// <summary>What a mailbox scope names its mailboxes by.</summary>
public enum MailboxScopeKind
{
    /// <summary>Direct members of a group.</summary>
    Group,
    /// <summary>Members of an administrative unit.</summary>
    AdministrativeUnit,
}
