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
        IReadOnlySet<string>? names = context.Known.From<SynchronizedUsers>(UserSyncCheck.CheckId)?.Names;
        Account[] taken =
            [.. accounts.Where(account => names is null ? account.MayHaveMailbox : names.Contains(account.UserPrincipalName))];
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
        HashSet<string> once = new(StringComparer.OrdinalIgnoreCase), twice = new(StringComparer.OrdinalIgnoreCase);
        foreach (Account account in accounts)
        {
            foreach (string address in AddressesOf(account))
            {
                if (!once.Add(address) && once.TryGetValue(address, out string? first))
                    twice.Add(first);
            }
        }
        // Few are, so that only these are worth a list of who carries them.
        Dictionary<string, List<Account>> carriers = twice.ToDictionary(
            address => address, _ => new List<Account>(), StringComparer.OrdinalIgnoreCase);
        foreach (Account account in twice.Count == 0 ? [] : accounts)
        {
            foreach (string address in AddressesOf(account).Where(carriers.ContainsKey))
                carriers[address].Add(account);
        }
        KeyValuePair<string, string>[] several = [.. carriers
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

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];
}
