using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Every mailbox of the tenant, or of the declared scope, is reachable by one declared protocol.</summary>
internal sealed class MailboxCheck(MailboxAccess access) : ICheck
{
    public string Id => $"mailboxes-{MailboxProtocol.Name(access)}";
    public string Title => $"Mailboxes by {MailboxProtocol.InWords(access)}";
    public VerificationExitCode FailureClass => VerificationExitCode.Mailboxes;

    public bool AppliesTo(IntegrationOutputs integration) => integration.MailboxAccess.Contains(access);

    public async Task<CheckOutcome> RunAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        if (session.SignInFailure is string why)
            return CheckOutcome.LeftOpen(why);
        MailboxCandidates candidates = await MailboxCandidates.ReadAsync(session, cancellationToken);
        IReadOnlyList<Account> accounts = candidates.Inside;
        string? unlisted = null;
        if (accounts.Count == 0 && candidates.Unknown is not null && access == MailboxAccess.ExchangePowershell && session.Integration.MailboxScope is null)
        {
            (IReadOnlyList<Account>? listed, string? code, string? detail) = await ExchangePowerShellProbe.ListAsync(session, cancellationToken);
            if (listed is null)
                return Judge(session, [new(Whole(session), code, detail)]);
            accounts = listed;
            unlisted = "as Get-Mailbox lists them";
        }
        else if (accounts.Count == 0)
        {
            return candidates.Unknown is string unknown ? CheckOutcome.LeftOpen(unknown)
                : new("no mailbox to reach", [new("NO_MAILBOX_TO_REACH", Severity.Warning, session.Tenant.Domain,
                    session.Integration.MailboxScope is MailboxScopeOutputs scope ? $"The scope '{scope.Name}' holds no account with a mailbox."
                        : "The tenant has no account that may have a mailbox.",
                    "Assign licences or members, then verify again.")]);
        }
        IReadOnlyList<MailboxAnswer> answers = unlisted is not null ? [.. accounts.Select(a => new MailboxAnswer(a, null))]
            : await MailboxProtocol.Probe(access).ProbeAsync(session, accounts,
                done => session.Progress?.Advanced(session.Name, Id, done, accounts.Count), cancellationToken);
        return Judge(session, answers, unlisted ?? (candidates.Unknown is null ? null : "as named for this verification"));
    }

    private CheckOutcome Judge(IntegrationSession session, IReadOnlyList<MailboxAnswer> answers, string? remark = null)
    {
        string protocol = MailboxProtocol.Name(access);
        session.Mailboxes[Id] = [.. answers.Select(a => new MailboxVerdict(
            a.Account.Address, a.Account.DisplayName, protocol, MailboxFindings.StatusOf(a.Code), a.Code, MailboxFindings.Reason(a.Code, a.Account)))];
        foreach (MailboxAnswer answer in answers.Where(a => a.Code is null or MailboxCodes.NotProvisioned or MailboxCodes.OnPremises))
            session.Evidence[answer.Account.Id] = answer.Code;
        FindingList findings = new();
        MailboxFindings.Add(findings, session, access, answers);
        int expected = answers.Count(a => a.Code is not MailboxCodes.None), reached = answers.Count(a => a.Reachable);
        return findings.ToOutcome($"{Words.Number(reached)} of {Words.Count(expected, "mailbox", "mailboxes")} reachable{(remark is null ? "" : $", {remark}")}");
    }

    private static Account Whole(IntegrationSession session) => new()
    {
        Id = session.Tenant.Domain,
        DisplayName = session.Tenant.Domain,
        UserPrincipalName = session.Tenant.Domain,
        Enabled = true,
        MailboxPlan = Guid.Empty,
    };
}
