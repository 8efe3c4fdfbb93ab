using System.Collections;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>The answers about some mailboxes: filled in as they come, read in the order of the accounts. Of a mailbox that simply is
/// reachable there is nothing to keep but that.</summary>
/// <param name="accounts">Whose mailboxes.</param>
/// <param name="advanced">Told how many have answered, or null.</param>
internal sealed class AnswerSheet(IReadOnlyList<Account> accounts, Action<int>? advanced = null)
{
    private readonly BitArray _answered = new(accounts.Count);
    private readonly Dictionary<int, MailboxAnswer> _remarkable = [];

    /// <summary>How many have answered.</summary>
    public int Count { get; private set; }

    /// <summary>Whether all have answered.</summary>
    public bool IsComplete => Count == accounts.Count;

    /// <summary>The answers that are there by now.</summary>
    public IReadOnlyList<MailboxAnswer> Answers
    {
        get
        {
            int[]? places = IsComplete ? null : [.. Enumerable.Range(0, accounts.Count).Where(place => _answered[place])];
            return new ComputedList<MailboxAnswer>(Count, index => At(places is null ? index : places[index]));
        }
    }

    /// <summary>Fills an answer in; one that is there already stays.</summary>
    /// <param name="place">The account's number, from 0.</param>
    /// <param name="answer">The answer about it.</param>
    public void Add(int place, MailboxAnswer answer)
    {
        if (_answered[place])
            return;
        _answered[place] = true;
        if (!answer.IsPlain)
            _remarkable.Add(place, answer);
        Count++;
        advanced?.Invoke(Count);
    }

    /// <summary>Asks a probe about accounts, and fills in what it tells until it ends or is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the answers that came are there.</exception>
    public static async Task<IReadOnlyList<MailboxAnswer>> AskAsync(IMailboxProbe probe, Session.IntegrationSession session,
        IReadOnlyList<Account> accounts, Action<int>? advanced, CancellationToken cancellationToken)
    {
        AnswerSheet sheet = new(accounts, advanced);
        await probe.ProbeAsync(session, accounts, sheet.Add, cancellationToken);
        return sheet.Answers;
    }

    private MailboxAnswer At(int place) =>
        _remarkable.GetValueOrDefault(place) ?? new(accounts[place], MailboxOutcome.Reachable);
}
