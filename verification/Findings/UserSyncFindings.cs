using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about the users that the product would synchronize.</summary>
internal static class UserSyncFindings
{
    public static readonly FindingKind NobodyKind = new("NO_USER_SYNCHRONIZED", Severity.Error)
    {
        Meaning = "The filter synchronizes none of the tenant's accounts.",
        Fix = "Choose another filter, or assign licences or members, then verify again.",
    };

    public static readonly FindingKind SharedLeftOutKind = new("SHARED_MAILBOX_LEFT_OUT", Severity.Warning)
    {
        Meaning = "Mailboxes that are no person's are left out by this filter: shared, room and equipment mailboxes. Where the "
            + "application may not read what mailboxes are for (`MailboxSettings.Read`), they are guessed: an address, but neither "
            + "licence nor sign-in.",
        Fix = "If they are to be archived, use the filter 'groups' with a group that holds them, or 'all'; else nothing is to do.",
    };

    public static readonly FindingKind LicensedLeftOutKind = new("LICENSED_USER_LEFT_OUT", Severity.Warning)
    {
        Meaning = "Accounts with a licence for a mailbox are left out by this filter.",
        Fix = "Enable the accounts, or use the filter 'licensed', if they are to be archived.",
        Unless = "A note where the stack names groups, as that means to leave others out.",
    };

    public static readonly FindingKind GuestKind = new("GUEST_SYNCHRONIZED", Severity.Warning)
    {
        Meaning = "Guests without a mailbox in this tenant would be synchronized.",
        Fix = "Use the filter 'licensed' or 'groups' if guests are not meant to be users of the product.",
    };

    public static readonly FindingKind GroupNotFoundKind = new("GROUP_NOT_FOUND", Severity.Error)
    {
        Meaning = "The tenant has no group of this name or id.",
        Fix = "Correct the name in the stack's userSync.groups, or create the group.",
    };

    public static readonly FindingKind GroupAmbiguousKind = new("GROUP_AMBIGUOUS", Severity.Error)
    {
        Meaning = "Several groups have this name.",
        Fix = "Name the group by its object id in the stack's userSync.groups.",
    };

    public static Finding Nobody(string filter, int accounts) =>
        NobodyKind.About(filter, $"The filter synchronizes none of the tenant's {Words.Count(accounts, "account")}.");

    /// <summary>Mailboxes that are no person's would not be synchronized.</summary>
    /// <param name="addresses">Their addresses, at least one.</param>
    /// <param name="known">What those are of which Exchange said so, each in words; the others are guessed.</param>
    public static Finding SharedLeftOut(IReadOnlyCollection<string> addresses, IReadOnlyCollection<string> known)
    {
        int guessed = addresses.Count - known.Count;
        string kinds = string.Join(", ", known.GroupBy(kind => kind).Select(alike => Words.Count(
            alike.Count(), alike.Key, alike.Key.Replace("mailbox", "mailboxes", StringComparison.Ordinal))));
        string cause = guessed == 0 ? $"This filter leaves out mailboxes that are no person's: {kinds}."
            : $"{Words.Count(guessed, "account")} with a mailbox address but neither licence nor sign-in "
                + $"{Words.Choose(guessed, "is", "are")} left out: likely shared, room or equipment mailboxes, which this filter does not "
                + "synchronize. That is a guess; with MailboxSettings.Read (readMailboxPurpose: true) Exchange would say."
                + (known.Count == 0 ? "" : $" It says of others that are left out: {kinds}.");
        return SharedLeftOutKind.About(Words.Names(addresses, 5), cause);
    }

    public static Finding LicensedLeftOut(IReadOnlyCollection<string> addresses, UserFilter filter)
    {
        Finding finding = LicensedLeftOutKind.About(
            Words.Names(addresses, 5),
            $"{Words.Count(addresses.Count, "account")} with a licence for a mailbox {Words.Choose(addresses.Count, "is", "are")} "
                + $"left out by this filter.");
        return filter == UserFilter.Groups
            ? finding with { Severity = Severity.Info, Fix = "Add them to a group of the filter if they are to be archived." }
            : finding;
    }

    public static Finding Guest(IReadOnlyCollection<string> names) => GuestKind.About(
        Words.Names(names, 5), $"{Words.Count(names.Count, "guest")} without a mailbox in this tenant would be synchronized.");

    public static Finding GroupNotFound(string name) =>
        GroupNotFoundKind.About(name) with { WaitingFor = $"the group '{name}' to be found" };

    public static Finding GroupAmbiguous(string name, IReadOnlyCollection<string?> ids) =>
        GroupAmbiguousKind.About(name, $"{ids.Count} groups have this name ({string.Join(", ", ids)}).");
}
