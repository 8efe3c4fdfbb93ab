using System.Text.Json;

namespace TenantOnboarding.Verification.Http;

/// <summary>The error that Microsoft's services wrap as <c>{"error": {"code": …, "message": …}}</c>.</summary>
/// <param name="Code">Its code, or null.</param>
/// <param name="Message">Its message, or null.</param>
internal readonly record struct ApiError(string? Code, string? Message)
{
    /// <summary>The error in a body; without code and message where the body holds none.</summary>
    public static ApiError In(string body)
    {
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(body);
            return In(parsed.RootElement);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>The error in a body; without code and message where the body holds none.</summary>
    public static ApiError In(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out JsonElement error)
            && error.ValueKind == JsonValueKind.Object
            ? new(Value(error, "code"), Value(error, "message"))
            : default;

    private static string? Value(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.ToString() : null;
}
