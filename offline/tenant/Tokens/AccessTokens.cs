using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimulatedTenant.Directory;
using SimulatedTenant.Http;

namespace SimulatedTenant.Tokens;

/// <summary>
/// Issues signed access tokens, and reads them again. The key is one for the process, for making it is what would take longest of a
/// tenant's start; the tenant's id in the token keeps tenants apart.
/// </summary>
internal sealed class AccessTokens(TenantDirectory directory, ServerNames names, TimeProvider clock)
{
    /// <summary>Validity of a token, seconds: what Entra gives an application.</summary>
    public const int Lifetime = 3599;

    /// <summary>Why a token is refused that has expired.</summary>
    public const string Expired = "Lifetime validation failed, the token is expired.";

    private const int CacheLimit = 4096;

    private static readonly Lazy<RSA> Key = new(() => RSA.Create(2048));
    private static readonly string KeyId = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset Expires)> _known = new();

    public string Issue(ServicePrincipal client, ServicePrincipal resource, string audience)
    {
        DateTimeOffset now = clock.GetUtcNow();
        HashSet<Guid> assigned =
        [
            .. directory.AppRoleAssignmentStore.Visible
                .Where(a => a.PrincipalId == client.Id && a.ResourceId == resource.Id)
                .Where(a => a.CreatedDateTime <= now - directory.Replication.TokenRoles)
                .Select(
                a => a.AppRoleId),
        ];
        JsonArray roles =
        [
            .. resource.AppRoles
                .Where(r => (bool?)r["isEnabled"] is true && assigned.Contains(Guid.Parse((string)r["id"]!)))
                .Select(r => JsonValue.Create((string)r["value"]!)),
        ];
        JsonObject claims = new()
        {
            ["aud"] = audience,
            ["iss"] = $"https://sts.windows.net/{directory.TenantId}/",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddSeconds(Lifetime).ToUnixTimeSeconds(),
            ["app_displayname"] = client.DisplayName,
            ["appid"] = client.AppId.ToString(),
            ["appidacr"] = "2",
            ["idp"] = $"https://sts.windows.net/{directory.TenantId}/",
            ["idtyp"] = "app",
            ["oid"] = client.Id.ToString(),
            ["sub"] = client.Id.ToString(),
            ["tenant_region_scope"] = "EU",
            ["tid"] = directory.TenantId.ToString(),
            ["uti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)),
            ["ver"] = "1.0",
        };
        if (roles.Count > 0)
            claims["roles"] = roles;
        JsonObject header = new() { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = KeyId };
        string signed = $"{Encode(header)}.{Encode(claims)}";
        byte[] signature;
        lock (Key)
            signature = Key.Value.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Who a token names, or null with the reason why it is not accepted.</summary>
    public Caller? Read(string token, out string problem)
    {
        DateTimeOffset now = clock.GetUtcNow();
        problem = "";
        if (_known.TryGetValue(token, out (Caller Caller, DateTimeOffset Expires) entry))
        {
            if (entry.Expires > now)
                return entry.Caller;
            problem = Expired;
            return null;
        }
        string[] parts = token.Split('.');
        if (parts.Length != 3)
        {
            problem = "CompactToken parsing failed with error code: 80049217";
            return null;
        }
        try
        {
            byte[] signature = Base64Url.DecodeFromChars(parts[2]);
            byte[] signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            bool genuine;
            lock (Key)
                genuine = Key.Value.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            if (!genuine)
            {
                problem = "Access token validation failure. Invalid signature.";
                return null;
            }
            JsonNode claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
            DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!);
            if (expires <= now)
            {
                problem = Expired;
                return null;
            }
            if (!Guid.TryParse((string?)claims["tid"], out Guid tenant) || tenant != directory.TenantId)
            {
                problem = "Access token validation failure. Invalid issuer.";
                return null;
            }
            string audience = (string)claims["aud"]!;
            ServicePrincipal? resource = FindResource(audience);
            Caller caller = new(
                Guid.Parse((string)claims["appid"]!),
                Guid.Parse((string)claims["oid"]!),
                resource?.AppId ?? Guid.Empty,
                (claims["roles"] as JsonArray ?? []).Select(r => (string)r!).ToHashSet(StringComparer.Ordinal));
            if (_known.Count >= CacheLimit)
                _known.Clear();
            _known[token] = (caller, expires);
            return caller;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            problem = "CompactToken parsing failed with error code: 80049217";
            return null;
        }
    }

    /// <summary>The service principal that a resource identifier names: its application id or one of its names.</summary>
    public ServicePrincipal? FindResource(string identifier)
    {
        string name = names.Canonical(identifier.TrimEnd('/'));
        if (name.Equals(names.Default, StringComparison.OrdinalIgnoreCase))
            return directory.FindServicePrincipalOf(FirstPartyApis.Graph);
        return directory.ServicePrincipalStore.Visible.FirstOrDefault(s =>
            s.AppId.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)
            || s.Names.Any(n => n.TrimEnd('/').Equals(name, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The public key as a JSON Web Key.</summary>
    public static JsonObject PublicKey()
    {
        RSAParameters parameters = Key.Value.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = KeyId,
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
