using TenantOnboarding.Verification.Mailboxes;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The checks in their order.</summary>
internal static class CheckList
{
    /// <summary>All checks. Where several fail, the exit code is that of the first.</summary>
    public static IReadOnlyList<ICheck> All { get; } = InOrder(
    [
        new SignInCheck(),
        new ApplicationCheck(),
        new CertificateCheck(),
        new ConsentCheck(),
        new RedirectUriCheck(),
        new UserSyncCheck(),
        new AddressCheck(),
        .. MailboxProtocol.All.Select(protocol => new MailboxCheck(protocol)),
        new EwsPolicyCheck(),
        new ExchangeRoleCheck(),
        new MailboxScopeCheck(),
        new BasicAuthenticationCheck(),
    ]);

    /// <summary>The checks as they are.</summary>
    /// <exception cref="InvalidOperationException">A check comes before one that it needs, two have one id, or an exit code is lower than
    /// that of the check
    /// before it.</exception>
    public static IReadOnlyList<ICheck> InOrder(IReadOnlyList<ICheck> checks)
    {
        HashSet<string> earlier = [];
        foreach ((int index, ICheck check) in checks.Index())
        {
            foreach (string needed in check.Needs)
            {
                if (!earlier.Contains(needed))
                    throw new InvalidOperationException($"The check '{check.Id}' needs '{needed}', which does not come before it.");
            }
            if (index > 0 && check.FailureClass < checks[index - 1].FailureClass)
                throw new InvalidOperationException(
                    $"The check '{check.Id}' has a lower exit code than '{checks[index - 1].Id}', which comes before it.");
            if (!earlier.Add(check.Id))
                throw new InvalidOperationException($"Two checks are called '{check.Id}'.");
        }
        return checks;
    }
}
