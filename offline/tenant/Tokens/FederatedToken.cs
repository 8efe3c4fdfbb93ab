using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;

namespace SimulatedTenant.Tokens;

/// <summary>
/// Tokens of other issuers, by which an application signs in without a secret: issued here for tests and rehearsals, and checked as Entra
/// does, by the issuer's key first and then by issuer, subject and audience, each to the letter.
/// </summary>
internal static class FederatedToken
{
    private const int Lifetime = 600;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly Lazy<RSA> Key = new(() => RSA.Create(2048));

    public static string Issue(string issuer, string subject, string audience, DateTimeOffset now)
    {
        JsonObject header = new() { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = "federated" };
        JsonObject claims = new()
        {
            ["iss"] = issuer,
            ["sub"] = subject,
            ["aud"] = audience,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddSeconds(Lifetime).ToUnixTimeSeconds(),
        };
        string signed = $"{Encode(header)}.{Encode(claims)}";
        byte[] signature;
        lock (Key)
            signature = Key.Value.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>The claims of an assertion that another issuer signed, known by its issuer, a URL; null for any other.</summary>
    public static JsonObject? Claims(string assertion)
    {
        try
        {
            return assertion.Split('.') is [_, var body, _]
                && JsonNode.Parse(Base64Url.DecodeFromChars(body)) is JsonObject claims
                && Text(claims, "iss").StartsWith("https://", StringComparison.Ordinal)
                ? claims
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <param name="assertion">The token.</param>
    /// <param name="claims">Its claims.</param>
    /// <param name="credentials">The federated credentials of the application that signs in.</param>
    /// <param name="now">The tenant's time.</param>
    /// <exception cref="TokenError">The token is refused.</exception>
    public static void Verify(string assertion, JsonObject claims, IReadOnlyList<FederatedCredential> credentials, DateTimeOffset now)
    {
        string issuer = Text(claims, "iss"), subject = Text(claims, "sub"), audience = Text(claims, "aud");
        FederatedCredential[] ofIssuer = [.. credentials.Where(credential => credential.Issuer == issuer)];
        if (ofIssuer.Length == 0)
            throw NoMatch(700211, "issuer", issuer);
        if (!SignatureHolds(assertion))
        {
            throw new TokenError(401, "invalid_client", 5000811,
                "Unable to verify token signature. The signing key identifier does not match any valid registered keys.");
        }
        FederatedCredential[] ofSubject = [.. ofIssuer.Where(credential => credential.Subject == subject)];
        if (ofSubject.Length == 0)
            throw NoMatch(700213, "subject", subject);
        if (!ofSubject.Any(credential => credential.Audiences.Contains(audience)))
            throw NoMatch(700212, "audience", audience);
        DateTimeOffset from = Time(claims, "nbf"), until = Time(claims, "exp");
        if (now < from - Skew || now >= until + Skew)
        {
            throw new TokenError(401, "invalid_client", 700024, string.Create(
                CultureInfo.InvariantCulture,
                $"Client assertion is not within its valid time range. Current time: {now:O}, assertion valid from {from:O}, expiry time "
                + $"of assertion {until:O}."));
        }
    }

    private static bool SignatureHolds(string assertion)
    {
        int end = assertion.LastIndexOf('.');
        try
        {
            byte[] signature = Base64Url.DecodeFromChars(assertion.AsSpan(end + 1));
            lock (Key)
            {
                return Key.Value.VerifyData(
                    Encoding.ASCII.GetBytes(assertion[..end]), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static TokenError NoMatch(int code, string claim, string value) => new(
        401,
        "invalid_client",
        code,
        $"No matching federated identity record found for presented assertion {claim} '{value}'. Check your federated identity credential "
        + "Subject, Audience and Issuer against the presented assertion. "
        + "https://learn.microsoft.com/entra/workload-id/workload-identity-federation");

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static DateTimeOffset Time(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out long seconds) && seconds is > 0 and < 253_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new TokenError(401, "invalid_client", 50027, $"JWT token is invalid or malformed. The claim '{name}' is missing.");
}
