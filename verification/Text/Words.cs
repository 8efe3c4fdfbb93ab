using System.Globalization;

namespace TenantOnboarding.Verification.Text;

/// <summary>Turns values into words, always the same way.</summary>
internal static class Words
{
    /// <summary>Names up to <paramref name="limit"/>, then "and N more".</summary>
    public static string Names(IReadOnlyCollection<string> names, int limit = 3) =>
        names.Count <= limit ? string.Join(", ", names) : $"{string.Join(", ", names.Take(limit))} and {Number(names.Count - limit)} more";

    /// <summary>"1 mailbox", "2 mailboxes".</summary>
    public static string Count(int number, string one, string? many = null) => $"{Number(number)} {Choose(number, one, many ?? one + "s")}";

    /// <summary>One wording for one thing, another for several.</summary>
    public static string Choose(int number, string one, string many) => number == 1 ? one : many;

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A span in the largest units that matter: "4 min 10 s", "35 s".</summary>
    public static string Span(TimeSpan span) =>
        span.TotalHours >= 1 ? $"{(int)span.TotalHours} h {span.Minutes} min"
        : span.TotalMinutes >= 1 ? span.Seconds == 0 ? $"{span.Minutes} min" : $"{span.Minutes} min {span.Seconds} s"
        : span.TotalSeconds >= 1 ? $"{(int)span.TotalSeconds} s"
        : $"{(int)span.TotalMilliseconds} ms";

    /// <summary>The first eight digits of a thumbprint: enough to tell certificates apart.</summary>
    public static string Short(string thumbprint) => thumbprint.Length > 8 ? thumbprint[..8] + "…" : thumbprint;
}
