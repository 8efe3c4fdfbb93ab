using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Verification.Http;

/// <summary>Takes out of requests and answers what signs somebody in: tokens, assertions, passwords, cookies, key material. A token's
/// claims stay, as they tell what it was good for; its signature goes.</summary>
internal static partial class Redaction
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mark = "(redacted)";

    /// <summary>Characters of a body that are kept.</summary>
    public const int LongestBody = 16 * 1024;

    private static readonly HashSet<string> SecretNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "access_token", "id_token", "refresh_token", "client_secret", "client_assertion", "assertion", "code", "password", "passwd",
        "secret", "secretText", "key", "sig", "token", "saml_response", "device_code",
    };

    private static readonly string[] Claims =
        ["aud", "iss", "iat", "nbf", "exp", "appid", "tid", "oid", "idtyp", "ver", "roles", "scp", "appidacr", "xms_cc", "capolids"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An address without secrets in its query.</summary>
    public static string Address(Uri address)
    {
        string[] parts = address.AbsoluteUri.Split('?', 2);
        return Tokens(parts.Length == 1 ? parts[0] : $"{parts[0]}?{Form(parts[1])}");
    }

    /// <summary>A header's value without secrets; the scheme of a credential stays.</summary>
    public static string Header(string name, string value) => name.ToUpperInvariant() switch
    {
        "AUTHORIZATION" or "PROXY-AUTHORIZATION" => $"{value.Split(' ', 2)[0]} {Mark}",
        "COOKIE" or "SET-COOKIE" => Mark,
        _ when name.Contains("token", StringComparison.OrdinalIgnoreCase) || name.Contains("secret", StringComparison.OrdinalIgnoreCase) =>
            Mark,
        _ => Tokens(value),
    };

    /// <summary>A body without secrets, and not longer than <see cref="LongestBody"/>.</summary>
    public static string Body(string body, string? mediaType)
    {
        string clean = mediaType == "application/x-www-form-urlencoded" ? Form(body)
            : body.AsSpan().TrimStart() is ['{' or '[', ..] ? Json(body)
            : body;
        return Bounded(Tokens(clean));
    }

    /// <summary>A text without anything that looks like a token.</summary>
    public static string Tokens(string text) => Bearer().Replace(Jwt().Replace(text, Mark), "$1 " + Mark);

    private static string Bounded(string text)
    {
        if (text.Length <= LongestBody)
            return text;
        int end = char.IsHighSurrogate(text[LongestBody - 1]) ? LongestBody - 1 : LongestBody;
        return $"{text[..end]}… (cut; {text.Length} characters in all)";
    }

    private static string Form(string form) => string.Join('&', form.Split('&').Select(pair =>
        pair.Split('=', 2) is [string name, _] && SecretNames.Contains(Uri.UnescapeDataString(name)) ? $"{name}={Mark}" : pair));

    private static string Json(string body)
    {
        try
        {
            JsonNode? root = JsonNode.Parse(body);
            Clean(root);
            return root?.ToJsonString(Readable) ?? body;
        }
        catch (JsonException)
        {
            // Half an answer is evidence too; names of secrets are looked for in its text.
            return SecretProperty().Replace(body, match =>
                SecretNames.Contains(match.Groups["name"].Value) ? $"\"{match.Groups["name"].Value}\":\"{Mark}\"" : match.Value);
        }
    }

    private static void Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray array:
                foreach (JsonNode? item in array)
                    Clean(item);
                break;
            case JsonObject entries:
                foreach ((string name, JsonNode? value) in entries.ToArray())
                {
                    // "code" is a secret of sign-in requests, which are forms; in JSON it names an error.
                    if (value is JsonValue && SecretNames.Contains(name) && !name.Equals("code", StringComparison.OrdinalIgnoreCase))
                        entries[name] = (JsonNode?)ClaimsOf(value.ToString()) ?? Mark;
                    else
                        Clean(value);
                }
                break;
        }
    }

    private static JsonObject? ClaimsOf(string token)
    {
        if (token.Split('.') is not [_, string payload, _])
            return null;
        try
        {
            JsonNode? claims = JsonNode.Parse(Base64Url.DecodeFromChars(payload));
            return new JsonObject
            {
                ["redacted"] = true,
                ["claims"] = new JsonObject(Claims.Where(name => claims?[name] is not null)
                    .Select(name => KeyValuePair.Create(name, claims![name]?.DeepClone()))),
            };
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*)*")]
    private static partial Regex Jwt();

    [GeneratedRegex(@"\b(Bearer|Basic|PoP) +[A-Za-z0-9+/=._~-]{16,}", RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    [GeneratedRegex("""
        "(?<name>[A-Za-z_]+)"\s*:\s*"[^"]*("|$)
        """)]
    private static partial Regex SecretProperty();
}
