using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Whom the product's user synchronization would bring, whom it would leave out, and why.</summary>
internal sealed class UserSyncCheck : ICheck
{
    public string Id => "user-sync";
    public string Title => "User synchronization";
    public VerificationExitCode FailureClass => VerificationExitCode.UserSync;

    public bool AppliesTo(IntegrationOutputs integration) => integration.UserSync is not null && integration.Directory == DirectorySource.Microsoft365;

    public async Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        UserSyncOutputs sync = session.Integration.UserSync!;
        if (await session.AccountsAsync(cancellationToken) is not IReadOnlyList<Account> accounts)
            return CheckOutcome.LeftOpen(session.WhyNoDirectory(DirectoryPermissions.Users));

        FindingList findings = new();
        HashSet<string> members = new(StringComparer.OrdinalIgnoreCase);
        if (sync.Filter == UserFilter.Groups)
        {
            if (await session.DirectoryAsync(DirectoryPermissions.Groups, cancellationToken) is not DirectoryReader reader)
                return CheckOutcome.LeftOpen(session.WhyNoDirectory(DirectoryPermissions.Groups));
            foreach (string name in sync.Groups)
                await ReadGroupAsync(reader, name, members, findings, cancellationToken);
        }

        List<UserVerdict> verdicts = [];
        List<string> shared = [], licensed = [], guests = [];
        foreach (Account account in accounts)
        {
            (bool synchronized, string reason) = Judge(account, sync.Filter, members);
            bool attention = false;
            if (!synchronized && account.LooksShared)
            {
                shared.Add(account.Address);
                attention = true;
            }
            else if (!synchronized && account.Licensed)
            {
                licensed.Add(account.Address);
                // Who names groups means to leave others out; a disabled account may be an oversight.
                attention = sync.Filter != UserFilter.Groups;
            }
            else if (synchronized && account.Guest)
            {
                guests.Add(account.UserPrincipalName);
                attention = true;
            }
            verdicts.Add(new(account.UserPrincipalName, account.DisplayName, synchronized, reason, attention));
        }
        session.Users = verdicts;

        int count = verdicts.Count(v => v.Synchronized);
        if (count == 0 && !findings.HasErrors)
            findings.Error("NO_USER_SYNCHRONIZED", FilterInWords(sync), $"The filter brings none of the tenant's {Words.Count(accounts.Count, "account")}.",
                "Choose another filter, or assign licences or members, then verify again.");
        if (shared.Count > 0)
            findings.Warning("SHARED_MAILBOX_LEFT_OUT", Words.Names(shared, 5),
                $"{Words.Count(shared.Count, "account")} with a mailbox address but neither licence nor sign-in {(shared.Count == 1 ? "is" : "are")} left out: shared, room or equipment mailboxes are not synchronized by this filter.",
                "If they are to be archived, use the filter 'groups' with a group that holds them, or 'all'; else nothing is to do.");
        if (licensed.Count > 0)
        {
            string cause = $"{Words.Count(licensed.Count, "account")} with a licence for a mailbox {(licensed.Count == 1 ? "is" : "are")} left out by this filter.";
            if (sync.Filter == UserFilter.Groups)
                findings.Info("LICENSED_USER_LEFT_OUT", Words.Names(licensed, 5), cause, "Add them to a group of the filter if they are to be archived.");
            else
                findings.Warning("LICENSED_USER_LEFT_OUT", Words.Names(licensed, 5), cause, "Enable the accounts, or use the filter 'licensed', if they are to be archived.");
        }
        if (guests.Count > 0)
            findings.Warning("GUEST_SYNCHRONIZED", Words.Names(guests, 5),
                $"{Words.Count(guests.Count, "guest")} without a mailbox in this tenant would be synchronized.",
                "Use the filter 'licensed' or 'groups' if guests are not meant to be users of the product.");
        return findings.ToOutcome(
            $"{FilterInWords(sync)}: {Words.Number(count)} of {Words.Count(accounts.Count, "account")} would be synchronized, {Words.Number(accounts.Count - count)} left out");
    }

    private static async Task ReadGroupAsync(DirectoryReader reader, string name, HashSet<string> members, FindingList findings, CancellationToken cancellationToken)
    {
        IReadOnlyList<Group> groups = await reader.GroupsAsync(name, cancellationToken);
        if (groups.Count == 0)
            findings.Pending($"the group '{name}' to be found", "GROUP_NOT_FOUND", name, "The tenant has no group of this name or id.",
                "Correct the name in the stack's userSync.groups, or create the group.");
        else if (groups.Count > 1)
            findings.Error("GROUP_AMBIGUOUS", name, $"{groups.Count} groups have this name ({string.Join(", ", groups.Select(g => g.Id))}).",
                "Name the group by its object id in the stack's userSync.groups.");
        else
            members.UnionWith(await reader.TransitiveMembersAsync(groups[0].Id!, cancellationToken));
    }

    private static (bool Synchronized, string Reason) Judge(Account account, UserFilter filter, HashSet<string> members)
    {
        string enabled = account.Enabled ? "" : ", sign-in disabled";
        return filter switch
        {
            UserFilter.Licensed when account.MailboxPlan is Guid plan => (true, $"licensed: {WellKnown.MailboxPlans[plan]}{enabled}"),
            UserFilter.Licensed => (false, $"{WhyUnlicensed(account)}{(account.Guest || account.LooksShared ? "" : enabled)}"),
            UserFilter.Enabled when account.Enabled => (true, account.Guest ? "enabled guest" : "sign-in enabled"),
            UserFilter.Enabled => (false, account.LooksShared ? $"sign-in disabled: {account.KindInWords}" : "sign-in disabled"),
            UserFilter.Groups when members.Contains(account.Id) => (true, "member of a group of the filter"),
            UserFilter.Groups => (false, account.LooksShared ? $"in no group of the filter: {account.KindInWords}" : "in no group of the filter"),
            _ => (true, account.Guest ? "every account: guest" : "every account"),
        };
    }

    private static string WhyUnlicensed(Account account) =>
        account.Guest ? "guest: no licence for a mailbox"
        : account.LooksShared ? $"no licence for a mailbox: {account.KindInWords}"
        : account.OnPremises && account.Mail is not null ? "no licence for a mailbox: it is likely on premises"
        : "no licence for a mailbox";

    private static string FilterInWords(UserSyncOutputs sync) => sync.Filter switch
    {
        UserFilter.Licensed => "licensed users only",
        UserFilter.Enabled => "enabled users only",
        UserFilter.Groups => $"members of {Words.Names(sync.Groups)} only",
        _ => "all users",
    };
}
