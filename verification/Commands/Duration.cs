using System.Globalization;
using System.Text.RegularExpressions;

namespace TenantOnboarding.Verification.Commands;

/// <summary>Spans of time as people type them: <c>90s</c>, <c>5m</c>, <c>1h</c>, <c>30d</c>, <c>0</c>.</summary>
internal static partial class Duration
{
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        if (text == "0")
            return true;
        if (Form().Match(text) is not { Success: true } match)
            return false;
        int number = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        span = match.Groups[2].Value switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
        return true;
    }

    [GeneratedRegex(@"^(\d{1,6})([smhd])$")]
    private static partial Regex Form();
}
