using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Turns answers of mailboxes into findings: one per code, however many mailboxes it concerns.</summary>
internal static class MailboxFindings
{
    public static void Add(FindingList findings, IntegrationSession session, MailboxAccess access, IReadOnlyList<MailboxAnswer> answers)
    {
        bool noneReachable = !answers.Any(a => a.Reachable);
        foreach (IGrouping<string, MailboxAnswer> group in answers.Where(a => a.Code is not null).GroupBy(a => a.Code!))
        {
            string subject = Words.Names([.. group.Select(a => a.Account.Address)], 5);
            string? detail = group.First().Detail;
            int count = group.Count();
            string these = count == 1 ? "This mailbox" : "These mailboxes";
            switch (group.Key)
            {
                case MailboxCodes.NotProvisioned:
                    findings.Warning(group.Key, subject, $"{(count == 1 ? "The account is" : "The accounts are")} licensed, but Exchange Online has not made the mailbox yet.",
                        "It can take up to a day after the licence was assigned; verify again then.", detail);
                    break;
                case MailboxCodes.OnPremises:
                    findings.Warning(group.Key, subject, $"{(count == 1 ? "The account comes" : "The accounts come")} from a local Active Directory and {(count == 1 ? "has" : "have")} no mailbox in Exchange Online: it is likely on premises.",
                        "Archive it from the local Exchange server, or migrate it; else nothing is to do.", detail);
                    break;
                case MailboxCodes.None:
                    findings.Info(group.Key, subject, $"{Words.Count(count, "account")} with a mail address, but without a licence, {(count == 1 ? "has" : "have")} no mailbox here.",
                        "Nothing to do, unless a mailbox is expected.", detail);
                    break;
                case MailboxCodes.UnknownAddress:
                    findings.Warning(group.Key, subject, "Exchange Online knows no mailbox of this address.", "Check the address; a distribution list is no mailbox.", detail);
                    break;
                case MailboxCodes.AccessPolicy:
                    findings.Error(group.Key, subject, "An application access policy of Exchange Online keeps the application out.",
                        "An Exchange administrator looks with `Get-ApplicationAccessPolicy` and allows the application, or removes the policy; changes take over an hour.", detail);
                    break;
                case MailboxCodes.AccessDenied when noneReachable:
                    findings.Pending("the permission to reach the mailboxes", group.Key, subject, $"Exchange Online refuses the application: {WhyDenied(access)}.",
                        FixOfDenial(session, access), detail);
                    break;
                case MailboxCodes.AccessDenied:
                    findings.Error(group.Key, subject, $"{these} {(count == 1 ? "refuses" : "refuse")} the application, though others let it in.",
                        session.Integration.MailboxScope is null ? "Look for a policy or role assignment in Exchange Online that leaves them out."
                            : "Check that the scope in Exchange Online names the same mailboxes as the stack; changes take 30 minutes to 2 hours.", detail);
                    break;
                case MailboxCodes.PermissionMissing:
                    const string Cause = "The application is signed in, but has no right to the mailbox: IMAP needs a permission on each one.";
                    const string Fix = "An Exchange administrator runs the stack's exchangeSetup script (Add-MailboxPermission … -AccessRights FullAccess).";
                    if (noneReachable)
                        findings.Pending("the mailbox permissions in Exchange Online", group.Key, subject, Cause, Fix, detail);
                    else
                        findings.Error(group.Key, subject, Cause, Fix, detail);
                    break;
                case MailboxCodes.Refused:
                    findings.Warning(group.Key, subject, $"{these} {(count == 1 ? "refuses" : "refuse")} the application by IMAP, though others let it in: the permission on {(count == 1 ? "it" : "them")} is missing, or {(count == 1 ? "it does" : "they do")} not exist yet. IMAP does not tell which.",
                        "Look in Exchange Online whether the mailbox exists; if it does, run the stack's exchangeSetup script again.", detail);
                    break;
                case MailboxCodes.EwsBlocked:
                    findings.Error(group.Key, subject, $"Exchange Online blocks Exchange Web Services for {(count == 1 ? "this mailbox" : "these mailboxes")}.",
                        "See the check 'Exchange Web Services policy'.", detail);
                    break;
                case MailboxCodes.EwsOff:
                    findings.Warning(group.Key, subject, $"Exchange Web Services are off for {(count == 1 ? "this mailbox" : "these mailboxes")}, though others answer: Kiosk and frontline plans lost them in 2026, or they are switched off for the mailbox.",
                        "Reach it through Microsoft Graph or IMAP, give it another plan, or look with `Get-CASMailbox … | Format-List EwsEnabled`.", detail);
                    break;
                case MailboxCodes.Throttled:
                    findings.Error(group.Key, subject, "Exchange Online kept asking to slow down.", "Verify again later, or with fewer requests at once.", detail);
                    break;
                default:
                    findings.Error(group.Key, subject, "The mailbox gave an answer that this program does not know.", "Verify again; if it stays, look the error up.", detail);
                    break;
            }
        }
    }

    public static MailboxStatus StatusOf(string? code) => code switch
    {
        null => MailboxStatus.Reachable,
        MailboxCodes.None => MailboxStatus.NoMailbox,
        MailboxCodes.NotProvisioned or MailboxCodes.OnPremises or MailboxCodes.UnknownAddress or MailboxCodes.Refused or MailboxCodes.EwsOff => MailboxStatus.Warning,
        _ => MailboxStatus.Failed,
    };

    public static string Reason(string? code, Account account) => code switch
    {
        null => account.LooksShared ? $"reachable ({account.KindInWords})" : "reachable",
        MailboxCodes.None => "no licence, no mailbox",
        MailboxCodes.NotProvisioned => "not provisioned yet",
        MailboxCodes.OnPremises => "likely on premises",
        MailboxCodes.UnknownAddress => "address unknown",
        MailboxCodes.AccessPolicy => "kept out by an application access policy",
        MailboxCodes.AccessDenied => "access denied",
        MailboxCodes.PermissionMissing => "no permission on the mailbox",
        MailboxCodes.Refused => "refused, or not there yet",
        MailboxCodes.EwsBlocked => "blocked by EWS policy",
        MailboxCodes.EwsOff => "EWS is off for this mailbox",
        MailboxCodes.Throttled => "throttled",
        MailboxCodes.ScopeNotEnforced => "reachable, though outside the scope",
        _ => "unknown answer",
    };

    private static string WhyDenied(MailboxAccess access) => access switch
    {
        MailboxAccess.Ews => "full_access_as_app is not effective",
        MailboxAccess.Graph => "no mail permission is effective",
        MailboxAccess.Imap => "IMAP.AccessAsApp is not effective, or Exchange Online does not know the application",
        _ => "Exchange.ManageAsApp or the Exchange role is not effective",
    };

    private static string FixOfDenial(IntegrationSession session, MailboxAccess access) =>
        session.Integration.MailboxScope is not null || access == MailboxAccess.Imap
            ? "An Exchange administrator runs the stack's exchangeSetup script; Exchange Online takes 30 minutes to 2 hours to honour it."
            : "Deploy the stack again and look at the check 'Admin consent'; Exchange Online may take up to 2 hours to honour a new grant.";
}
