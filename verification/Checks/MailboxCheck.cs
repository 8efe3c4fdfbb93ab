using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Findings;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Outputs;
using TenantOnboarding.Verification.Results;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.Tenant;
using TenantOnboarding.Verification.Text;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Every mailbox of the tenant, or of the declared scope, is reachable by one declared protocol. Learns <see
/// cref="ProbedMailboxes"/>.</summary>
internal sealed class MailboxCheck(MailboxProtocol protocol) : ICheck
{
    /// <summary>Ids and addresses of a finding's mailboxes that evidence is looked up by.</summary>
    private const int MostWitnesses = 400;

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
        IReadOnlyList<Account> asked = session.Options.Sample is SampleDraw draw
            ? draw.From(candidates.Inside, account => account.Id) : candidates.Inside;
        int[] left = [.. Enumerable.Range(0, asked.Count).Where(place => !IsKnown(session, asked[place]))];
        AnswerSheet sheet = new(asked, done => session.Progress?.Advanced(session.Name, Id, done, asked.Count));
        foreach (int place in left.Length == asked.Count ? [] : Enumerable.Range(0, asked.Count).Except(left))
            sheet.Add(place, new(asked[place], MailboxOutcome.Reachable));
        try
        {
            if (left.Length > 0)
            {
                await protocol.Probe.ProbeAsync(session, new ComputedList<Account>(left.Length, number => asked[left[number]]),
                    (number, answer) => sheet.Add(left[number], answer), cancellationToken);
            }
        }
        catch (OperationCanceledException) when (session.Options.Stop.IsCancellationRequested)
        {
            // What is known by now is judged, and said to be partial.
        }
        MailboxEvidence evidence = new(protocol.NeedsEvidence
            ? Witnesses.Select(id => context.Known.From<ProbedMailboxes>(id)).OfType<ProbedMailboxes>() : []);
        IReadOnlyList<MailboxAnswer> interpreted = MailboxAnswer.Read(protocol.Probe.Interpret(sheet.Answers, evidence), answer =>
            answer.Outcome.For(answer.Account) is MailboxOutcome outcome && outcome != answer.Outcome
                ? answer with { Outcome = outcome } : answer);
        interpreted = await LeftUsers.TellApartAsync(context, interpreted, cancellationToken);
        CheckOutcome outcome = Judge(context, interpreted, Remark(candidates.Unknown is null, asked.Count - left.Length,
            session.Options.Known));
        return sheet.IsComplete ? WithSample(outcome, candidates.Inside.Count, asked.Count, session.Options.Sample)
            : outcome with
            {
                Open = true,
                Partial = true,
                Summary = $"cancelled after {Words.Number(sheet.Count)} of {Words.Count(asked.Count, "mailbox", "mailboxes")}; "
                    + outcome.Summary,
            };
    }

    private bool IsKnown(IntegrationSession session, Account account) =>
        session.Options.Known?.Reached(session.Name, protocol.Key, account.Address) == true;

    private static string? Remark(bool listed, int known, KnownAnswers? answers)
    {
        string? named = listed ? null : "as named for this verification";
        if (known == 0)
            return named;
        string kept = $"{Words.Number(known)} of them by an earlier run, since {Words.Time(answers!.Since)}";
        return named is null ? kept : $"{named}, {kept}";
    }

    private static CheckOutcome WithSample(CheckOutcome outcome, int population, int drawn, SampleDraw? draw)
    {
        if (draw is null || drawn == population)
            return outcome;
        int answered = drawn - outcome.Mailboxes.Count(one => one.Status == MailboxStatus.Unanswered);
        MailboxSample sample = new(answered, population, outcome.Mailboxes.Count(one => one.IsMissed), draw.Seed);
        return outcome with { Sample = sample, Summary = $"{outcome.Summary}; {sample.Sentence}" };
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
            : Judge(context, [.. listing.Mailboxes.Select(account => new MailboxAnswer(account, MailboxOutcome.Reachable)
                {
                    HasArchive = account.HasArchive,
                })],
                "as Get-Mailbox lists them");
    }

    private CheckOutcome Judge(CheckContext context, IReadOnlyList<MailboxAnswer> answers, string? remark = null)
    {
        FindingList findings = new();
        bool noneReachable = !answers.Any(answer => answer.Reachable);
        foreach (IGrouping<MailboxOutcome, MailboxAnswer> alike in
            answers.Where(answer => answer.Outcome.Finding is not null).GroupBy(answer => answer.Outcome))
        {
            MailboxGroup group = new([.. alike.Select(answer => answer.Account.Address)], alike.First().Detail, noneReachable,
                protocol.WhyDenied, protocol.SetUpByScript, context.Integration.MailboxScope is not null);
            findings.Add(alike.Key.Finding!(group) with
            {
                Witnesses = [.. alike.SelectMany(answer => new[] { answer.Account.Id, answer.Account.Address }).Take(MostWitnesses)],
            });
        }
        string[] archived = [.. answers.Where(answer => answer.HasArchive).Select(answer => answer.Account.Address)];
        if (archived.Length > 0)
            findings.Add(MailboxFindings.OnlineArchive(archived) with { Witnesses = archived });
        int expected = answers.Count(answer => answer.Outcome.Status != MailboxStatus.NoMailbox),
            reached = answers.Count(answer => answer.Reachable);
        string summary = $"{Words.Number(reached)} of {Words.Count(expected, "mailbox", "mailboxes")} reachable";
        return findings.ToOutcome(remark is null ? summary : $"{summary}, {remark}") with
        {
            Unanswered = answers.Any(answer => answer.Outcome == MailboxOutcome.Unanswered),
            Learned = new ProbedMailboxes(answers),
            Mailboxes = new ComputedList<MailboxVerdict>(answers.Count, index => answers[index].ToVerdict(protocol)),
        };
    }

    private static Account Organization(IntegrationSession session) => new()
    {
        Id = session.Tenant.Domain,
        Names = new(session.Tenant.Domain, session.Tenant.Domain),
        Enabled = true,
        MailboxPlan = "",
    };
}
