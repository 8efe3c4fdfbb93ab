using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Http;
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
    public const int Sample = GraphBatches.Most;

    public string Id => "mailbox-scope";
    public string Title => "Mailbox scope";
    public VerificationExitCode FailureClass => VerificationExitCode.OtherCheck;
    public IReadOnlyList<string> Needs => [SignInCheck.CheckId, UserSyncCheck.CheckId];

    public bool AppliesTo(IntegrationOutputs integration) => integration.MailboxScope is not null && Protocols(integration).Any();

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.NoTokens is string why)
            return CheckOutcome.LeftOpen(why);
        FindingList findings = new();
        await JudgeRolesAsync(context.Session, findings, cancellationToken);
        MailboxCandidates candidates = await MailboxCandidates.ReadAsync(context, cancellationToken);
        if (candidates.Unknown is string unknown)
            return findings.ToOutcome(unknown, open: true);
        WarnOfUsersOutside(context, candidates, findings);
        // Only a mailbox that surely exists proves anything by refusing.
        Account[] outside = [.. candidates.Outside.OrderByDescending(account => account.Licensed && !account.OnPremises).Take(Sample)];
        if (outside.Length == 0)
            return findings.ToOutcome("every mailbox lies in the scope, so none is left to prove it with", open: true);
        return await ProbeOutsideAsync(context, outside, findings, cancellationToken);
    }

    private async Task<CheckOutcome> ProbeOutsideAsync(
        CheckContext context, Account[] outside, FindingList findings, CancellationToken cancellationToken)
    {
        IntegrationSession session = context.Session;
        List<MailboxVerdict> verdicts = [];
        List<string> reached = [];
        foreach (MailboxProtocol protocol in Protocols(context.Integration))
        {
            IReadOnlyList<MailboxAnswer> answers = await AnswerSheet.AskAsync(protocol.Probe, session, outside,
                done => session.Progress?.Advanced(session.Name, Id, done, outside.Length), cancellationToken);
            reached.AddRange(answers.Where(answer => answer.Reachable).Select(answer => answer.Account.Address));
            verdicts.AddRange(answers.Select(answer => Verdict(answer, protocol)));
        }
        string scope = context.Integration.MailboxScope!.Name;
        if (reached.Count > 0)
            findings.Add(ExchangeFindings.ScopeNotEnforced(scope, [.. reached.Distinct()]));
        int unanswered = verdicts.Count(verdict => verdict.Status == MailboxStatus.Unanswered);
        return findings.ToOutcome(findings.HasErrors ? "the scope does not hold"
            : $"{Words.Count(outside.Length, "mailbox", "mailboxes")} outside '{scope}' tried, "
                + (unanswered == 0 ? "all refused" : $"{Words.Number(unanswered)} not answered in time, the others refused")) with
        {
            Unanswered = unanswered > 0,
            Mailboxes = verdicts,
        };
    }

    private static async Task JudgeRolesAsync(IntegrationSession session, FindingList findings, CancellationToken cancellationToken)
    {
        foreach (Guid api in Protocols(session.Integration).Select(protocol => protocol.Api).Append(WellKnown.MicrosoftGraph).Distinct())
        {
            AppToken token = await session.TokenAsync(api, cancellationToken);
            string[] wide = [.. token.Roles
                .Where(role => role is "full_access_as_app"
                    || role.StartsWith("Mail.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
            if (wide.Length > 0)
                findings.Add(ExchangeFindings.ScopeDefeated(wide));
        }
    }

    /// <summary>Users whom the product would synchronize, but whose mailboxes it could not reach: most often members of nested
    /// groups.</summary>
    private static void WarnOfUsersOutside(CheckContext context, MailboxCandidates candidates, FindingList findings)
    {
        if (context.Known.From<SynchronizedUsers>(UserSyncCheck.CheckId) is not SynchronizedUsers synchronized)
            return;
        string[] outside = [.. candidates.Outside
            .Where(synchronized.Includes).Select(account => account.Address)];
        if (outside.Length > 0)
            findings.Add(ExchangeFindings.SynchronizedOutsideScope(outside, context.Integration.MailboxScope!.Kind));
    }

    private static MailboxVerdict Verdict(MailboxAnswer answer, MailboxProtocol protocol)
    {
        (MailboxStatus status, string? code, string reason) =
            answer.Reachable ? (MailboxStatus.Failed, ExchangeFindings.ScopeNotEnforcedKind.Code, "reachable, though outside the scope")
            : answer.Outcome == MailboxOutcome.Unanswered ? (MailboxStatus.Unanswered, answer.Outcome.Kind?.Code, answer.Outcome.Reason)
            : answer.Outcome.IsRefusal ? (MailboxStatus.RefusedAsDeclared, (string?)null, "outside the scope, refused as declared")
            : (MailboxStatus.NoMailbox, null, "outside the scope, not reachable");
        return new(answer.Account.Address, answer.Account.DisplayName, protocol.Key, status, code, reason);
    }

    private static IEnumerable<MailboxProtocol> Protocols(IntegrationOutputs integration) =>
        MailboxProtocol.All.Where(protocol => protocol.Scoped && protocol.IsUsedBy(integration));
}
