using System.Text.Json;

namespace TenantOnboarding.Verification.Directory;

/// <summary>Asks Exchange what mailboxes are for (<c>userPurpose</c>), which takes <c>MailboxSettings.Read</c>.</summary>
internal static class MailboxPurposes
{
    /// <summary>The accounts in their order, with the purpose of each that may have a mailbox. Where Exchange does not say it, or the
    /// mailbox is kept from the application, the account stays as it is.</summary>
    public static async Task<IReadOnlyList<Account>> ReadAsync(
        GraphBatch batch, IReadOnlyList<Account> accounts, int concurrency, CancellationToken cancellationToken)
    {
        int[] asked = [.. Enumerable.Range(0, accounts.Count).Where(index => accounts[index].MayHaveMailbox)];
        string[] urls = [.. asked.Select(index => $"/users/{Uri.EscapeDataString(accounts[index].Id)}/mailboxSettings/userPurpose")];
        IReadOnlyList<GraphBatchAnswer?> answers = await batch.GetAsync(urls, concurrency, cancellationToken);
        Account[] told = [.. accounts];
        for (int i = 0; i < asked.Length; i++)
            told[asked[i]] = accounts[asked[i]] with { Purpose = PurposeIn(answers[i]) };
        return told;
    }

    private static string? PurposeIn(GraphBatchAnswer? answer) => answer switch
    {
        { Status: 200, Body.ValueKind: JsonValueKind.Object } when answer.Body.TryGetProperty("value", out JsonElement value)
            && value.GetString() is { Length: > 0 } purpose and not "unknownFutureValue" => purpose,
        { Status: 404 } => Account.NoMailbox,
        _ => null,
    };
}
