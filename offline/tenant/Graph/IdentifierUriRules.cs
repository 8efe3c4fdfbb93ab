using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>
/// What Entra refuses in the identifier URIs of an application: Entra documentation, "Validation differences by supported account types"
/// and "Restrictions on identifier URIs of Microsoft Entra applications".
/// </summary>
internal static class IdentifierUriRules
{
    private const int Longest = 255;
    private const int LongestForPersonalAccounts = 120;
    private const int MostForPersonalAccounts = 50;

    /// <exception cref="GraphException">400: one of the URIs cannot be set.</exception>
    public static void Check(Application application, JsonObject after, TenantDirectory directory)
    {
        string[] uris = [.. (after["identifierUris"] as JsonArray ?? []).Select(uri => (string)uri!)];
        bool personal = ApplicationRules.SignsPersonalAccountsIn(after);
        if (personal && uris.Length > MostForPersonalAccounts)
            throw ApplicationRules.Invalid("identifierUris");
        ApplicationRules.CheckDistinct(uris, "identifierUris");
        HashSet<string> present =
            [.. (application.Graph["identifierUris"] as JsonArray ?? []).Select(uri => (string)uri!)];
        foreach (string uri in uris.Where(uri => !present.Contains(uri)))
        {
            CheckForm(uri, personal);
            CheckDomain(uri, application, directory);
            CheckPolicy(uri, application, after, directory);
            if (directory.ApplicationStore.All.Any(other => other.Id != application.Id && Has(other, uri)))
                throw GraphException.BadRequest("Another object with the same value for property identifierUris already exists.");
        }
    }

    private static bool Has(Application application, string uri) => (application.Graph["identifierUris"] as JsonArray ?? [])
        .Any(other => uri.Equals((string?)other, StringComparison.OrdinalIgnoreCase));

    private static void CheckForm(string text, bool personal)
    {
        if (text.Length > (personal ? LongestForPersonalAccounts : Longest)
            || text.Contains('*', StringComparison.Ordinal)
            || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || personal && (uri.Scheme == "urn" || uri.Query.Length > 0 || uri.Fragment.Length > 0))
            throw ApplicationRules.Invalid("identifierUris");
    }

    private static void CheckDomain(string text, Application application, TenantDirectory directory)
    {
        Uri uri = new(text);
        bool named = uri.Scheme is "http" or "https"
            || uri.Scheme == "api" && uri.Host.Contains('.', StringComparison.Ordinal)
                && !NamesTenantOrApplication(text, application, directory);
        if (named && !InVerifiedDomain(uri, directory))
        {
            throw new GraphException(
                400,
                "HostNameNotOnVerifiedDomain",
                $"Values of identifierUris property must use a verified domain of the organization or its subdomain: '{text}'");
        }
    }

    /// <summary>
    /// The default policy, which Microsoft switched on in mid 2025; applications that take tokens of version 2 are exempt.
    /// </summary>
    private static void CheckPolicy(string text, Application application, JsonObject after, TenantDirectory directory)
    {
        if (directory.AppManagementPolicy.UnrestrictedIdentifierUris
            || after["api"]?["requestedAccessTokenVersion"] is JsonValue version && version.TryGetValue(out int number) && number == 2
            || InVerifiedDomain(new Uri(text), directory)
            || NamesTenantOrApplication(text, application, directory))
            return;
        throw GraphException.BadRequest(
            $"Failed to add identifier URI {text}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as "
            + "per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information "
            + "on this error.");
    }

    private static bool NamesTenantOrApplication(string text, Application application, TenantDirectory directory) =>
        text.Contains(application.AppId.ToString(), StringComparison.OrdinalIgnoreCase)
        || text.Contains(directory.TenantId.ToString(), StringComparison.OrdinalIgnoreCase);

    private static bool InVerifiedDomain(Uri uri, TenantDirectory directory) =>
        directory.Domains.Where(domain => domain.IsVerified).Any(domain =>
            uri.Host.Equals(domain.Name, StringComparison.OrdinalIgnoreCase)
            || uri.Host.EndsWith("." + domain.Name, StringComparison.OrdinalIgnoreCase));
}
