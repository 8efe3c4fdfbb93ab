using Azure.Core;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Directory;

/// <summary>Asks Exchange what mailboxes are for (<c>userPurpose</c>), which takes <c>MailboxSettings.Read</c>.</summary>
internal static class MailboxPurposes
{
    /// <summary>The accounts in their order, with the purpose of each that may have a mailbox. Where Exchange does not say it, or the
    /// mailbox is kept from the application, the account stays as it is.</summary>
    public static async Task<IReadOnlyList<Account>> ReadAsync(TenantConnection connection, TenantEndpoints endpoints,
        TokenCredential credential, IReadOnlyList<Account> accounts, CancellationToken cancellationToken)
    {
        int[] asked = [.. Enumerable.Range(0, accounts.Count).Where(index => accounts[index].MayHaveMailbox)];
        Account[] told = [.. accounts];
        await new GraphBatches(connection, endpoints, credential, asked.Length,
            index => $"/users/{Uri.EscapeDataString(accounts[asked[index]].Id)}/mailboxSettings/userPurpose",
            (index, item) => told[asked[index]] = accounts[asked[index]] with { Purpose = PurposeIn(item) }).RunAsync(cancellationToken);
        return told;
    }

    private static string? PurposeIn(GraphBatchItem item) => item switch
    {
        { Status: 200, Value: { Length: > 0 } purpose and not "unknownFutureValue" } => purpose,
        { Status: 404 } => Account.NoMailbox,
        _ => null,
    };
}
