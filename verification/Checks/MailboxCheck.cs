using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Every mailbox of the tenant, or of the declared scope, is reachable by one declared protocol. Learns <see
/// cref="ProbedMailboxes"/>.</summary>
internal sealed class MailboxCheck(MailboxProtocol protocol) : ICheck
{
    private static readonly string[] Witnesses = [.. MailboxProtocol.All.Where(one => !one.NeedsEvidence).Select(IdOf)];

    public string Id => IdOf(protocol);
    public string Title => $"Mailboxes by {protocol.Name}";
    public VerificationExitCode FailureClass => VerificationExitCode.Mailboxes;
    public IReadOnlyList<string> Needs => protocol.NeedsEvidence ? [SignInCheck.CheckId, .. Witnesses] : [SignInCheck.CheckId];

    /// <summary>Id of the check of a protocol.</summary>
    public static string IdOf(MailboxProtocol protocol) => $"mailboxes-{protocol.Key}";

    public bool AppliesTo(IntegrationOutputs integration) => protocol.IsUsedBy(integration);

    public async Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.NoTokens is string why)
            return CheckOutcome.LeftOpen(why);
        IntegrationSession session = context.Session;
        MailboxCandidates candidates = await MailboxCandidates.ReadAsync(context, cancellationToken);
        if (candidates.Inside.Count == 0)
            return await WithoutCandidatesAsync(context, candidates.Unknown, cancellationToken);
        IReadOnlyList<MailboxAnswer> answers = await protocol.Probe.ProbeAsync(session, candidates.Inside,
            done => session.Progress?.Advanced(session.Name, Id, done, candidates.Inside.Count), cancellationToken);
        MailboxEvidence evidence = new(protocol.NeedsEvidence
            ? Witnesses.Select(id => context.Known.From<ProbedMailboxes>(id)).OfType<ProbedMailboxes>() : []);
        return Judge(context, protocol.Probe.Interpret(answers, evidence), candidates.Unknown is null ? null
            : "as named for this verification");
    }

    /// <summary>No account is known that may have a mailbox: the protocol itself may know some.</summary>
    private async Task<CheckOutcome> WithoutCandidatesAsync(CheckContext context, string? unknown, CancellationToken cancellationToken)
    {
        MailboxScopeOutputs? scope = context.Integration.MailboxScope;
        if (unknown is null)
            return new("no mailbox to reach", [MailboxFindings.NothingToReach(context.Session.Tenant.Domain, scope?.Name)]);
        if (scope is not null || await protocol.Probe.ListAsync(context.Session, cancellationToken) is not MailboxListing listing)
            return CheckOutcome.LeftOpen(unknown);
        return listing.Refusal is MailboxOutcome refusal
            ? Judge(context, [new(Organization(context.Session), refusal, listing.Detail)])
            : Judge(context, [.. listing.Mailboxes.Select(account => new MailboxAnswer(account, MailboxOutcome.Reachable))],
                "as Get-Mailbox lists them");
    }

    private CheckOutcome Judge(CheckContext context, IReadOnlyList<MailboxAnswer> answers, string? remark = null)
    {
        FindingList findings = new();
        bool noneReachable = !answers.Any(answer => answer.Reachable);
        foreach (IGrouping<MailboxOutcome, MailboxAnswer> alike in answers.GroupBy(answer => answer.Outcome))
        {
            if (alike.Key.Finding is not Func<MailboxGroup, Finding> finding)
                continue;
            findings.Add(finding(new MailboxGroup([.. alike.Select(answer => answer.Account.Address)], alike.First().Detail, noneReachable,
                protocol.WhyDenied, protocol.SetUpByScript, context.Integration.MailboxScope is not null)));
        }
        int expected = answers.Count(answer => answer.Outcome != MailboxOutcome.NoMailbox),
            reached = answers.Count(answer => answer.Reachable);
        string summary = $"{Words.Number(reached)} of {Words.Count(expected, "mailbox", "mailboxes")} reachable";
        return findings.ToOutcome(remark is null ? summary : $"{summary}, {remark}") with
        {
            Unanswered = answers.Any(answer => answer.Outcome == MailboxOutcome.Unanswered),
            Learned = new ProbedMailboxes(answers),
            Mailboxes = [.. answers.Select(answer => answer.ToVerdict(protocol))],
        };
    }

    private static Account Organization(IntegrationSession session) => new()
    {
        Id = session.Tenant.Domain,
        DisplayName = session.Tenant.Domain,
        UserPrincipalName = session.Tenant.Domain,
        Enabled = true,
        MailboxPlan = Guid.Empty,
    };
}
