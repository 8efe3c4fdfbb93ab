using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Runs one request per portion of accounts, several at once, and keeps the answers in order.</summary>
internal static class ProbeRunner
{
    public static async Task<IReadOnlyList<MailboxAnswer>> RunAsync(IntegrationSession session, IReadOnlyList<Account> accounts,
        int portion,
        Func<IReadOnlyList<Account>, CancellationToken, Task<IReadOnlyList<MailboxAnswer>>> probe, Action<int> advanced,
            CancellationToken cancellationToken)
    {
        MailboxAnswer[] answers = new MailboxAnswer[accounts.Count];
        object gate = new();
        int done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Clamp(session.Options.MailboxConcurrency, 1, 64),
            CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(accounts.Chunk(portion).Index(), parallel, async (chunk, token) =>
        {
            IReadOnlyList<MailboxAnswer> some = await probe(chunk.Item, token);
            lock (gate)
            {
                for (int i = 0; i < some.Count; i++)
                    answers[chunk.Index * portion + i] = some[i];
                advanced(done += some.Count);
            }
        });
        return answers;
    }
}
