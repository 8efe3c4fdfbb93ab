using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Asks about each account by itself, and tells the answers as they come. How many at once is the line's affair.</summary>
internal static class ProbeRunner
{
    /// <summary>Questions under way for each that may be put at once, so that those that wait keep no other back.</summary>
    private const int UnderWay = 4;

    public static async Task RunAsync(ServiceLine line, IReadOnlyList<Account> accounts,
        Func<Account, CancellationToken, Task<MailboxAnswer>> probe, Action<int, MailboxAnswer> answered,
        CancellationToken cancellationToken)
    {
        Lock gate = new();
        bool gaveUp = false;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = line.Most * UnderWay, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, accounts.Count, parallel, async (place, token) =>
        {
            Account account = accounts[place];
            MailboxAnswer answer;
            try
            {
                answer = Volatile.Read(ref gaveUp) && line.IsSilent
                    ? new(account, MailboxOutcome.Unanswered, "nothing is answered any more")
                    : await probe(account, token);
            }
            catch (UnansweredException exception)
            {
                Volatile.Write(ref gaveUp, true);
                answer = new(account, MailboxOutcome.Unanswered, exception.Message);
            }
            lock (gate)
                answered(place, answer);
        });
    }
}
