using TenantOnboarding.Verification.Directory;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>The answers about some mailboxes: filled in as they come, read in the order of the accounts.</summary>
internal sealed class AnswerSheet
{
    private readonly Dictionary<Account, int> _places;
    private readonly MailboxAnswer?[] _answers;
    private readonly Action<int>? _advanced;

    /// <param name="accounts">Whose mailboxes.</param>
    /// <param name="advanced">Told how many have answered, or null.</param>
    public AnswerSheet(IReadOnlyList<Account> accounts, Action<int>? advanced = null)
    {
        _places = new(accounts.Count, ReferenceEqualityComparer.Instance);
        foreach ((int place, Account account) in accounts.Index())
            _places.TryAdd(account, place);
        _answers = new MailboxAnswer?[accounts.Count];
        _advanced = advanced;
    }

    /// <summary>How many have answered.</summary>
    public int Count { get; private set; }

    /// <summary>Whether all have answered.</summary>
    public bool IsComplete => Count == _answers.Length;

    /// <summary>The answers that are there.</summary>
    public IReadOnlyList<MailboxAnswer> Answers => [.. _answers.OfType<MailboxAnswer>()];

    /// <summary>Fills an answer in; one that is there already stays.</summary>
    public void Add(MailboxAnswer answer)
    {
        ref MailboxAnswer? place = ref _answers[_places[answer.Account]];
        if (place is not null)
            return;
        place = answer;
        _advanced?.Invoke(++Count);
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
}
