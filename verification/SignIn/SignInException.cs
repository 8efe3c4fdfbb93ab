using System.Text.Json;
using Microsoft.Identity.Client;

namespace TenantOnboarding.Verification.SignIn;

/// <summary>The token endpoint refused to give a token.</summary>
internal sealed class SignInException(string? code, string detail, Exception inner) : Exception(detail, inner)
{
    /// <summary>Entra's error, for example <c>AADSTS700016</c>; null where there was none.</summary>
    public string? Code { get; } = code;

    /// <summary>Ids of the conditional access policies that the refusal names; empty where it names none.</summary>
    public IReadOnlyList<string> BlockedBy { get; } = PoliciesIn(inner);

    private static string[] PoliciesIn(Exception inner)
    {
        for (Exception? cause = inner; cause is not null; cause = cause.InnerException)
        {
            if (cause is MsalServiceException { Claims: { Length: > 0 } claims })
                return PoliciesIn(claims);
        }
        return [];
    }

    // {"access_token": {"capolids": {"essential": true, "values": [policy ids]}}}, as other refusals by conditional access have it.
    private static string[] PoliciesIn(string claims)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(claims);
            return Member(document.RootElement, "access_token") is JsonElement token && Member(token, "capolids") is JsonElement policies
                && Member(policies, "values") is { ValueKind: JsonValueKind.Array } values
                ? [.. values.EnumerateArray().Select(value => value.ToString())]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member) ? member : null;
}
