using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Tokens;

/// <summary>Checks the signed assertion by which an application proves that it holds the private key of one of its certificates.</summary>
internal static class ClientAssertion
{
    /// <summary>Clocks may differ by so much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private const int SmallestRsaKey = 2048;
    private const double Earliest = -62_000_000_000; // year 5
    private const double Latest = 253_000_000_000; // year 9987

    private const string See =
        "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .";

    /// <param name="assertion">The assertion, a compact JWT.</param>
    /// <param name="appId">The application that signs in.</param>
    /// <param name="keys">Its certificates.</param>
    /// <param name="audiences">Accepted audiences.</param>
    /// <param name="names">This server's names, of which an audience may use any.</param>
    /// <param name="now">The tenant's time.</param>
    /// <exception cref="TokenError">The assertion is refused.</exception>
    public static void Verify(
        string assertion,
        Guid appId,
        IReadOnlyList<KeyCredential> keys,
        IReadOnlyList<string> audiences,
        ServerNames names,
        DateTimeOffset now)
    {
        string[] parts = assertion.Split('.');
        JsonObject header, claims;
        byte[] signature;
        try
        {
            if (parts.Length != 3)
                throw new FormatException();
            header = JsonText.Parse(Decode(parts[0])) as JsonObject ?? throw new FormatException();
            claims = JsonText.Parse(Decode(parts[1])) as JsonObject ?? throw new FormatException();
            signature = Decode(parts[2]);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new TokenError(401, "invalid_client", 50027, "JWT token is invalid or malformed.");
        }

        string client = appId.ToString();
        if (Text(claims, "iss") is not { } issuer || !issuer.Equals(client, StringComparison.OrdinalIgnoreCase))
        {
            throw new TokenError(
                401, "invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter. " + See);
        }
        if (Text(claims, "sub") is not { } subject || !subject.Equals(client, StringComparison.OrdinalIgnoreCase))
        {
            throw new TokenError(
                401, "invalid_client", 700021, "Client assertion application identifier doesn't match 'client_id' parameter. " + See);
        }
        if (Text(claims, "aud") is not { } audience
            || !audiences.Contains(names.Canonical(audience.TrimEnd('/')), StringComparer.OrdinalIgnoreCase))
        {
            throw new TokenError(
                401, "invalid_client", 700023, "Client assertion audience claim does not match Realm issuer. " + See);
        }
        DateTimeOffset expires = Time(claims, "exp")
            ?? throw new TokenError(401, "invalid_client", 50027, "JWT token is invalid or malformed. The claim 'exp' is missing.");
        DateTimeOffset from = Time(claims, "nbf") ?? Time(claims, "iat") ?? now;
        if (now < from - Skew || now >= expires + Skew)
        {
            throw new TokenError(401, "invalid_client", 700024, string.Create(
                CultureInfo.InvariantCulture,
                $"Client assertion is not within its valid time range. Current time: {now:O}, assertion valid from {from:O}, expiry "
                + $"time of assertion {expires:O}. {See}"));
        }

        KeyCredential key = FindKey(header, appId, keys, now);
        RefuseWeakKey(key.Certificate);
        if (!SignatureHolds(key.Certificate, Text(header, "alg"), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature))
            throw Unusable("The signature is invalid", key.Thumbprint, appId);
        DateTimeOffset start = Tightest(key.Certificate.NotBefore, key.StartDateTime, later: true);
        DateTimeOffset end = Tightest(key.Certificate.NotAfter, key.EndDateTime, later: false);
        if (now < start || now > end)
        {
            string validity = string.Create(
                CultureInfo.InvariantCulture, $", Found key 'Start={start:MM/dd/yyyy HH:mm:ss}, End={end:MM/dd/yyyy HH:mm:ss}'");
            throw Unusable(
                (now > end ? "The key used is expired." : "The key used is not yet valid.") + validity, key.Thumbprint, appId);
        }
    }

    /// <summary>WeakRsaKey: Microsoft Entra authentication and authorization error codes.</summary>
    private static void RefuseWeakKey(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPublicKey();
        if (rsa is { KeySize: < SmallestRsaKey })
        {
            throw new TokenError(401, "invalid_client", 50032, string.Create(
                CultureInfo.InvariantCulture,
                $"RSA key size {rsa.KeySize} is less than the minimum required {SmallestRsaKey} bits."));
        }
    }

