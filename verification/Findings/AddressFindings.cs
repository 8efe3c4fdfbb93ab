using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about the addresses under which a product files mail.</summary>
internal static class AddressFindings
{
    /// <summary>How long Microsoft keeps a deleted account and its mailbox.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static readonly FindingKind SharedByTwoKind = new("ADDRESS_TWICE", Severity.Warning)
    {
        Meaning = "Several accounts that the product takes carry the same address (`proxyAddresses`, `mail` or `otherMails`): a product "
            + "that files mail by address puts the mail of both into one archive, or refuses one of the two.",
        Fix = "Take the address from all accounts but one. Exchange keeps its own addresses apart; nobody does so for `otherMails`.",
        Source = new("https://learn.microsoft.com/graph/api/resources/user"),
    };

    public static readonly FindingKind DomainUnverifiedKind = new("ADDRESS_DOMAIN_UNVERIFIED", Severity.Warning)
    {
        Meaning = "Accounts that the product takes have addresses in domains alone that the tenant has not verified: no mail from outside "
            + "reaches them here, and the product files them under addresses that nobody writes to.",
        Fix = "Verify the domain under 'Custom domain names', or give the account an address of a verified domain.",
        Source = new("https://learn.microsoft.com/entra/fundamentals/add-custom-domain"),
    };

    public static readonly FindingKind AccountDeletedKind = new("ACCOUNT_DELETED", Severity.Info)
    {
        Meaning = "Accounts with a mail address were deleted. Their mailboxes are soft-deleted: Microsoft keeps both for 30 days, and no "
            + "product reaches them.",
        Fix = "Nothing to do if their mail is archived; else restore them under 'Deleted users', archive, and delete them again.",
        Source = new("https://learn.microsoft.com/exchange/recipients-in-exchange-online/delete-or-restore-mailboxes"),
    };

    /// <summary>Addresses that several accounts carry.</summary>
    /// <param name="carriers">Each address with the accounts that carry it, in words.</param>
    public static Finding SharedByTwo(IReadOnlyCollection<KeyValuePair<string, string>> carriers) => SharedByTwoKind.About(
        Words.Names([.. carriers.Select(carrier => carrier.Key)], 5),
        $"{Words.Count(carriers.Count, "address belongs", "addresses belong")} to more than one account that the product takes: "
        + $"{Words.Names([.. carriers.Select(carrier => $"{carrier.Key} ({carrier.Value})")])}. A product that files mail by address puts "
        + "the mail of all of them into one archive, or refuses all but one.");

    /// <summary>Accounts that no mail from outside reaches.</summary>
    /// <param name="addresses">Their addresses.</param>
    /// <param name="domains">The domains of those.</param>
    public static Finding DomainUnverified(IReadOnlyCollection<string> addresses, IReadOnlyCollection<string> domains) =>
        DomainUnverifiedKind.About(
            Words.Names(addresses, 5),
            $"{Words.Count(addresses.Count, "account")} that the product takes {Words.Choose(addresses.Count, "has", "have")} addresses in "
            + $"domains alone that the tenant has not verified ({Words.Names(domains)}): no mail from outside reaches them here.");

    /// <summary>Accounts that were deleted.</summary>
    /// <param name="addresses">Their addresses.</param>
    /// <param name="first">When the first of them was deleted; null = not known.</param>
    public static Finding AccountDeleted(IReadOnlyCollection<string> addresses, DateTimeOffset? first) => AccountDeletedKind.About(
        Words.Names(addresses, 5),
        $"{Words.Count(addresses.Count, "account")} with a mail address {Words.Choose(addresses.Count, "was", "were")} deleted: no product "
        + $"reaches {Words.Choose(addresses.Count, "its mailbox, which", "their mailboxes, which")} Microsoft keeps for 30 days"
        + (first is DateTimeOffset day
            ? $", {Words.Choose(addresses.Count, "", "the first of them ")}until {Words.Date(day + Kept)}." : "."));
}
