using System.Globalization;
using TenantOnboarding.Components.Exchange;

namespace TenantOnboarding.Fleet.Reporting;

/// <summary>Ends that somebody has to know of, in words.</summary>
internal static class Deadline
{
    /// <summary>Days before an end from which on it needs somebody.</summary>
    private const int Soon = 30;

    /// <summary>A certificate's end: "2027-01-31, 66 days"; a dash where there is none.</summary>
    public static string Certificate(DateTimeOffset? end, DateTimeOffset now)
    {
        if (end is not { } moment)
            return "-";
        string day = moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return moment <= now ? $"{day}, expired" : $"{day}, {Days((int)(moment - now).TotalDays)}";
    }

    /// <summary>The days left of the first of these protocols that ends: "ews 126 days"; a dash where none does.</summary>
    public static string Protocol(IEnumerable<MailboxProtocol> protocols, DateTimeOffset now) => protocols
        .Select(protocol => (protocol.Key, Days: protocol.DaysLeft(DateOnly.FromDateTime(now.UtcDateTime))))
        .Where(protocol => protocol.Days is not null)
        .OrderBy(protocol => protocol.Days)
        .Select(protocol => protocol.Days > 0 ? $"{protocol.Key} {Days(protocol.Days.Value)}" : $"{protocol.Key} is gone")
        .FirstOrDefault("-");

    /// <summary>Whether a certificate's end needs somebody now.</summary>
    public static bool IsSoon(DateTimeOffset? end, DateTimeOffset now) => end is { } moment && moment - now <= TimeSpan.FromDays(Soon);

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} day{(days == 1 ? "" : "s")}");
}