    /// <summary>
    /// The certificate that the header names: by <c>x5t#S256</c>, by <c>x5t</c>, or by <c>kid</c> (SHA-1 thumbprint in hexadecimal or
    /// base64url, or a key id).
    /// </summary>
    private static KeyCredential FindKey(JsonObject header, Guid appId, IReadOnlyList<KeyCredential> keys, DateTimeOffset now)
    {
        string? sha256 = Text(header, "x5t#S256");
        string? sha1 = Text(header, "x5t") ?? Text(header, "kid");
        if (sha256 is null && sha1 is null)
        {
            throw new TokenError(
                401, "invalid_client", 5002730, "Invalid JWT token. The header names no key: expected 'x5t#S256', 'x5t' or 'kid'.");
        }
        foreach (KeyCredential key in keys.Where(k => k.VisibleAt <= now))
        {
            if (sha256 is not null
                ? Same(sha256, key.Certificate.GetCertHash(HashAlgorithmName.SHA256))
                : Same(sha1!, key.Certificate.GetCertHash()) || Guid.TryParse(sha1, out Guid id) && id == key.KeyId)
            {
                return key;
            }
        }
        throw Unusable("The key was not found.", Readable(sha256 ?? sha1!), appId);
    }

    private static TokenError Unusable(string reason, string thumbprint, Guid appId) => new(
        401,
        "invalid_client",
        700027,
        $"The certificate with identifier used to sign the client assertion is not registered on application. [Reason - {reason}, "
        + $"Thumbprint of key used by client: '{thumbprint}', "
        + $"Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id "
        + $"'{appId}'.]");

    private static bool SignatureHolds(X509Certificate2 certificate, string? algorithm, byte[] signed, byte[] signature)
    {
        if (algorithm is "RS256" or "PS256")
        {
            using RSA? rsa = certificate.GetRSAPublicKey();
            return rsa is not null && rsa.VerifyData(
                signed, signature, HashAlgorithmName.SHA256, algorithm == "RS256" ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
        }
        if (algorithm is "ES256")
        {
            using ECDsa? ec = certificate.GetECDsaPublicKey();
            return ec is not null && ec.VerifyData(signed, signature, HashAlgorithmName.SHA256);
        }
        throw new TokenError(
            401,
            "invalid_client",
            5002738,
            $"Invalid JWT token. '{algorithm}' is not a supported signature algorithm: expected RS256, PS256 or ES256.");
    }

    private static bool Same(string text, byte[] hash) =>
        text.Equals(Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase) || text.TrimEnd('=') == Base64Url.EncodeToString(hash);

    /// <summary>A thumbprint as portals show it, whatever form the header had.</summary>
    private static string Readable(string thumbprint)
    {
        try
        {
            byte[] bytes = Decode(thumbprint);
            return bytes.Length is 20 or 32 ? Convert.ToHexString(bytes) : thumbprint;
        }
        catch (FormatException)
        {
            return thumbprint;
        }
    }

    private static DateTimeOffset Tightest(DateTime certificate, string credential, bool later)
    {
        DateTimeOffset own = certificate;
        DateTimeOffset set = DateTimeOffset.Parse(credential, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return (later ? own > set : own < set) ? own : set;
    }

    private static byte[] Decode(string text) => Base64Url.DecodeFromChars(text.TrimEnd('='));

    private static string? Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>
    /// A point in time, in seconds; Azure.Identity writes the number as a text. One that no calendar reaches is its end or its beginning.
    /// </summary>
    private static DateTimeOffset? Time(JsonObject json, string name)
    {
        if (json[name] is not JsonValue value)
            return null;
        if (!value.TryGetValue(out double seconds)
            && !double.TryParse(Text(json, name), NumberStyles.Float, CultureInfo.InvariantCulture, out seconds))
            return null;
        return double.IsNaN(seconds) ? null : DateTimeOffset.FromUnixTimeSeconds((long)Math.Clamp(seconds, Earliest, Latest));
    }
}
