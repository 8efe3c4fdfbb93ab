using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Mailboxes outside the declared scope refuse the application.</summary>
internal sealed class MailboxScopeCheck : ICheck
{
    /// <summary>How many mailboxes outside are probed; one batch of Microsoft Graph.</summary>
    public const int Sample = GraphProbe.BatchSize;

    public string Id => "mailbox-scope";
    public string Title => "Mailbox scope";
    public VerificationExitCode FailureClass => VerificationExitCode.OtherCheck;

    public bool AppliesTo(IntegrationOutputs integration) => integration.MailboxScope is not null && Protocols(integration).Any();

    public async Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        if (session.SignInFailure is string why)
            return CheckOutcome.LeftOpen(why);
        FindingList findings = new();
        await JudgeRolesAsync(session, findings, cancellationToken);
        MailboxCandidates candidates = await MailboxCandidates.ReadAsync(session, cancellationToken);
        if (candidates.Unknown is string unknown)
            return findings.ToOutcome($"{unknown}", open: true);
        WarnOfUsersOutside(session, candidates, findings);
        // Only a mailbox that surely exists proves anything by refusing.
        Account[] outside = [.. candidates.Outside.OrderByDescending(a => a.Licensed && !a.OnPremises).Take(Sample)];
        if (outside.Length == 0)
            return findings.ToOutcome("every mailbox lies in the scope, so none is left to prove it with", open: true);

        List<MailboxVerdict> verdicts = [];
        List<string> reached = [];
        foreach (MailboxAccess access in Protocols(session.Integration))
        {
            IReadOnlyList<MailboxAnswer> answers = await MailboxProtocol.Probe(access).ProbeAsync(session, outside,
                done => session.Progress?.Advanced(session.Name, Id, done, outside.Length), cancellationToken);
            reached.AddRange(answers.Where(a => a.Reachable).Select(a => a.Account.Address));
            verdicts.AddRange(answers.Select(a => Verdict(a, MailboxProtocol.Name(access))));
        }
        session.Mailboxes[Id] = verdicts;
        string scope = session.Integration.MailboxScope!.Name;
        if (reached.Count > 0)
            findings.Pending("the mailbox scope to take effect", MailboxCodes.ScopeNotEnforced, Words.Names([.. reached.Distinct()], 5),
                $"The application reaches mailboxes outside the scope '{scope}'.",
                "Revoke tenant-wide mail permissions of the application, and check its role assignments in Exchange Online; changes take 30 minutes to 2 hours.");
        return findings.ToOutcome(findings.HasErrors ? "the scope does not hold"
            : $"{Words.Count(outside.Length, "mailbox", "mailboxes")} outside '{scope}' tried, all refused");
    }

    private static async Task JudgeRolesAsync(IntegrationSession session, FindingList findings, CancellationToken cancellationToken)
    {
        bool exchange = Protocols(session.Integration).Any(access => access != MailboxAccess.Graph);
        foreach (Guid api in exchange ? new[] { WellKnown.MicrosoftGraph, WellKnown.ExchangeOnline } : [WellKnown.MicrosoftGraph])
        {
            AppToken token = await session.TokenAsync(api, cancellationToken);
            string[] wide = [.. token.Roles.Where(r => r is "full_access_as_app" || r.StartsWith("Mail.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            if (wide.Length > 0)
                findings.Error("MAILBOX_SCOPE_DEFEATED", string.Join(", ", wide),
                    "The application holds a mail permission for the whole tenant, which adds to the scope and so defeats it.",
                    "Revoke it on the enterprise application's permissions.");
        }
    }

    /// <summary>Users whom the product would bring, but whose mailboxes it could not reach: most often members of nested groups.</summary>
    private static void WarnOfUsersOutside(IntegrationSession session, MailboxCandidates candidates, FindingList findings)
    {
        HashSet<string> synchronized = new(session.Users.Where(u => u.Synchronized).Select(u => u.UserPrincipalName), StringComparer.OrdinalIgnoreCase);
        string[] outside = [.. candidates.Outside.Where(a => synchronized.Contains(a.UserPrincipalName)).Select(a => a.Address)];
        if (outside.Length > 0)
            findings.Warning("SYNCHRONIZED_OUTSIDE_SCOPE", Words.Names(outside, 5),
                $"{Words.Count(outside.Length, "user")} would be synchronized, but {(outside.Length == 1 ? "the mailbox lies" : "the mailboxes lie")} outside the scope, so the product cannot reach {(outside.Length == 1 ? "it" : "them")}.",
                session.Integration.MailboxScope!.Kind == MailboxScopeKind.Group
                    ? "Make them direct members of the scope's group (Exchange does not look into nested groups), or leave them out of the synchronization."
                    : "Add them to the administrative unit, or leave them out of the synchronization.");
    }

    private static MailboxVerdict Verdict(MailboxAnswer answer, string protocol)
    {
        MailboxStatus status = answer.Code switch
        {
            null => MailboxStatus.Failed,
            MailboxCodes.AccessDenied or MailboxCodes.PermissionMissing or MailboxCodes.AccessPolicy => MailboxStatus.RefusedAsDeclared,
            _ => MailboxStatus.NoMailbox,
        };
        string? code = status == MailboxStatus.Failed ? MailboxCodes.ScopeNotEnforced : null;
        string reason = status switch
        {
            MailboxStatus.Failed => MailboxFindings.Reason(code, answer.Account),
            MailboxStatus.RefusedAsDeclared => "outside the scope, refused as declared",
            _ => "outside the scope, not reachable",
        };
        return new(answer.Account.Address, answer.Account.DisplayName, protocol, status, code, reason);
    }

    private static IEnumerable<MailboxAccess> Protocols(IntegrationOutputs integration) =>
        integration.MailboxAccess.Where(a => a is not MailboxAccess.ExchangePowershell);
}
