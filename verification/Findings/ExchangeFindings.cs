using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Findings;

/// <summary>Findings about roles, mailbox scopes and basic authentication.</summary>
internal static class ExchangeFindings
{
    private const string SwitchOff = "Switch basic authentication off for the tenant; the change can take over two hours.";

    private static readonly Uri Scopes = new("https://learn.microsoft.com/exchange/permissions-exo/application-rbac");
    private static readonly Uri BasicAuthentication =
        new(
            "https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/"
            + "deprecation-of-basic-authentication-exchange-online");

    public static readonly FindingKind RoleMissingKind = new("EXCHANGE_ROLE_MISSING", Severity.Error)
    {
        Meaning = "The application does not hold the directory role that the stack declares.",
        Fix = "Deploy the stack again.",
        Source = new("https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2"),
    };

    public static readonly FindingKind RoleNotDeclaredKind = new("DIRECTORY_ROLE_NOT_DECLARED", Severity.Warning)
    {
        Meaning = "The application holds a directory role that the stack does not declare.",
        Fix = "Declare it, or remove the assignment under 'Roles and administrators'.",
    };

    public static readonly FindingKind ScopeDefeatedKind = new("MAILBOX_SCOPE_DEFEATED", Severity.Error)
    {
        Meaning = "The application holds a mail permission for the whole tenant, which adds to the scope and so defeats it.",
        Fix = "Revoke it on the enterprise application's permissions.",
        Source = Scopes,
    };

    public static readonly FindingKind ScopeNotEnforcedKind = new("MAILBOX_SCOPE_NOT_ENFORCED", Severity.Error)
    {
        Meaning = "The application reaches mailboxes outside the declared scope.",
        Fix = "Revoke tenant-wide mail permissions of the application, and check its role assignments in Exchange Online; changes "
            + "take 30 minutes to 2 hours.",
        Source = Scopes,
    };

    public static readonly FindingKind SynchronizedOutsideScopeKind = new("SYNCHRONIZED_OUTSIDE_SCOPE", Severity.Warning)
    {
        Meaning = "Users would be synchronized whose mailboxes lie outside the scope, so the product cannot reach them.",
        Fix = "Make them direct members of the scope's group (Exchange does not look into nested groups), or leave them out of the "
            + "synchronization.",
        Source = Scopes,
    };

    public static readonly FindingKind BasicOfferedKind = new("BASIC_AUTHENTICATION_OFFERED", Severity.Error)
    {
        Meaning = "Exchange Online offers to take a name and a password.",
        Fix = SwitchOff,
        Source = BasicAuthentication,
    };

    public static readonly FindingKind BasicAcceptedKind = new("BASIC_AUTHENTICATION_ACCEPTED", Severity.Error)
    {
        Meaning = "Exchange Online lets a name and a password in.",
        Fix = SwitchOff,
        Source = BasicAuthentication,
    };

    public static Finding RoleMissing(ExchangeRoleOutputs role) =>
        RoleMissingKind.About(role.DisplayName) with { WaitingFor = "the directory role to be listed" };

    public static Finding RoleNotDeclared(string? roleDefinitionId) => RoleNotDeclaredKind.About(roleDefinitionId ?? "a directory role");

    public static Finding ScopeDefeated(IEnumerable<string> permissions) => ScopeDefeatedKind.About(string.Join(", ", permissions));

    public static Finding ScopeNotEnforced(string scope, IReadOnlyCollection<string> addresses) => ScopeNotEnforcedKind.About(
        Words.Names(addresses, 5), $"The application reaches mailboxes outside the scope '{scope}'.") with
    {
        WaitingFor = "the mailbox scope to take effect",
    };

    public static Finding SynchronizedOutsideScope(IReadOnlyCollection<string> addresses, MailboxScopeKind kind)
    {
        Finding finding = SynchronizedOutsideScopeKind.About(
            Words.Names(addresses, 5),
            $"{Words.Count(addresses.Count, "user")} would be synchronized, but "
                + $"{Words.Choose(addresses.Count, "the mailbox lies", "the mailboxes lie")} "
            + $"outside the scope, so the product cannot reach {Words.Choose(addresses.Count, "it", "them")}.");
        return kind == MailboxScopeKind.AdministrativeUnit
            ? finding with { Fix = "Add them to the administrative unit, or leave them out of the synchronization." }
            : finding;
    }

    public static Finding BasicOffered(string protocol, string detail) => BasicOfferedKind.About(protocol, detail: detail);

    public static Finding BasicAccepted(string protocol, string account, string detail) =>
        BasicAcceptedKind.About($"{protocol}: {account}", $"{protocol} lets a name and a password in.", detail);
}
