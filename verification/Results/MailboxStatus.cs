namespace TenantOnboarding.Verification.Results;

/// <summary>What a probe of a mailbox proved.</summary>
public enum MailboxStatus
{
    /// <summary>The product reaches it.</summary>
    Reachable,
    /// <summary>It lies outside the declared scope and is refused, as it should be.</summary>
    RefusedAsDeclared,
    /// <summary>The account has no mailbox, or left during the run; nothing is amiss.</summary>
    NoMailbox,
    /// <summary>Not reachable, and an administrator should look at it.</summary>
    Warning,
    /// <summary>Not reachable, or reachable although it should not be.</summary>
    Failed,
    /// <summary>Nothing: the service did not answer in time.</summary>
    Unanswered,
}
