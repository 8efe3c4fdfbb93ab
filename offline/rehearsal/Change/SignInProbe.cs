using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using TenantOnboarding.Rehearsal.Values;

namespace TenantOnboarding.Rehearsal.Change;

/// <summary>
/// Signs in as an application with a certificate, once and without a cache, as a product does that starts at this moment.
/// </summary>
internal sealed class SignInProbe(Uri tenant, Guid tenantId, HttpClient http, TimeProvider clock)
{
    /// <summary>Null when a token was issued; else the tenant's reason, such as an AADSTS code with its text.</summary>
    public async Task<string?> TryAsync(string clientId, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        Uri endpoint = new(tenant, $"/{tenantId}/oauth2/v2.0/token");
        using FormUrlEncodedContent form = new(new Dictionary<string, string>
        {
            ["client_id"] = clientId,
            ["client_assertion"] = Assertion(endpoint, clientId, certificate),
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["grant_type"] = "client_credentials",
            ["scope"] = "https://graph.microsoft.com/.default",
        });
        using HttpResponseMessage answer = await http.PostAsync(endpoint, form, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return null;
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return (JsonNode.Parse(text) as JsonObject).Text("error_description")?.Split('\n')[0].Trim() ?? text;
    }

    private string Assertion(Uri endpoint, string clientId, X509Certificate2 certificate)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        string header = Encode(new JsonObject
        {
            ["alg"] = "PS256",
            ["typ"] = "JWT",
            ["x5t#S256"] = Base64Url(certificate.GetCertHash(HashAlgorithmName.SHA256)),
        });
        string claims = Encode(new JsonObject
        {
            ["aud"] = endpoint.ToString(),
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["jti"] = Guid.NewGuid().ToString(),
            ["nbf"] = now - 60,
            ["iat"] = now,
            ["exp"] = now + 600,
        });
        using RSA key = certificate.GetRSAPrivateKey() ?? throw new InvalidOperationException("the certificate has no RSA private key");
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        return $"{header}.{claims}.{Base64Url(signature)}";
    }

    private static string Encode(JsonObject json) => Base64Url(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
