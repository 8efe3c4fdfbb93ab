using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>The tenant allows Exchange Web Services to the application, and how long they will still exist.</summary>
internal sealed class EwsPolicyCheck : ICheck
{
    private static readonly string Mailboxes = MailboxCheck.IdOf(MailboxProtocol.Ews);

    public string Id => "ews-policy";
    public string Title => "Exchange Web Services policy";
    public VerificationExitCode FailureClass => VerificationExitCode.Mailboxes;
    public IReadOnlyList<string> Needs => [Mailboxes];

    public bool AppliesTo(IntegrationOutputs integration) => MailboxProtocol.Ews.IsUsedBy(integration);

    public Task<CheckOutcome> RunAsync(CheckContext context, CancellationToken cancellationToken)
    {
        FindingList findings = new();
        DateOnly end = WellKnown.EwsEnds;
        int days = end.DayNumber - DateOnly.FromDateTime(context.Session.Now.UtcDateTime).DayNumber;
        findings.Add(days > 0 ? EwsFindings.Ends(end, days) : EwsFindings.Ended(end));

        IReadOnlyList<MailboxAnswer> answers = context.Known.From<ProbedMailboxes>(Mailboxes)?.Answers ?? [];
        string left = $"{Words.Count(Math.Max(days, 0), "day")} left until {Words.Date(end)}";
        if (answers.FirstOrDefault(answer => answer.Outcome == MailboxOutcome.EwsBlocked) is MailboxAnswer blocked)
        {
            findings.Add(EwsFindings.BlockedByPolicy(context.Integration.ClientId, blocked.Detail ?? ""));
            return Task.FromResult(findings.ToOutcome("blocked by the organization's policy"));
        }
        bool answered = answers.Any(answer => answer.Outcome != MailboxOutcome.Failed && answer.Outcome != MailboxOutcome.Unanswered);
        return Task.FromResult(answered ? findings.ToOutcome($"allowed; {left}")
            : findings.ToOutcome($"no mailbox was asked; {left}", open: true));
    }
}
