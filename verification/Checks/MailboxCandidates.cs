using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Outputs;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Whose mailboxes are to be probed.</summary>
/// <param name="Inside">Those that must be reachable.</param>
/// <param name="Outside">Those that the declared scope must keep out of reach.</param>
/// <param name="Unknown">Why the directory's accounts are not among them; null where they are.</param>
internal sealed record MailboxCandidates(IReadOnlyList<Account> Inside, IReadOnlyList<Account> Outside, string? Unknown)
{
    public static async Task<MailboxCandidates> ReadAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<Account>? accounts = await session.AccountsAsync(cancellationToken).ConfigureAwait(false);
        string? unknown = accounts is null ? $"which mailboxes there are is not known: {session.WhyNoDirectory(DirectoryPermissions.Users)}; name some with --mailbox" : null;
        List<Account> candidates = [.. (accounts ?? []).Where(a => a.MayHaveMailbox)];
        List<Account> named = [.. session.Options.Mailboxes
            .Where(address => !candidates.Any(a => string.Equals(a.Address, address, StringComparison.OrdinalIgnoreCase)
                || string.Equals(a.UserPrincipalName, address, StringComparison.OrdinalIgnoreCase)))
            .Select(Named)];
        if (session.Integration.MailboxScope is not MailboxScopeOutputs scope)
            return new([.. candidates, .. named], [], unknown);

        IReadOnlyList<string> needed = scope.Kind == MailboxScopeKind.Group ? DirectoryPermissions.Groups : DirectoryPermissions.AdministrativeUnits;
        if (await session.DirectoryAsync(needed, cancellationToken).ConfigureAwait(false) is not DirectoryReader reader)
            return new(named, [], $"which mailboxes lie in the scope '{scope.Name}' is not known: {session.WhyNoDirectory(needed)}");
        IReadOnlySet<string> members = scope.Kind == MailboxScopeKind.Group
            ? await reader.DirectMembersAsync(scope.ObjectId, cancellationToken).ConfigureAwait(false)
            : await reader.AdministrativeUnitMembersAsync(scope.ObjectId, cancellationToken).ConfigureAwait(false);
        return new([.. candidates.Where(a => members.Contains(a.Id)), .. named], [.. candidates.Where(a => !members.Contains(a.Id))], unknown);
    }

    // Somebody who names a mailbox expects it to exist, so its absence is a finding.
    private static Account Named(string address) => new()
    {
        Id = address,
        DisplayName = address,
        UserPrincipalName = address,
        Mail = address,
        Enabled = true,
        MailboxPlan = Guid.Empty,
    };
}
