using System.Net;
using System.Text.Json.Nodes;

namespace TenantOnboarding.Tests.Tenant;

/// <summary>An answer of the tenant, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string? ErrorCode => (string?)Body["error"]?["code"];

    public string? ErrorMessage => (string?)Body["error"]?["message"];

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));

    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"Expected {status}, met {Status}: {Text}");
        return this;
    }

    public Answer Is(HttpStatusCode status, string code)
    {
        Is(status);
        Assert.Equal(code, ErrorCode);
        return this;
    }
}
