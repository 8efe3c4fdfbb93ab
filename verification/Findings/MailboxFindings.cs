using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about mailboxes: one for all that ended alike.</summary>
internal static class MailboxFindings
{
    private static readonly Uri Scopes = new("https://learn.microsoft.com/exchange/permissions-exo/application-rbac");
    private static readonly Uri Imap =
        new("https://learn.microsoft.com/exchange/client-developer/legacy-protocols/"
            + "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth");

    public static readonly FindingKind NothingToReachKind = new("NO_MAILBOX_TO_REACH", Severity.Warning)
    {
        Meaning = "The tenant, or the declared scope, holds no account with a mailbox.",
        Fix = "Assign licences or members, then verify again.",
    };

    public static readonly FindingKind NotProvisionedKind = new("MAILBOX_NOT_PROVISIONED", Severity.Warning)
    {
        Meaning = "The account is licensed, but Exchange Online has not made the mailbox yet.",
        Fix = "It can take up to a day after the licence was assigned; verify again then.",
    };

    public static readonly FindingKind OnPremisesKind = new("MAILBOX_ON_PREMISES", Severity.Warning)
    {
        Meaning = "The account comes from a local Active Directory and has no mailbox in Exchange Online: it is likely on premises.",
        Fix = "Archive it from the local Exchange server, or migrate it; else nothing is to do.",
    };

    public static readonly FindingKind NoMailboxKind = new("NO_MAILBOX", Severity.Info)
    {
        Meaning = "An account with a mail address, but without a licence, has no mailbox here.",
        Fix = "Nothing to do, unless a mailbox is expected.",
    };

    public static readonly FindingKind DeletedKind = new("MAILBOX_DELETED", Severity.Warning)
    {
        Meaning = "The mailbox is soft-deleted: its account was deleted, and Microsoft keeps both for 30 days. No application reaches it.",
        Fix = "Restore the account under 'Deleted users' while it is there, to archive what is left; else take it from the product.",
        Source = new("https://learn.microsoft.com/exchange/recipients-in-exchange-online/delete-or-restore-mailboxes"),
    };

    public static readonly FindingKind UserLeftKind = new("MAILBOX_USER_LEFT", Severity.Info)
    {
        Meaning = "The account left during the run: it was there when the directory was read, and stood among the deleted ones when its "
            + "mailbox did not answer. That says nothing about the set-up, so the mailbox counts neither as reachable nor as missing.",
        Fix = "Nothing to do: the next verification does not find the account any more.",
    };

    public static readonly FindingKind UnknownAddressKind = new("MAILBOX_ADDRESS_UNKNOWN", Severity.Warning)
    {
        Meaning = "Exchange Online knows no mailbox of this address.",
        Fix = "Check the address; a distribution list is no mailbox.",
    };

    public static readonly FindingKind AccessPolicyKind = new("APPLICATION_ACCESS_POLICY", Severity.Error)
    {
        Meaning = "An application access policy of Exchange Online keeps the application out.",
        Fix = "An Exchange administrator looks with `Get-ApplicationAccessPolicy` and allows the application, or removes the policy; "
            + "changes take over an hour.",
        Source = new("https://learn.microsoft.com/exchange/permissions-exo/application-access-policies"),
    };

    public static readonly FindingKind AccessDeniedKind = new("MAILBOX_ACCESS_DENIED", Severity.Error)
    {
        Meaning = "Exchange Online refuses the application.",
        Fix = "Deploy the stack again and look at the check 'Admin consent'; Exchange Online may take up to 2 hours to honour a new grant.",
        Source = Scopes,
    };

    public static readonly FindingKind PermissionMissingKind = new("MAILBOX_PERMISSION_MISSING", Severity.Error)
    {
        Meaning = "The application is signed in, but has no right to the mailbox: IMAP needs a permission on each one.",
        Fix = "An Exchange administrator runs the stack's exchangeSetup script (Add-MailboxPermission … -AccessRights FullAccess).",
        Source = Imap,
    };

    public static readonly FindingKind RefusedByImapKind = new("MAILBOX_REFUSED_BY_IMAP", Severity.Warning)
    {
        Meaning = "A mailbox refuses the application by IMAP, though others let it in: "
            + "the permission on it is missing, or it does not exist yet. IMAP does not tell which.",
        Fix = "Look in Exchange Online whether the mailbox exists; if it does, run the stack's exchangeSetup script again.",
        Source = Imap,
    };

    public static readonly FindingKind EwsBlockedKind = new("EWS_BLOCKED", Severity.Error)
    {
        Meaning = "Exchange Online blocks Exchange Web Services for every mailbox that was tried.",
        Fix = "See the check 'Exchange Web Services policy'.",
    };

    public static readonly FindingKind EwsOffKind = new("EWS_OFF_FOR_MAILBOX", Severity.Warning)
    {
        Meaning = "Exchange Web Services are off for a mailbox, though others answer: Kiosk and frontline plans lost them in 2026, "
            + "or they are switched off for the mailbox.",
        Fix = "Reach it through Microsoft Graph or IMAP, give it another plan, or look with `Get-CASMailbox … | Format-List EwsEnabled`.",
    };

    public static readonly FindingKind UnansweredKind = new("MAILBOX_UNANSWERED", Severity.Warning)
    {
        Meaning = "Exchange Online did not answer for the mailbox in time: it kept failing, or kept asking to slow down. "
            + "Whether the mailbox can be reached is not known.",
        Fix = "Verify again later, or with a longer --deadline.",
        Source = new("https://learn.microsoft.com/graph/throttling"),
    };

