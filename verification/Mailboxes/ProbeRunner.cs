using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Runs one request per portion of accounts, several at once, and tells the answers as they come.</summary>
internal static class ProbeRunner
{
    public static async Task RunAsync(IntegrationSession session, IReadOnlyList<Account> accounts, int portion,
        Func<IReadOnlyList<Account>, CancellationToken, Task<IReadOnlyList<MailboxAnswer>>> probe, Action<MailboxAnswer> answered,
        CancellationToken cancellationToken)
    {
        Lock gate = new();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Math.Clamp(session.Options.MailboxConcurrency, 1, 64),
            CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(accounts.Chunk(portion), parallel, async (chunk, token) =>
        {
            IReadOnlyList<MailboxAnswer> some = await probe(chunk, token);
            lock (gate)
            {
                foreach (MailboxAnswer answer in some)
                    answered(answer);
            }
        });
    }
}
