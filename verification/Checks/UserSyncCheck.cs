using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Whom the product's user synchronization would bring, whom it would leave out, and why.</summary>
internal sealed class UserSyncCheck : ICheck
{
    public const string CheckId = "user-sync";

    public string Id => CheckId;
    public string Title => "User synchronization";
    public VerificationExitCode FailureClass => VerificationExitCode.UserSync;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId];

    public bool AppliesTo(IntegrationOutputs integration) => integration.UserSync is not null;

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        UserSyncOutputs sync = context.Integration.UserSync!;
        if (await context.AccountsAsync(cancellationToken) is not IReadOnlyList<Account> accounts)
            return CheckOutcome.LeftOpen(context.WhyNoDirectory(DirectoryPermissions.Users));

        FindingList findings = new();
        HashSet<string> members = new(StringComparer.OrdinalIgnoreCase);
        if (sync.Filter == UserFilter.Groups)
        {
            if (await context.DirectoryAsync(DirectoryPermissions.Groups, cancellationToken) is not DirectoryReader reader)
                return CheckOutcome.LeftOpen(context.WhyNoDirectory(DirectoryPermissions.Groups));
            foreach (string name in sync.Groups)
                await ReadGroupAsync(reader, name, members, findings, cancellationToken);
        }

        List<Account> shared = [];
        List<string> licensed = [], guests = [];
        int count = 0;
        foreach (Account account in accounts)
        {
            bool synchronized = Includes(account);
            count += synchronized ? 1 : 0;
            if (!synchronized && account.LooksShared)
                shared.Add(account);
            else if (!synchronized && account.Licensed)
                licensed.Add(account.Address);
            else if (synchronized && account.Guest)
                guests.Add(account.UserPrincipalName);
        }
        if (count == 0 && !findings.HasErrors)
            findings.Add(UserSyncFindings.Nobody(FilterInWords(sync), accounts.Count));
        if (shared.Count > 0)
            findings.Add(UserSyncFindings.SharedLeftOut([.. shared.Select(account => account.Address)],
                [.. shared.Where(account => account.Purpose is not null).Select(account => account.KindInWords)]));
        if (licensed.Count > 0)
            findings.Add(UserSyncFindings.LicensedLeftOut(licensed, sync.Filter));
        if (guests.Count > 0)
            findings.Add(UserSyncFindings.Guest(guests));
        string all = Words.Count(accounts.Count, "account"), leftOut = Words.Number(accounts.Count - count);
        return findings.ToOutcome($"{FilterInWords(sync)}: {Words.Number(count)} of {all} would be synchronized, {leftOut} left out") with
        {
            Users = new ComputedList<UserVerdict>(accounts.Count, index => Verdict(accounts[index], sync.Filter, members)),
            Learned = new SynchronizedUsers(Includes),
        };

        bool Includes(Account account) => Judge(account, sync.Filter, members).Synchronized;
    }

    private static UserVerdict Verdict(Account account, UserFilter filter, HashSet<string> members)
    {
        (bool synchronized, string reason) = Judge(account, filter, members);
        // Who names groups means to leave others out; a disabled account may be an oversight.
        bool attention = synchronized ? account.Guest : account.LooksShared || (account.Licensed && filter != UserFilter.Groups);
        return new(account.UserPrincipalName, account.DisplayName, synchronized, reason, attention);
    }

    private static async Task ReadGroupAsync(DirectoryReader reader, string name, HashSet<string> members, FindingList findings,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<Group> groups = await reader.GroupsAsync(name, cancellationToken);
        if (groups.Count == 0)
            findings.Add(UserSyncFindings.GroupNotFound(name));
        else if (groups.Count > 1)
            findings.Add(UserSyncFindings.GroupAmbiguous(name, [.. groups.Select(group => group.Id)]));
        else
            members.UnionWith(await reader.TransitiveMembersAsync(groups[0].Id!, cancellationToken));
    }

    private static (bool Synchronized, string Reason) Judge(Account account, UserFilter filter, HashSet<string> members)
    {
        string enabled = account.Enabled ? "" : ", sign-in disabled";
        return filter switch
        {
            UserFilter.Licensed when account.MailboxPlan is string plan => (true, $"licensed: {plan}{enabled}"),
            UserFilter.Licensed => (false, $"{WhyUnlicensed(account)}{(account.Guest || account.LooksShared ? "" : enabled)}"),
            UserFilter.Enabled when account.Enabled => (true, account.Guest ? "enabled guest" : "sign-in enabled"),
            UserFilter.Enabled => (false, account.LooksShared ? $"sign-in disabled: {account.KindInWords}" : "sign-in disabled"),
            UserFilter.Groups when members.Contains(account.Id) => (true, "member of a group of the filter"),
            UserFilter.Groups => (false, account.LooksShared ? $"in no group of the filter: {account.KindInWords}"
                : "in no group of the filter"),
            UserFilter.All => (true, account.Guest ? "every account: guest" : "every account"),
            _ => throw new InvalidOperationException($"No rule for the filter {filter}."),
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
        UserFilter.All => "all users",
        _ => throw new InvalidOperationException($"No words for the filter {sync.Filter}."),
    };
}
