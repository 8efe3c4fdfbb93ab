using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using TenantOnboarding.Components.Configuration;

namespace TenantOnboarding.Fleet.Creation;

/// <summary>
/// Finds a tenant's id by one of its domains, in the document that every tenant publishes for clients of OpenID Connect. Nobody signs in.
/// </summary>
/// <param name="http">Asks.</param>
/// <param name="login">Where people of the tenant's cloud sign in.</param>
internal sealed partial class TenantLookup(HttpClient http, Uri login)
{
    /// <summary>The id of the tenant that owns a domain, or why there is none.</summary>
    public async Task<(string? Id, ConfigurationError? Mistake)> FindAsync(string domain, CancellationToken cancellationToken)
    {
        const string Expected = "a tenant's id, or a domain that a tenant of this cloud owns";
        Uri document = new(login, $"{Uri.EscapeDataString(domain)}/v2.0/.well-known/openid-configuration");
        try
        {
            using HttpResponseMessage response = await http.GetAsync(document, cancellationToken);
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound)
                return (null, Mistake("which no tenant owns", Expected, "correct the domain, or give the id from the Entra portal"));
            response.EnsureSuccessStatusCode();
            using JsonDocument content = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return content.RootElement.TryGetProperty("issuer", out JsonElement issuer)
                && Id().Match(issuer.ToString()) is { Success: true } id
                ? (id.Value.ToLowerInvariant(), null)
                : (null, Mistake("whose document names no tenant", Expected, "give the id from the Entra portal"));
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return (null, Mistake($"which could not be looked up ({exception.Message.ReplaceLineEndings(" ").TrimEnd('.')})", Expected,
                "check the network and its proxy (HTTPS_PROXY), or give the id from the Entra portal"));
        }

        ConfigurationError Mistake(string why, string expected, string fix) =>
            new("azuread:tenantId", $"\"{domain}\", {why}", expected, fix);
    }

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Id();
}
