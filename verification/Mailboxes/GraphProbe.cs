using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Session;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Reads each inbox's folder through Microsoft Graph, many to a request.</summary>
internal sealed class GraphProbe : IMailboxProbe
{
    public Task ProbeAsync(IntegrationSession session, IReadOnlyList<Account> accounts, Action<int, MailboxAnswer> answered,
        CancellationToken cancellationToken) =>
        new GraphBatches(session.Connection, session.Endpoints, session.Credential!, accounts.Count,
            index => $"/users/{Uri.EscapeDataString(accounts[index].Id)}/mailFolders/inbox?$select=id",
            (index, item) => answered(index, Judge(accounts[index], item))).RunAsync(cancellationToken);

    private static MailboxAnswer Judge(Account account, GraphBatchItem item) => item.GivenUp is string why
        ? new(account, MailboxOutcome.Unanswered, why)
        : Judge(account, item.Status, item.Error);

    internal static MailboxAnswer Judge(Account account, int status, ApiError error)
    {
        string detail = $"{status} {error.Code}{(error.Message is null ? "" : $": {error.Message}")}".Trim();
        MailboxOutcome outcome = (status, error.Code) switch
        {
            (>= 200 and < 300, _) => MailboxOutcome.Reachable,
            (404, "MailboxNotEnabledForRESTAPI") => MailboxOutcome.Absent(account),
            (404, "ErrorItemNotFound") => MailboxOutcome.NotProvisioned,
            (404, "ErrorInvalidUser" or "Request_ResourceNotFound" or "ResourceNotFound") =>
                account.Licensed ? MailboxOutcome.UnknownAddress : MailboxOutcome.NoMailbox,
            (403, _) when error.Message is string text && (text.Contains("[RAOP]", StringComparison.Ordinal)
                || text.Contains("Access to OData is disabled", StringComparison.OrdinalIgnoreCase)) => MailboxOutcome.AccessPolicy,
            (401 or 403, _) => MailboxOutcome.Denied(account),
            _ => MailboxOutcome.Failed,
        };
        return new(account, outcome, outcome == MailboxOutcome.Reachable ? null : detail);
    }
}
