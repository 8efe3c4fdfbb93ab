using System.Text.Json;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Directory;

/// <summary>Reads an account from what Microsoft Graph says of a user.</summary>
internal static class AccountReader
{
    /// <summary>The account; what was not asked for is as if it were empty.</summary>
    /// <exception cref="KeyNotFoundException">The user has no id.</exception>
    public static Account ToAccount(JsonElement user)
    {
        string id = user.GetProperty("id").GetString()!;
        DateTimeOffset? deleted = Text(user, "deletedDateTime") is string
            && user.GetProperty("deletedDateTime").TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;
        string name = PrincipalName(Text(user, "userPrincipalName"), id, deleted);
        string[] proxies = Texts(user, "proxyAddresses");
        string? mail = Text(user, "mail") is { Length: > 0 } address ? address : null;
        // Exchange marks the primary address with capital letters.
        string? marked = proxies.FirstOrDefault(proxy => proxy.StartsWith("SMTP:", StringComparison.Ordinal));
        return new()
        {
            Id = id,
            Names = new(Text(user, "displayName") ?? name, name, marked?[5..] ?? mail, Addresses(mail, proxies)),
            OtherMails = Texts(user, "otherMails"),
            DeletedAt = deleted,
            Enabled = IsTrue(user, "accountEnabled"),
            Guest = string.Equals(Text(user, "userType"), "Guest", StringComparison.OrdinalIgnoreCase),
            MailboxPlan = MailboxPlan(user),
            OnPremises = IsTrue(user, "onPremisesSyncEnabled"),
        };
    }

    // Entra puts the id before the name of a deleted account.
    private static string PrincipalName(string? name, string id, DateTimeOffset? deleted) =>
        name is null ? id
        : deleted is not null && Guid.TryParse(id, out Guid guid) && name.StartsWith($"{guid:N}", StringComparison.Ordinal) ? name[32..]
        : name;

    private static string[] Addresses(string? mail, string[] proxies)
    {
        IEnumerable<string> smtp = proxies.Where(proxy => proxy.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase))
            .Select(proxy => proxy[5..]);
        return [.. (mail is null ? smtp : smtp.Prepend(mail)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string? MailboxPlan(JsonElement user)
    {
        if (!user.TryGetProperty("assignedPlans", out JsonElement plans) || plans.ValueKind != JsonValueKind.Array)
            return null;
        foreach (JsonElement plan in plans.EnumerateArray())
        {
            if (plan.TryGetProperty("capabilityStatus", out JsonElement status) && status.ValueEquals("Enabled"u8)
                && plan.TryGetProperty("servicePlanId", out JsonElement planId) && planId.ValueKind == JsonValueKind.String
                && planId.TryGetGuid(out Guid id) && WellKnown.MailboxPlans.TryGetValue(id, out string? name))
            {
                return name;
            }
        }
        return null;
    }

    private static bool IsTrue(JsonElement user, string name) =>
        user.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement user, string name) =>
        user.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Texts(JsonElement user, string name) =>
        user.TryGetProperty(name, out JsonElement values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0
            ? [.. values.EnumerateArray().Select(value => value.GetString()).OfType<string>()]
            : [];
}