    public static readonly FindingKind ProbeFailedKind = new("MAILBOX_PROBE_FAILED", Severity.Error)
    {
        Meaning = "The mailbox gave an answer that this program does not know.",
        Fix = "Verify again; if it stays, look the error up.",
    };

    public static readonly FindingKind OnlineArchiveKind = new("MAILBOX_HAS_ONLINE_ARCHIVE", Severity.Info)
    {
        Meaning = "The mailbox has an online archive, where Exchange Online moves old mail. The mailbox itself is reached; its archive is "
            + "another one, which Microsoft Graph's and IMAP's mail calls do not show, and which MailStore no longer archives. It is seen "
            + "where the stack declares `ews` or `exchange-powershell`: Graph v1.0 and IMAP do not tell who has one.",
        Fix = "Nothing to do, unless the product is to keep mail in the archive: then move it back to the mailbox, or export it, first.",
        Source = new("https://learn.microsoft.com/purview/archive-mailboxes"),
    };

    public static Finding NothingToReach(string domain, string? scope) => NothingToReachKind.About(
        domain,
        scope is null ? "The tenant has no account that may have a mailbox." : $"The scope '{scope}' holds no account with a mailbox.");

    public static Finding NotProvisioned(MailboxGroup group) => NotProvisionedKind.About(
        group.Subject,
        $"{group.Choose("The account is", "The accounts are")} licensed, but Exchange Online has not made the mailbox yet.", group.Detail);

    public static Finding OnPremises(MailboxGroup group) => OnPremisesKind.About(
        group.Subject,
        $"{group.Choose("The account comes", "The accounts come")} from a local Active Directory and {group.Choose("has", "have")} "
        + "no mailbox in Exchange Online: it is likely on premises.", group.Detail);

    public static Finding NoMailbox(MailboxGroup group) => NoMailboxKind.About(
        group.Subject,
        $"{Words.Count(group.Addresses.Count, "account")} with a mail address, but without a licence, "
        + $"{group.Choose("has", "have")} no mailbox here.",
        group.Detail);

    public static Finding Deleted(MailboxGroup group) => DeletedKind.About(group.Subject, detail: group.Detail);

    public static Finding UserLeft(MailboxGroup group) => UserLeftKind.About(
        group.Subject,
        $"{Words.Count(group.Addresses.Count, "account")} left during the run: {group.Choose("it was", "they were")} there when the "
            + $"directory was read, and deleted before {group.Choose("its mailbox was", "their mailboxes were")} asked.", group.Detail);

    public static Finding UnknownAddress(MailboxGroup group) => UnknownAddressKind.About(group.Subject, detail: group.Detail);

    public static Finding AccessPolicy(MailboxGroup group) => AccessPolicyKind.About(group.Subject, detail: group.Detail);

    public static Finding AccessDenied(MailboxGroup group) => group.NoneReachable
        ? AccessDeniedKind.About(group.Subject, $"Exchange Online refuses the application: {group.WhyDenied}.", group.Detail) with
        {
            Fix = group.Scoped || group.SetUpByScript
                ? "An Exchange administrator runs the stack's exchangeSetup script; Exchange Online takes 30 minutes to 2 hours to "
                    + "honour it."
                : AccessDeniedKind.Fix,
            WaitingFor = "the permission to reach the mailboxes",
        }
        : AccessDeniedKind.About(
            group.Subject,
            $"{group.Choose("This mailbox refuses", "These mailboxes refuse")} the application, though others let it in.",
                group.Detail) with
        {
            Fix = group.Scoped
                ? "Check that the scope in Exchange Online names the same mailboxes as the stack; changes take 30 minutes to 2 hours."
                : "Look for a policy or role assignment in Exchange Online that leaves them out.",
        };

    public static Finding PermissionMissing(MailboxGroup group) => PermissionMissingKind.About(group.Subject, detail: group.Detail) with
    {
        WaitingFor = group.NoneReachable ? "the mailbox permissions in Exchange Online" : null,
    };

    public static Finding RefusedByImap(MailboxGroup group) => RefusedByImapKind.About(
        group.Subject,
        $"{group.Choose("This mailbox refuses", "These mailboxes refuse")} the application by IMAP, though others let it in: "
        + $"the permission is missing, or {group.Choose("the mailbox does", "the mailboxes do")} not exist yet. IMAP does not tell "
            + $"which.", group.Detail);

    public static Finding EwsBlocked(MailboxGroup group) => EwsBlockedKind.About(
        group.Subject,
        $"Exchange Online blocks Exchange Web Services for {group.Choose("this mailbox", "these mailboxes")}.", group.Detail);

    public static Finding EwsOff(MailboxGroup group) => EwsOffKind.About(
        group.Subject,
        $"Exchange Web Services are off for {group.Choose("this mailbox", "these mailboxes")}, though others answer: "
        + "Kiosk and frontline plans lost them in 2026, or they are switched off for the mailbox.", group.Detail);

    public static Finding Unanswered(MailboxGroup group) => UnansweredKind.About(
        group.Subject,
        $"Exchange Online did not answer for {group.Choose("this mailbox", "these mailboxes")} in time. "
            + $"Whether {group.Choose("it", "they")} can be reached is not known.", group.Detail);

    public static Finding OnlineArchive(IReadOnlyCollection<string> addresses) => OnlineArchiveKind.About(
        Words.Names(addresses, 5),
        $"{Words.Count(addresses.Count, "mailbox has", "mailboxes have")} an online archive, where Exchange Online moves old mail. "
            + "Microsoft Graph's and IMAP's mail calls do not show it, and MailStore no longer archives it.");

    public static Finding ProbeFailed(MailboxGroup group) => ProbeFailedKind.About(group.Subject, detail: group.Detail);
}
