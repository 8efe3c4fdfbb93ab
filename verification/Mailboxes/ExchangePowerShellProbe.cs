using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantOnboarding.Verification.Directory;
using TenantOnboarding.Verification.Http;
using TenantOnboarding.Verification.Session;
using TenantOnboarding.Verification.SignIn;
using TenantOnboarding.Verification.Tenant;

namespace TenantOnboarding.Verification.Mailboxes;

/// <summary>Runs <c>Get-Mailbox</c> as app-only Exchange Online PowerShell does, and looks each account up in its list.</summary>
internal sealed class ExchangePowerShellProbe : IMailboxProbe
{
    public async Task ProbeAsync(IntegrationSession session, IReadOnlyList<Account> accounts, Action<int, MailboxAnswer> answered,
        CancellationToken cancellationToken)
    {
        MailboxListing listing = await ReadAsync(session, cancellationToken);
        HashSet<string> names = NamesOf(listing.Mailboxes);
        HashSet<string> archived = NamesOf(listing.Mailboxes.Where(mailbox => mailbox.HasArchive));
        foreach ((int place, Account account) in accounts.Index())
        {
            answered(place,
                listing.Refusal is MailboxOutcome refusal ? new(account, refusal, listing.Detail)
                : IsAmong(names, account) ? new(account, MailboxOutcome.Reachable) { HasArchive = IsAmong(archived, account) }
                : new(account, MailboxOutcome.Absent(account), "not in the list of Get-Mailbox"));
        }
    }

    private static HashSet<string> NamesOf(IEnumerable<Account> mailboxes) =>
        mailboxes.SelectMany(mailbox => new[] { mailbox.Id, mailbox.UserPrincipalName, mailbox.Address })
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsAmong(HashSet<string> names, Account account) =>
        names.Contains(account.Id) || names.Contains(account.UserPrincipalName) || names.Contains(account.Address);

    /// <summary>All mailboxes that Get-Mailbox lists, or why it does not.</summary>
    public async Task<MailboxListing?> ListAsync(IntegrationSession session, CancellationToken cancellationToken) =>
        await ReadAsync(session, cancellationToken);

    private static async Task<MailboxListing> ReadAsync(IntegrationSession session, CancellationToken cancellationToken)
    {
        AppToken token = await session.TokenAsync(WellKnown.ExchangeOnline, cancellationToken);
        // The documented endpoint wants the permission's second version; the first one opens the endpoint that the PowerShell module uses.
        string path = token.Roles.Contains("Exchange.ManageAsAppV2")
            ? $"/adminapi/v2.0/{session.Tenant.Id}/Mailbox"
            : $"/adminapi/beta/{session.Tenant.Id}/InvokeCommand";
        string command = new JsonObject
        {
            ["CmdletInput"] = new JsonObject { ["CmdletName"] = "Get-Mailbox",
                ["Parameters"] = new JsonObject { ["ResultSize"] = "Unlimited" } },
        }.ToJsonString();
        List<Account> mailboxes = [];
        for (Uri? next = new(session.Endpoints.ExchangeUrl, path); next is not null;)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, next)
            {
                Content = new StringContent(command, Encoding.UTF8, "application/json"),
                Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.Value),
                    Accept = { new MediaTypeWithQualityHeaderValue("application/json") } },
            };
            // The arbitration mailbox that exists in every organization: a routing hint for requests without a mailbox of their own.
            request.Headers.TryAddWithoutValidation("X-AnchorMailbox",
                $"APP:SystemMailbox{{bb558c35-97f1-4cb9-8ff7-d53741dc928c}}@{session.Tenant.Domain}");
            request.Headers.Add("X-ResponseFormat", "json");
            request.Headers.Add("X-CmdletName", "Get-Mailbox");
            using HttpResponseMessage response = await session.Http.SendAsync(request, cancellationToken);
            string body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                (string? error, string? message) = ApiError.In(body);
                string detail = $"{(int)response.StatusCode} {error ?? response.ReasonPhrase}{(message is null ? "" : $": {message}")}";
                return new([], (int)response.StatusCode is 401 or 403 ? MailboxOutcome.AccessDenied : MailboxOutcome.Failed, detail);
            }
            using JsonDocument page = JsonDocument.Parse(body);
            foreach (JsonElement mailbox in page.RootElement.GetProperty("value").EnumerateArray())
                mailboxes.Add(ToAccount(mailbox));
            next = page.RootElement.TryGetProperty("@odata.nextLink", out JsonElement link) && link.GetString() is string url
                ? new Uri(url) : null;
        }
        return new(mailboxes);
    }

    private static Account ToAccount(JsonElement mailbox)
    {
        string principal = Text(mailbox, "UserPrincipalName") ?? Text(mailbox, "PrimarySmtpAddress") ?? "";
        return new()
        {
            Id = Text(mailbox, "ExternalDirectoryObjectId") ?? principal,
            Names = new(Text(mailbox, "DisplayName") ?? principal, principal, Text(mailbox, "PrimarySmtpAddress")),
            Enabled = true,
            // ArchiveStatus is not kept up to date in every case; the archive's id is what counts.
            HasArchive = Guid.TryParse(Text(mailbox, "ArchiveGuid"), out Guid archive) && archive != Guid.Empty,
            Purpose = Text(mailbox, "RecipientTypeDetails") switch
            {
                "SharedMailbox" => "shared",
                "RoomMailbox" => "room",
                "EquipmentMailbox" => "equipment",
                _ => "user",
            },
        };
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;
}
