using Microsoft.Graph.Models.ODataErrors;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Every account that the product takes has addresses of its own, in domains of the tenant; and who has gone lately.</summary>
internal sealed class AddressCheck : ICheck
{
    public string Id => "addresses";
    public string Title => "Addresses";
    public VerificationExitCode FailureClass => VerificationExitCode.UserSync;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId, UserSyncCheck.CheckId];

    /// <summary>Where the product takes users, or may read them at least.</summary>
    public bool AppliesTo(IntegrationOutputs integration) => integration.UserSync is not null
        || integration.Permissions.Any(permission => permission.Type == PermissionType.Application
            && (DirectoryPermissions.Users.Contains(permission.Value) || permission.Value is "Directory.Read.All"));

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (await context.AccountsAsync(cancellationToken) is not IReadOnlyList<Account> accounts)
            return CheckOutcome.LeftOpen(context.WhyNoDirectory(DirectoryPermissions.Users));
        SynchronizedUsers? synchronized = context.Known.From<SynchronizedUsers>(UserSyncCheck.CheckId);
        Account[] taken = [.. accounts.Where(synchronized?.Includes ?? (account => account.MayHaveMailbox))];
        FindingList findings = new();
        int twice = JudgeDuplicates(taken, findings);
        string? unknown = await JudgeDomainsAsync(context, taken, findings, cancellationToken);
        await JudgeDeletedAsync(context, findings, cancellationToken);
        string summary = $"{Words.Count(taken.Length, "account")}, "
            + (twice == 0 ? "each under addresses of its own" : $"{Words.Count(twice, "address", "addresses")} of more than one of them");
        return findings.ToOutcome(unknown is null ? summary : $"{summary}; which domains are verified is not known: {unknown}");
    }

    /// <returns>How many addresses more than one account carries.</returns>
    private static int JudgeDuplicates(IReadOnlyCollection<Account> accounts, FindingList findings)
    {
        // Few addresses are carried twice, so that only those of a hash that comes twice are worth a list of who carries them.
        int[] hashes = [.. accounts.SelectMany(AddressesOf).Select(HashOf)];
        Array.Sort(hashes);
        HashSet<int> twice = [.. hashes.Where((hash, index) => index > 0 && hash == hashes[index - 1])];
        Dictionary<string, List<Account>> carriers = new(StringComparer.OrdinalIgnoreCase);
        foreach (Account account in twice.Count == 0 ? [] : accounts)
        {
            foreach (string address in AddressesOf(account).Where(address => twice.Contains(HashOf(address))))
            {
                if (!carriers.TryGetValue(address, out List<Account>? carrying))
                    carriers[address] = carrying = [];
                carrying.Add(account);
            }
        }
        KeyValuePair<string, string>[] several = [.. carriers.Where(carrier => carrier.Value.Count > 1)
            .OrderBy(carrier => carrier.Key, StringComparer.OrdinalIgnoreCase)
            .Select(carrier => KeyValuePair.Create(carrier.Key, Words.Names([.. carrier.Value.Select(one => one.UserPrincipalName)])))];
        if (several.Length > 0)
            findings.Add(AddressFindings.SharedByTwo(several));
        return several.Length;
    }

    /// <returns>Why it is not known which domains are verified, or null.</returns>
    private static async Task<string?> JudgeDomainsAsync(
        CheckContext context, IReadOnlyCollection<Account> accounts, FindingList findings, CancellationToken cancellationToken)
    {
        if (await context.DirectoryAsync(DirectoryPermissions.Organization, cancellationToken) is not DirectoryReader reader)
            return context.WhyNoDirectory(DirectoryPermissions.Organization);
        HashSet<string> verified;
        try
        {
            verified = new(await reader.DomainsAsync(cancellationToken), StringComparer.OrdinalIgnoreCase);
        }
        catch (ODataError exception) when (exception.ResponseStatusCode is 401 or 403)
        {
            return $"the directory refuses the read ({exception.ResponseStatusCode} {exception.Error?.Code})";
        }
        Account[] outside = [.. accounts.Where(account => !account.Guest && account.Addresses.Count > 0
            && !account.Addresses.Any(address => verified.Contains(DomainOf(address))))];
        if (outside.Length > 0)
        {
            findings.Add(AddressFindings.DomainUnverified([.. outside.Select(account => account.Address)],
                [.. outside.SelectMany(account => account.Addresses).Select(DomainOf).Distinct(StringComparer.OrdinalIgnoreCase)
                    .Order(StringComparer.OrdinalIgnoreCase)]));
        }
        return null;
    }

    private static async Task JudgeDeletedAsync(CheckContext context, FindingList findings, CancellationToken cancellationToken)
    {
        Account[] gone = [.. (await context.DeletedAccountsAsync(cancellationToken))
            .Where(account => !account.Guest && account.Mail is not null)];
        if (gone.Length > 0)
        {
            findings.Add(AddressFindings.AccountDeleted(
                [.. gone.Select(account => account.Address)], gone.Min(account => account.DeletedAt)));
        }
    }

    private static IEnumerable<string> AddressesOf(Account account) => account.OtherMails.Count == 0 ? account.Addresses
        : account.Addresses.Union(account.OtherMails, StringComparer.OrdinalIgnoreCase);

    private static int HashOf(string address) => StringComparer.OrdinalIgnoreCase.GetHashCode(address);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
