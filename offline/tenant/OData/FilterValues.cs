using System.Globalization;
using System.Text.Json.Nodes;

namespace SimulatedTenant.OData;

/// <summary>How filters compare the values of properties with literals: texts without regard to case, as in Entra.</summary>
internal static class FilterValues
{
    public static string? Text(object? value) => value switch
    {
        string s => s,
        Guid g => g.ToString(),
        JsonValue j when j.TryGetValue(out string? s) => s,
        _ => null,
    };

    public static bool Same(object? value, object? literal)
    {
        if (value is JsonValue json && json.TryGetValue(out bool flag))
            value = flag;
        return (value, literal) switch
        {
            (null, null) => true,
            (bool b, bool l) => b == l,
            (int i, int l) => i == l,
            (DateTimeOffset, string) => Compare(value, literal!) == 0,
            (_, string l) => string.Equals(Text(value), l, StringComparison.OrdinalIgnoreCase),
            _ => false,
        };
    }

    public static int? Compare(object? value, object literal) => (value, literal) switch
    {
        (int i, int l) => i.CompareTo(l),
        (DateTimeOffset t, string s) when DateTimeOffset.TryParse(s, CultureInfo.InvariantCulture, out DateTimeOffset l) => t.CompareTo(l),
        (_, string l) when Text(value) is { } s => string.Compare(s, l, StringComparison.OrdinalIgnoreCase),
        _ => null,
    };
}
