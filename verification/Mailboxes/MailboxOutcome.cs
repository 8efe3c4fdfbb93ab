using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>How the probe of a mailbox can end, and all that follows from it.</summary>
/// <param name="Status">What it proves.</param>
/// <param name="Reason">The verdict in plain words.</param>
/// <param name="Kind">What kind of finding it is, or null where there is nothing to say.</param>
/// <param name="Finding">Makes the finding about all mailboxes that ended so; null exactly where <paramref name="Kind"/> is.</param>
internal sealed record MailboxOutcome(
    MailboxStatus Status, string Reason, FindingKind? Kind = null, Func<MailboxGroup, Finding>? Finding = null)
{
    public static readonly MailboxOutcome Reachable = new(MailboxStatus.Reachable, "reachable");

    public static readonly MailboxOutcome NoMailbox =
        new(MailboxStatus.NoMailbox, "no licence, no mailbox", MailboxFindings.NoMailboxKind, MailboxFindings.NoMailbox);

    public static readonly MailboxOutcome NotProvisioned =
        new(MailboxStatus.Warning, "not provisioned yet", MailboxFindings.NotProvisionedKind, MailboxFindings.NotProvisioned);

    public static readonly MailboxOutcome OnPremises =
        new(MailboxStatus.Warning, "likely on premises", MailboxFindings.OnPremisesKind, MailboxFindings.OnPremises);

    public static readonly MailboxOutcome Deleted =
        new(MailboxStatus.Warning, "the account was deleted", MailboxFindings.DeletedKind, MailboxFindings.Deleted);

    public static readonly MailboxOutcome UserLeft =
        new(MailboxStatus.NoMailbox, "left during the run", MailboxFindings.UserLeftKind, MailboxFindings.UserLeft);

    public static readonly MailboxOutcome UnknownAddress =
        new(MailboxStatus.Warning, "address unknown", MailboxFindings.UnknownAddressKind, MailboxFindings.UnknownAddress);

    public static readonly MailboxOutcome RefusedByImap =
        new(MailboxStatus.Warning, "refused, or not there yet", MailboxFindings.RefusedByImapKind, MailboxFindings.RefusedByImap);

    public static readonly MailboxOutcome EwsOff =
        new(MailboxStatus.Warning, "EWS is off for this mailbox", MailboxFindings.EwsOffKind, MailboxFindings.EwsOff);

    public static readonly MailboxOutcome AccessPolicy =
        new(MailboxStatus.Failed, "kept out by an application access policy", MailboxFindings.AccessPolicyKind,
            MailboxFindings.AccessPolicy);

    public static readonly MailboxOutcome AccessDenied =
        new(MailboxStatus.Failed, "access denied", MailboxFindings.AccessDeniedKind, MailboxFindings.AccessDenied);

    public static readonly MailboxOutcome PermissionMissing =
        new(MailboxStatus.Failed, "no permission on the mailbox", MailboxFindings.PermissionMissingKind, MailboxFindings.PermissionMissing);

    public static readonly MailboxOutcome EwsBlocked =
        new(MailboxStatus.Failed, "blocked by EWS policy", MailboxFindings.EwsBlockedKind, MailboxFindings.EwsBlocked);

    public static readonly MailboxOutcome Unanswered =
        new(MailboxStatus.Unanswered, "not answered in time", MailboxFindings.UnansweredKind, MailboxFindings.Unanswered);

    public static readonly MailboxOutcome Failed =
        new(MailboxStatus.Failed, "unknown answer", MailboxFindings.ProbeFailedKind, MailboxFindings.ProbeFailed);

    /// <summary>Whether the service refused the application as such, which is what a mailbox outside a scope should do.</summary>
    public bool IsRefusal => this == AccessDenied || this == PermissionMissing || this == AccessPolicy;

    /// <summary>What an absent mailbox means for this account.</summary>
    public static MailboxOutcome Absent(Account account) =>
        account.OnPremises ? OnPremises : account.Licensed ? NotProvisioned : NoMailbox;

    /// <summary>This, or what it means for an account that was deleted: its mailbox cannot be found.</summary>
    public MailboxOutcome For(Account account) =>
        account.DeletedAt is not null && (this == UnknownAddress || this == NotProvisioned || this == NoMailbox || this == RefusedByImap)
            ? Deleted
            : this;

    /// <summary>What a refusal means for this account: without a mailbox it says nothing about the permission.</summary>
    public static MailboxOutcome Denied(Account account) =>
        account.Licensed || account.LooksShared ? AccessDenied : Absent(account);
}
