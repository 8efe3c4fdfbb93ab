using System.Buffers.Text;
using System.Text.Json;

namespace TenantOnboarding.Verification.SignIn;

/// <summary>An access token and what it says about its bearer.</summary>
internal sealed record AppToken(string Value, DateTimeOffset ExpiresOn, IReadOnlySet<string> Roles, Guid? TenantId)
{
    /// <summary>Reads the claims of a token; tokens that are no JWT yield no claims.</summary>
    public static AppToken Read(string value, DateTimeOffset expiresOn)
    {
        HashSet<string> roles = new(StringComparer.Ordinal);
        Guid? tenantId = null;
        if (value.Split('.') is [_, string payload, _])
        {
            try
            {
                using JsonDocument claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
                if (claims.RootElement.TryGetProperty("tid", out JsonElement claim) && claim.ValueKind == JsonValueKind.String
                    && Guid.TryParse(claim.GetString(), out Guid tenant))
                {
                    tenantId = tenant;
                }
                if (claims.RootElement.TryGetProperty("roles", out JsonElement list) && list.ValueKind == JsonValueKind.Array)
                    roles.UnionWith(list.EnumerateArray().Select(r => r.ToString()));
            }
            catch (Exception exception) when (exception is FormatException or JsonException)
            {
                // An opaque token: its bearer cannot read it, and the checks say what they could not see.
            }
        }
        return new(value, expiresOn, roles, tenantId);
    }
}
