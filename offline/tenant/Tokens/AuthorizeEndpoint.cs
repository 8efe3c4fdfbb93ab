using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Tokens;

/// <summary>
/// <c>GET /{tenant}/oauth2/v2.0/authorize</c>: what a browser meets that a product sends to sign in. Nobody can sign in here, since the
/// accounts have no passwords; the endpoint tells whether the application, its redirect URI and the response type are registered so that
/// somebody could.
/// </summary>
internal sealed class AuthorizeEndpoint(TenantDirectory directory) : IEndpoints
{
    /// <summary>Platforms that sign in by way of a browser.</summary>
    private static readonly string[] Browsers = ["web", "spa"];

    private static readonly string[] Required = ["client_id", "response_type", "scope"];

    public void Map(Router router) => router.Map("GET", "/{tenant}/oauth2/v2.0/authorize", Authorize);

    private TenantResponse Authorize(TenantRequest request)
    {
        string? Query(string name) => request.Query.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
        if (!directory.IsTenant(request.Route["tenant"]))
            return Refusal(90002, $"Tenant '{request.Route["tenant"]}' not found.");
        foreach (string name in Required)
        {
            if (Query(name) is null)
                return Refusal(900144, $"The request body must contain the following parameter: '{name}'.");
        }
        string clientId = Query("client_id")!;
        if (!Guid.TryParse(clientId, out Guid appId) || directory.FindApplicationOf(appId) is not { } application)
            return Refusal(700016, $"Application with identifier '{clientId}' was not found in the directory '{directory.DisplayName}'.");
        string redirect = Query("redirect_uri") ?? "";
        string[] registered = [.. ApplicationUris(application)];
        if (!registered.Contains(redirect, StringComparer.Ordinal))
        {
            return Refusal(
                50011,
                $"The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the "
                + $"application '{appId}'. Make sure the redirect URI sent in the request matches one added to your application in the "
                + "Azure portal.");
        }
        string[] types = Query("response_type")!.Split(' ');
        JsonNode? implicitGrant = application.Graph["web"]?["implicitGrantSettings"];
        if (types.Contains("id_token") && implicitGrant.Flag("enableIdTokenIssuance") is not true)
            return Refusal(700054, "response_type 'id_token' is not enabled for the application.");
        if (types.Contains("token") && implicitGrant.Flag("enableAccessTokenIssuance") is not true)
            return Refusal(700051, "response_type 'token' is not enabled for the application.");
        if (types.Contains("id_token") && Query("nonce") is null)
        {
            return Refusal(
                90014,
                "The required field 'nonce' is missing from the credential. Ensure that you have all the necessary parameters for the "
                + "login request.");
        }
        return Page(200, "Sign in", $"Sign in to {application.DisplayName}. The accounts of the simulated tenant have no passwords.");
    }

    private static IEnumerable<string> ApplicationUris(Application application) =>
        Browsers.SelectMany(kind => application.Graph[kind]?["redirectUris"] as JsonArray ?? []).Select(uri => (string)uri!);

    private static TenantResponse Refusal(int code, string message) =>
        Page(400, "Sorry, but we’re having trouble signing you in.", string.Create(
            CultureInfo.InvariantCulture, $"AADSTS{code}: {message}"));

    private static TenantResponse Page(int status, string title, string text)
    {
        string heading = WebUtility.HtmlEncode(title);
        string page = $"""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{heading}</title></head>
            <body><h1>{heading}</h1><p>{WebUtility.HtmlEncode(text)}</p></body></html>
            """;
        return TenantResponse.OfText(status, page, "text/html; charset=utf-8");
    }
}
