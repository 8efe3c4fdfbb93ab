using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SimulatedTenant;
using SimulatedTenant.Options;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>
/// Sends the requests that the real azuread provider was seen to send for create, refresh, update and destroy, and expects the statuses
/// that it accepts.
/// </summary>
public sealed partial class ProviderTrafficTests
{
    [SharedFileFact("facts/azuread-provider-traffic.md")]
    public async Task Recorded_provider_requests_get_the_recorded_statuses()
    {
        Guid tenantId = new("11111111-1111-1111-1111-111111111111");
        await using TenantClient tenant = await TenantClient.StartAsync(new TenantOptions { TenantId = tenantId, DeployerSecret = "secret" });
        Guid alice = new("55555555-5555-5555-5555-555555555555"), bob = new("66666666-6666-6666-6666-666666666666");
        foreach ((Guid id, string name) in new[] { (alice, "alice"), (bob, "bob") })
        {
            tenant.Server.Directory.SetUser(new()
            {
                Id = id,
                DisplayName = name,
                UserPrincipalName = $"{name}@example.test",
                Mail = $"{name}@example.test",
                MailNickname = name,
            });
        }
        tenant.Server.Directory.SetGroup(new()
        {
            Id = new("77777777-7777-7777-7777-777777777777"),
            DisplayName = "ops",
            MailNickname = "ops",
            Members = [alice, bob],
            Owners = [alice],
        });
        Dictionary<string, string> ids = new(StringComparer.OrdinalIgnoreCase)
        {
            [tenantId.ToString()] = tenantId.ToString(),
            [alice.ToString()] = alice.ToString(),
            [bob.ToString()] = bob.ToString(),
            ["77777777-7777-7777-7777-777777777777"] = "77777777-7777-7777-7777-777777777777",
            ["22222222-2222-2222-2222-222222222222"] = tenant.Server.Deployer.ClientId.ToString(),
            ["33333333-3333-3333-3333-333333333333"] = tenant.Server.Deployer.ObjectId.ToString(),
            ["44444444-4444-4444-4444-444444444444"] = tenant.Server.Directory.ServicePrincipals[0].Id.ToString(),
        };
        Dictionary<string, JsonNode> created = [];
        int sent = 0;
        string key = (string)TenantClient.Key(TenantClient.NewCertificate("CN=cycle", to: new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero)))["key"]!;
        foreach (Exchange exchange in Read(SharedFileFactAttribute.PathOf("facts/azuread-provider-traffic.md")!))
        {
            if (exchange.Path.Contains("/oauth2/", StringComparison.Ordinal) || exchange.Path.StartsWith("/metadata", StringComparison.Ordinal))
                continue;
            string path = Translate(Encode(exchange.Path), ids, created);
            string? body = exchange.Body is null
                ? null
                : Translate(exchange.Body.Replace("https://127.0.0.1:18443", tenant.Base, StringComparison.Ordinal), ids, created)
                .Replace("<base64 of the PEM text>", key, StringComparison.Ordinal);
            Answer answer = await tenant.SendAsync(new HttpMethod(exchange.Method), path, body is null ? null : JsonNode.Parse(body));
            Assert.True((int)answer.Status == exchange.Status, $"{exchange.Method} {path}: expected {exchange.Status}, met {(int)answer.Status} {answer.Text}");
            sent++;
            if (exchange.Method == "POST" && answer.Status == HttpStatusCode.Created)
                created[Collection(exchange.Path)] = answer.Body;
        }
        Assert.True(sent > 150, $"Only {sent} requests were found in the record.");
        // the tenant's own: the destroy left nothing else
        Assert.Equal(["Deployment", "Operator"], tenant.Server.Directory.Applications.Select(application => application.DisplayName).Order());
    }

    [Fact]
    public async Task Metadata_names_the_endpoints_that_the_provider_needs()
    {
        await using TenantClient tenant = await TenantClient.StartAsync();
        tenant.Token = null;
        Answer metadata = (await tenant.GetAsync("/metadata/endpoints?api-version=2022-09-01")).Is(HttpStatusCode.OK);
        Assert.Equal(tenant.Base + "/", (string?)metadata.Body["microsoftGraphResourceId"]);
        Assert.Equal(tenant.Base + "/", (string?)metadata.Body["resourceManager"]);
        Assert.Equal(tenant.Base, (string?)metadata.Body["authentication"]!["loginEndpoint"]);
        Assert.NotEmpty((string)metadata.Body["name"]!);
    }

    private static string Collection(string path) => path.Split('?')[0].Split('/')[^1] is "appRoleAssignedTo" ? "appRoleAssignedTo" : path.Split('?')[0].Split('/')[^1];

    /// <summary>
    /// Replaces recorded ids by those of this tenant. An id that was not met before is that of what was last made in its collection.
    /// </summary>
    private static string Translate(string text, Dictionary<string, string> ids, Dictionary<string, JsonNode> created) =>
        RecordedId().Replace(text, match =>
        {
            string recorded = match.Groups["id"].Value;
            string collection = match.Groups["collection"].Value;
            if (!ids.TryGetValue(recorded, out string? live))
            {
                live = match.Groups["appId"].Success && !recorded.StartsWith("00000003", StringComparison.Ordinal) ? (string?)created["applications"]["appId"]
                    : collection.Length > 0 && created.TryGetValue(collection, out JsonNode? made) ? (string?)made["id"]
                    : null;
                if (live is null)
                    return match.Value;
                ids[recorded] = live;
            }
            return match.Value.Replace(recorded, live, StringComparison.Ordinal);
        });

    private static string Encode(string path)
    {
        int mark = path.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return path;
        IEnumerable<string> parts = path[(mark + 1)..].Split('&').Select(p => p.Split('=', 2)).Select(p => $"{Uri.EscapeDataString(p[0])}={Uri.EscapeDataString(p[1]).Replace("%20", "+", StringComparison.Ordinal)}");
        return path[..(mark + 1)] + string.Join('&', parts);
    }

    private static IEnumerable<Exchange> Read(string file)
    {
        Exchange? last = null;
        foreach (string line in File.ReadLines(file))
        {
            if (line.StartsWith("## Retries", StringComparison.Ordinal))
                break;
            Match request = Request().Match(line);
            if (request.Success)
            {
                if (last is not null)
                    yield return last;
                last = new(request.Groups["method"].Value, request.Groups["path"].Value,
                    int.Parse(request.Groups["status"].Value, CultureInfo.InvariantCulture), null);
            }
            else if (last is not null && line.StartsWith("  - request: `", StringComparison.Ordinal))
            {
                last = last with { Body = line["  - request: `".Length..].TrimEnd('`', ' ') };
            }
        }
        if (last is not null)
            yield return last;
    }

    [GeneratedRegex(@"^- `(?<method>[A-Z]+) (?<path>/[^`]*)` → \*\*(?<status>\d+)\*\*")]
    private static partial Regex Request();

    [GeneratedRegex(@"(?:(?<collection>applications|servicePrincipals|directoryRoles|appRoleAssignedTo|roleAssignments|oauth2PermissionGrants|directoryObjects|owners)/|(?<appId>appId(?:\+eq\+%27|"": ""))|"")(?<id>[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{43}(?:-1)?)")]
    private static partial Regex RecordedId();

    private sealed record Exchange(string Method, string Path, int Status, string? Body);
}
