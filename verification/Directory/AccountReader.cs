using Microsoft.Graph.Models;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Directory;

/// <summary>Reads an account from what Microsoft Graph says of a user.</summary>
internal static class AccountReader
{
    /// <summary>The account; what was not asked for is as if it were empty.</summary>
    public static Account ToAccount(User user) => new()
    {
        Id = user.Id!,
        DisplayName = user.DisplayName ?? user.UserPrincipalName ?? user.Id!,
        UserPrincipalName = PrincipalName(user),
        Mail = PrimaryAddress(user),
        Addresses = Addresses(user),
        OtherMails = user.OtherMails ?? [],
        DeletedAt = user.DeletedDateTime,
        Enabled = user.AccountEnabled ?? false,
        Guest = string.Equals(user.UserType, "Guest", StringComparison.OrdinalIgnoreCase),
        MailboxPlan = user.AssignedPlans?
            .Where(plan => plan.CapabilityStatus == "Enabled" && plan.ServicePlanId is Guid id && WellKnown.MailboxPlans.ContainsKey(id))
            .Select(plan => plan.ServicePlanId)
            .FirstOrDefault(),
        OnPremises = user.OnPremisesSyncEnabled ?? false,
    };

    // Entra puts the id before the name of a deleted account.
    private static string PrincipalName(User user) =>
        user.UserPrincipalName is not string name ? user.Id!
        : user.DeletedDateTime is not null && Guid.TryParse(user.Id, out Guid id) && name.StartsWith($"{id:N}", StringComparison.Ordinal)
            ? name[32..]
            : name;

    private static string[] Addresses(User user)
    {
        IEnumerable<string> proxies = (user.ProxyAddresses ?? [])
            .Where(address => address.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase)).Select(address => address[5..]);
        return [.. (string.IsNullOrEmpty(user.Mail) ? proxies : proxies.Prepend(user.Mail)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    // Exchange marks the primary address with capital letters.
    private static string? PrimaryAddress(User user) =>
        user.ProxyAddresses?.FirstOrDefault(address => address.StartsWith("SMTP:", StringComparison.Ordinal)) is string primary
            ? primary[5..]
            : string.IsNullOrEmpty(user.Mail) ? null : user.Mail;
}
