using System.Text.Json;
using Microsoft.Kiota.Abstractions;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Mailboxes;
using TenantOnboarding.Verification.Results;

namespace TenantOnboarding.Verification.Checks;

/// <summary>Tells users who left while the verification ran from mailboxes that are not as declared.</summary>
internal static class LeftUsers
{
    /// <summary>The answers; where some are not good, the directory is asked once more who was deleted. Where it does not tell, they stay
    /// as they are.</summary>
    public static async Task<IReadOnlyList<MailboxAnswer>> TellApartAsync(
        CheckContext context, IReadOnlyList<MailboxAnswer> answers, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || !answers.Any(IsDoubtful))
            return answers;
        HashSet<(Guid, string?)> deleted = [.. (await DeletedAsync(context, cancellationToken)).Select(account => account.Key)];
        return deleted.Count == 0 ? answers : MailboxAnswer.Read(answers, answer =>
            IsDoubtful(answer) && deleted.Contains(answer.Account.Key) ? answer with { Outcome = MailboxOutcome.UserLeft } : answer);
    }

    private static bool IsDoubtful(MailboxAnswer answer) => answer.Outcome.Status is MailboxStatus.Warning or MailboxStatus.Failed;

    private static async Task<IReadOnlyList<Account>> DeletedAsync(CheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.DeletedAccountsAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is ApiException or JsonException or HttpRequestException or UnansweredException
            || (exception is OperationCanceledException && context.Session.Options.Stop.IsCancellationRequested))
        {
            // What the mailboxes answered counts more than why.
            return [];
        }
    }
}
