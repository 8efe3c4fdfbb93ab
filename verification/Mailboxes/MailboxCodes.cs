using TenantOnboarding.Verification.Directory;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Codes of what a probe of a mailbox can find.</summary>
internal static class MailboxCodes
{
    public const string NotProvisioned = "MAILBOX_NOT_PROVISIONED";
    public const string OnPremises = "MAILBOX_ON_PREMISES";
    public const string None = "NO_MAILBOX";
    public const string UnknownAddress = "MAILBOX_ADDRESS_UNKNOWN";
    public const string AccessDenied = "MAILBOX_ACCESS_DENIED";
    public const string AccessPolicy = "APPLICATION_ACCESS_POLICY";
    public const string PermissionMissing = "MAILBOX_PERMISSION_MISSING";
    public const string EwsBlocked = "EWS_BLOCKED";
    public const string EwsOff = "EWS_OFF_FOR_MAILBOX";
    public const string Throttled = "MAILBOX_THROTTLED";
    public const string Failed = "MAILBOX_PROBE_FAILED";
    public const string Refused = "MAILBOX_REFUSED_BY_IMAP";
    public const string ScopeNotEnforced = "MAILBOX_SCOPE_NOT_ENFORCED";

    /// <summary>What an absent mailbox means for this account.</summary>
    public static string Absent(Account account) =>
        account.OnPremises ? OnPremises : account.Licensed ? NotProvisioned : None;

    /// <summary>What a refusal means for this account: without a mailbox it says nothing about the permission.</summary>
    public static string Denied(Account account) =>
        account.Licensed || account.LooksShared ? AccessDenied : Absent(account);
}
