using System.Buffers;
using System.Text.Json.Nodes;
using SimulatedTenant.Http;

namespace SimulatedTenant.Graph;

/// <summary>
/// What Entra refuses in redirect URIs: Entra documentation, "Redirect URI (reply URL) restrictions and limitations".
/// </summary>
internal static class RedirectUriRules
{
    private const int Longest = 256;
    private const int Most = 256;
    private const int MostForPersonalAccounts = 100;

    private static readonly SearchValues<char> Unsupported = SearchValues.Create("!$'(),;");

    /// <summary>Platforms that have redirect URIs.</summary>
    public static readonly IReadOnlyList<string> Platforms = ["web", "spa", "publicClient"];

    /// <exception cref="GraphException">400: the redirect URIs cannot be those of an application.</exception>
    public static void Check(JsonObject after)
    {
        bool personal = ApplicationRules.SignsPersonalAccountsIn(after);
        List<string> all = [];
        foreach (string platform in Platforms)
        {
            foreach (JsonNode? node in after[platform]?["redirectUris"] as JsonArray ?? [])
            {
                string uri = (string)node!;
                if (!IsRedirectUri(uri, platform, personal))
                    throw ApplicationRules.Invalid(platform);
                all.Add(uri);
            }
            if (all.Count > (personal ? MostForPersonalAccounts : Most))
                throw ApplicationRules.Invalid(platform);
        }
        if (all.Distinct(StringComparer.Ordinal).Count() < all.Count)
            throw ApplicationRules.Duplicate();
    }

    /// <summary>
    /// A web or SPA redirect URI is https, or http for the local host, without fragment; public clients may use schemes of their own. A
    /// wildcard stands for a part of the host.
    /// </summary>
    private static bool IsRedirectUri(string text, string platform, bool personal)
    {
        if (text.Length > Longest || text.AsSpan().ContainsAny(Unsupported)
            || !Uri.TryCreate(text.Replace('*', 'x'), UriKind.Absolute, out Uri? uri) || uri.Fragment.Length > 0
            || personal && (uri.Query.Length > 0 || text.Contains('*', StringComparison.Ordinal)))
            return false;
        return uri.Scheme switch
        {
            "https" => uri.Host != "[::1]",
            "http" => uri.Host is "localhost" or "127.0.0.1",
            "urn" => platform != "spa",
            _ => platform == "publicClient",
        };
    }
}
