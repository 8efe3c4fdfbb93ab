using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Whose mailboxes are to be probed.</summary>
/// <param name="Inside">Those that must be reachable.</param>
/// <param name="Outside">Those that the declared scope must keep out of reach.</param>
/// <param name="Unknown">Why the directory's accounts are not among them; or null where they are.</param>
internal sealed record MailboxCandidates(IReadOnlyList<Account> Inside, IReadOnlyList<Account> Outside, string? Unknown)
{
    public static async Task<MailboxCandidates> ReadAsync(CheckContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<Account>? accounts = await context.AccountsAsync(cancellationToken);
        string? unknown = accounts is null ? $"which mailboxes there are is not known: "
            + $"{context.WhyNoDirectory(DirectoryPermissions.Users)}; name some with --mailbox" : null;
        Account[] candidates = [.. (accounts ?? []).Where(a => a.MayHaveMailbox)];
        string[] unlisted = [.. context.Session.Options.Mailboxes.Where(address => !candidates.Any(a => a.Answers(address)))];
        IReadOnlyList<Account> deleted = unlisted.Length == 0 ? [] : await context.DeletedAccountsAsync(cancellationToken);
        List<Account> named = [.. unlisted.Select(address => Named(address, deleted.FirstOrDefault(a => a.Answers(address))?.DeletedAt))];
        if (context.Integration.MailboxScope is not MailboxScopeOutputs scope)
            return new(named.Count == 0 ? candidates : [.. candidates, .. named], [], unknown);

        IReadOnlyList<string> needed = scope.Kind == MailboxScopeKind.Group ? DirectoryPermissions.Groups
            : DirectoryPermissions.AdministrativeUnits;
        if (await context.DirectoryAsync(needed, cancellationToken) is not DirectoryReader reader)
            return new(named, [], $"which mailboxes lie in the scope '{scope.Name}' is not known: {context.WhyNoDirectory(needed)}");
        if (await ObjectIdAsync(reader, scope, cancellationToken) is not Guid id)
            return new(named, [], $"the tenant has no, or more than one, "
                + $"{(scope.Kind == MailboxScopeKind.Group ? "group" : "administrative unit")} '{scope.Name}'");
        IReadOnlySet<string> members = scope.Kind == MailboxScopeKind.Group
            ? await reader.DirectMembersAsync(id, cancellationToken)
            : await reader.AdministrativeUnitMembersAsync(id, cancellationToken);
        return new([.. candidates.Where(a => members.Contains(a.Id)), .. named], [.. candidates.Where(a => !members.Contains(a.Id))],
            unknown);
    }

    private static async Task<Guid?> ObjectIdAsync(DirectoryReader reader, MailboxScopeOutputs scope, CancellationToken cancellationToken)
    {
        if (scope.ObjectId is Guid known)
            return known;
        Guid[] found = scope.Kind == MailboxScopeKind.Group
            ? [.. (await reader.GroupsAsync(scope.Name, cancellationToken)).Select(group => Guid.Parse(group.Id!))]
            : [.. await reader.AdministrativeUnitsAsync(scope.Name, cancellationToken)];
        return found.Length == 1 ? found[0] : null;
    }

    // Somebody who names a mailbox expects it to exist, so its absence is a finding.
    private static Account Named(string address, DateTimeOffset? deletedAt) => new()
    {
        DeletedAt = deletedAt,
        Id = address,
        Names = new(address, address, address),
        Enabled = true,
        MailboxPlan = "",
    };
}
