using System.Text.Json;
using Microsoft.Graph;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;

namespace TenantOnboarding.Verification.Directory;

/// <summary>
/// Reads pages of users through Microsoft Graph's client, but without its models: a user of theirs takes many times the memory of an
/// account, and most of the time of a page.
/// </summary>
internal static class AccountPages
{
    /// <summary>Every status of an error, as Kiota's error mappings write it.</summary>
    private const string AnyError = "XXX";

    private static readonly Dictionary<string, ParsableFactory<IParsable>> Errors =
        new() { [AnyError] = ODataError.CreateFromDiscriminatorValue };

    /// <summary>One page.</summary>
    /// <returns>Its accounts, and the link to the next page or null.</returns>
    /// <exception cref="ODataError">Graph refuses.</exception>
    /// <exception cref="JsonException">The answer is no JSON.</exception>
    public static async Task<(IReadOnlyList<Account> Items, string? Next)> ReadAsync(
        GraphServiceClient graph, RequestInformation request, CancellationToken cancellationToken)
    {
        await using Stream? body = await graph.RequestAdapter.SendPrimitiveAsync<Stream>(request, Errors, cancellationToken);
        if (body is null)
            return ([], null);
        using JsonDocument page = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        List<Account> accounts = [];
        foreach (JsonElement user in page.RootElement.GetProperty("value").EnumerateArray())
            accounts.Add(AccountReader.ToAccount(user));
        return (accounts, page.RootElement.TryGetProperty("@odata.nextLink", out JsonElement next) ? next.GetString() : null);
    }
}
