using System.Text.Json;
using System.Text.Json.Serialization;
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

    private static readonly JsonSerializerOptions Json = new() { Converters = { new AccountConverter() } };

    /// <summary>One page.</summary>
    /// <returns>Its accounts, and the link to the next page or null.</returns>
    /// <exception cref="ODataError">Graph refuses.</exception>
    /// <exception cref="JsonException">The answer is no page of users in JSON.</exception>
    public static async Task<(IReadOnlyList<Account> Items, string? Next)> ReadAsync(
        GraphServiceClient graph, RequestInformation request, CancellationToken cancellationToken)
    {
        await using Stream? body = await graph.RequestAdapter.SendPrimitiveAsync<Stream>(request, Errors, cancellationToken);
        return body is not null && await JsonSerializer.DeserializeAsync<Page>(body, Json, cancellationToken) is Page page
            ? (page.Accounts, page.Next) : ([], null);
    }

    /// <summary>A page as Graph writes it.</summary>
    private sealed record Page(
        [property: JsonPropertyName("value"), JsonRequired] IReadOnlyList<Account> Accounts,
        [property: JsonPropertyName("@odata.nextLink")] string? Next);

    /// <summary>Reads one account after the other, so that never a whole page is taken apart at once.</summary>
    private sealed class AccountConverter : JsonConverter<Account>
    {
        public override Account Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using JsonDocument user = JsonDocument.ParseValue(ref reader);
            return AccountReader.ToAccount(user.RootElement);
        }

        public override void Write(Utf8JsonWriter writer, Account value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Accounts are only read.");
    }
}
